using System.CommandLine;
using PlotManager.Core.Text;
using PlotManager.Display.Live;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary>A plot that somebody means: one that is made now, or one that is over.</summary>
internal sealed record NamedPlot(RunPart? Run, PastPlot? Past)
{
    public string? Log => Run?.Log ?? Past?.Run.LogFile;
}

/// <summary>Finds a plot by what people call it: the beginning of its id, its job, its row in status, its pid.</summary>
internal static class NamedPlots
{
    /// <param name="name">A job means its run that has gone on longest, else its last plot.</param>
    /// <exception cref="CommandFault">No plot, or more than one, is called so.</exception>
    public static async Task<NamedPlot> FindAsync(
        ParseResult parsed, string name, CommandEnvironment environment, CancellationToken cancel)
    {
        using var source = SnapshotSource.Open(parsed, environment, looks: true);
        var snapshot = await source.LookAsync(cancel);
        var choice = RunChoice.Find(snapshot, name);
        if (choice.Run is { } run)
        {
            return new NamedPlot(run, null);
        }

        if (!choice.Meanings.IsEmpty)
        {
            throw new CommandFault(choice.Problem ?? $"{choice.Question(name)}; say which", ExitCode.Usage);
        }

        if (snapshot.Runs.Where(one => one.Job == name).MaxBy(one => one.Elapsed ?? -1) is { } ofJob)
        {
            return new NamedPlot(ofJob, null);
        }

        var past = PastPlots.Of(Farm.OpenAsItRuns(parsed, environment, looks: true), environment, out _);
        var ended = past.Where(plot => name.Length >= RunChoice.LeastOfId
            && plot.Plot.PlotId?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true).ToList();
        return ended.DistinctBy(plot => plot.Plot.PlotId).Count() switch
        {
            1 => new NamedPlot(null, ended[0]),
            > 1 => throw new CommandFault($"'{Printable.Strip(name)}' means {ended.Count} plots; give more of the id", ExitCode.Usage),
            _ when past.FirstOrDefault(plot => plot.Run.Job == name) is { } last => new NamedPlot(null, last),
            _ => throw new CommandFault(
                $"no plot is called '{Printable.Strip(name)}': there is no such file, and it is no plot id, job, row or pid of this farm; "
                    + "plotmanager status and plotmanager history show them"),
        };
    }
}

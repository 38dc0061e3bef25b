using System.Collections.Immutable;
using System.Globalization;
using PlotManager.Core.Plotting;
using PlotManager.Http;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>
/// Signals to one run: to its process and that one's descendants, one by one. Never to a process group: plotters that the original
/// started share one group with it and with each other.
/// </summary>
public sealed class RunControl(Machine machine, Ledger ledger)
{
    public ControlAnswer Suspend(string? plot) => Signal(plot, ProcessSignal.Suspend, "suspended; resume it with plotmanager resume");

    public ControlAnswer Resume(string? plot) => Signal(plot, ProcessSignal.Resume, "goes on");

    /// <summary>The one run that is meant by a plot id's beginning, a pid, a run id or a row number of the view.</summary>
    public (TrackedRun? Run, string? Problem) Find(string? plot)
    {
        if (string.IsNullOrWhiteSpace(plot))
        {
            return (null, "which plot? Give the beginning of its id, its pid or its row number in plotmanager status");
        }

        var runs = ledger.InFlight.OrderBy(run => run.Run.LaunchedAt).ToImmutableArray();
        var found = runs.Where(run => Means(run, plot)).ToImmutableArray();
        if (found.IsEmpty && int.TryParse(plot, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row >= 1 && row <= runs.Length)
        {
            found = [runs[row - 1]];
        }

        return found.Length switch
        {
            1 => (found[0], null),
            0 => (null, $"no running plot is called '{plot}'; see plotmanager status for ids, pids and row numbers"),
            _ => (null, $"'{plot}' means {found.Length} running plots; give more of the id"),
        };
    }

    private ControlAnswer Signal(string? plot, ProcessSignal signal, string done)
    {
        var (run, problem) = Find(plot);
        if (run?.Run.Process is not { } process)
        {
            return new ControlAnswer(false, problem ?? "it has no process");
        }

        // Descendants one by one reach the same processes as the group does, and never a neighbour that shares it.
        var targets = machine.Processes.Descendants(process.Pid).Select(pid => machine.Processes.Find(pid)?.Identity).OfType<ProcessIdentity>().Prepend(process);
        var refusals = targets.Select(target => machine.Signals.Send(target, signal)).OfType<string>().ToList();
        return refusals.Count == 0
            ? new ControlAnswer(true, $"Plot {Name(run)} {done}.")
            : new ControlAnswer(false, $"plot {Name(run)}: {refusals[0]}");
    }

    private static bool Means(TrackedRun run, string plot) =>
        run.RunId == plot
        || run.Run.Process?.Pid.ToString(CultureInfo.InvariantCulture) == plot
        || (plot.Length >= 4 && run.Plots.Any(made => !made.State.IsOver() && made.PlotId?.StartsWith(plot, StringComparison.OrdinalIgnoreCase) == true));

    private static string Name(TrackedRun run) => run.Current?.PlotId is { Length: >= 7 } id ? id[..7] : run.RunId;
}

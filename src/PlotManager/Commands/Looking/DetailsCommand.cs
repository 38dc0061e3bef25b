using System.Collections.Immutable;
using System.CommandLine;
using PlotManager.Core.Configuration;
using PlotManager.Display;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary><c>details</c>: all that is known of one plot, running or over.</summary>
public sealed class DetailsCommand(CommandEnvironment environment)
{
    private const int LinesOfLog = 15;

    public Command Build()
    {
        var plot = new Argument<string>("PLOT")
        {
            Description = "The beginning of its plot id (4 digits or more), its job, its row in status, or its pid",
        };
        var command = new Command("details", "Show one plot: its phases, directories, problems and the end of its log") { plot };
        command.SetAction(async (parsed, cancel) =>
        {
            var named = await NamedPlots.FindAsync(parsed, parsed.GetRequiredValue(plot), environment, cancel);
            if (named.Run is { } run)
            {
                using var source = SnapshotSource.Open(parsed, environment, looks: true);
                Show(run.RunId, await source.LookAsync(cancel));
            }
            else
            {
                Show(named.Past!);
            }

            return ExitCode.Done;
        });
        return command;
    }

    // The page that the view opens for a run.
    private void Show(string runId, Snapshot snapshot)
    {
        var machine = environment.Machine.Value;
        if (snapshot.Runs.FirstOrDefault(run => run.RunId == runId) is not { } run)
        {
            throw new CommandFault("the run has just ended; plotmanager history shows its plots");
        }

        var data = new ViewData(LogTail.Read(machine.Files, run.Log, LinesOfLog), null);
        var state = new ViewState { Page = ViewPage.Run, Selected = runId };
        var zone = machine.Time.LocalTimeZone;
        var glyphs = Glyphs.For(environment.Interactive ? Console.OutputEncoding : environment.Out.Encoding);
        Page.Write(
            (width, _) => ViewScreens.Draw(
                state, snapshot, ConfigReader.DefaultView, data, new ScreenOptions { Width = width, Zone = zone, Glyphs = glyphs })
                .Lines.Skip(2),
            environment,
            PlainWidth);
    }

    private void Show(PastPlot past)
    {
        var zone = environment.Machine.Value.Time.LocalTimeZone;
        Page.Write((width, ellipsis) => HistoryPage.Lines(ImmutableArray.Create(past), zone, width, ellipsis)
            .Concat(new[] { past.Run.LogFile, past.Plot.FinalFile }.OfType<string>().Select(file => Line.Of(file))), environment);
    }

    private const int PlainWidth = 118;
}

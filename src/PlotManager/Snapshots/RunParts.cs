using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Observing;

namespace PlotManager.Snapshots;

/// <summary>The runs of a snapshot, each with the plot it is at and the plots that are copied beside it.</summary>
/// <param name="left">What plots usually take.</param>
internal sealed class RunParts(TimesLeft left)
{
    private Dictionary<(string RunId, int Plot), double> _progress = [];

    /// <param name="ended">How many plots ended since the manager started.</param>
    public ImmutableArray<RunPart> Of(Config config, Observation seen, int ended)
    {
        var reached = _progress;
        _progress = [];
        return [.. seen.Runs.Select(run => Of(run, config, seen.At, reached, ended))];
    }

    private RunPart Of(
        ObservedRun seen, Config config, DateTimeOffset now, Dictionary<(string RunId, int Plot), double> reached, int ended)
    {
        var run = seen.Tracked.Run;
        var plot = seen.Current;
        var started = PlotStart(seen, seen.Tracked.Current, now);
        var remaining = plot is null ? null : left.Of(seen, plot, started, now, ended);
        return new RunPart
        {
            RunId = run.RunId,
            Job = run.Job,
            Plotter = run.Plotter,
            K = run.K ?? plot?.Log.K,
            PlotId = plot?.Log.PlotId ?? seen.Tracked.Current?.PlotId,
            Pid = run.Process?.Pid,
            StartedAt = started,
            Elapsed = (now - started).TotalSeconds,
            Phase = seen.Phase == 0 ? null : seen.Phase,
            PhaseName = PhaseName(seen),
            PhaseSeconds = plot is null ? [] : PhaseSeconds(seen.Tracked.Current, plot.Log, seen.Phase, started, now),
            Progress = plot is null ? null : Progress(seen, plot, config, reached),
            Left = remaining?.Usual,
            LeftP90 = remaining?.AtMost,
            State = State(run.State, seen.Tracked.Current?.State),
            Temp = run.Directories.Temp,
            Temp2 = run.Directories.Temp2,
            Destination = run.Directories.Destination,
            TempBytes = seen.Files.IsKnown ? seen.Files.Temp + seen.Files.Temp2 : null,
            Log = seen.LogFile,
            Foreign = run.Foreign,
            InContainer = run.InContainer,
            Owner = Owner(run.Owner),
            OtherFarm = run.OtherFarm?.Name,
            Copies = [.. seen.CopiedBeside.Select(copy => Copy(seen, copy, config, now, reached, ended))],
        };
    }

    private CopyPart Copy(
        ObservedRun seen, ObservedPlot plot, Config config, DateTimeOffset now, Dictionary<(string RunId, int Plot), double> reached,
        int ended)
    {
        var started = PlotStart(seen, plot.Known, now);
        var remaining = left.Of(seen, plot, started, now, ended);
        return new CopyPart
        {
            PlotId = plot.Log.PlotId,
            StartedAt = started,
            Elapsed = (now - started).TotalSeconds,
            Phase = plot.Log.Phase,
            PhaseSeconds = PhaseSeconds(plot.Known, plot.Log, plot.Log.Phase, started, now),
            Progress = Progress(seen, plot, config, reached),
            Left = remaining?.Usual,
            LeftP90 = remaining?.AtMost,
            State = State(seen.Tracked.Run.State, plot.Log.State),
            Destination = plot.Log.Destination ?? seen.Tracked.Run.Directories.Destination,
        };
    }

    // By the config's progress section where there is one; what was shown once is never taken back.
    private double Progress(ObservedRun seen, ObservedPlot plot, Config config, Dictionary<(string RunId, int Plot), double> reached)
    {
        var which = (seen.Tracked.RunId, plot.Number);
        var isOwnBackend = config.Profiles.Find(config.Backend)?.Name == seen.Profile.Name;
        var now = ProgressOf.Settings(
            seen.Profile, plot.Log, seen.Log!.Lines, config.Progress, isOwnBackend, reached.GetValueOrDefault(which), plot.Copied);
        _progress[which] = now;
        return now;
    }

    // A run of several plots is shown by the plot it is at: that one's start, not the process's.
    private static DateTimeOffset PlotStart(ObservedRun seen, PlotRecord? known, DateTimeOffset now) =>
        (known?.StartedAt ?? seen.Tracked.Run.LaunchedAt).ToOffset(now.Offset);

    private static ImmutableArray<double?> PhaseSeconds(
        PlotRecord? known, PlotLog plot, int phase, DateTimeOffset started, DateTimeOffset now)
    {
        var ended = plot.Phases.Select(end => (double?)end.Seconds);
        return phase == plot.Phases.Length + 1 && PhaseBegan(known, plot, started) is { } began
            ? [.. ended, Math.Max(0, (now - began).TotalSeconds)]
            : [.. ended];
    }

    /// <summary>When the phase that goes on began; null where nobody knows when the one before ended.</summary>
    internal static DateTimeOffset? PhaseBegan(PlotRecord? known, PlotLog plot, DateTimeOffset started) =>
        plot.Phases.IsEmpty ? started : known?.PhaseEnds.ElementAtOrDefault(plot.Phases[^1].Phase - 1);

    private static string? PhaseName(ObservedRun seen) =>
        seen.Phase == 0 ? null : seen.Phase > seen.Profile.Phases.Length ? RunPart.CopyPhase : seen.Profile.Phases[seen.Phase - 1].Name;

    private static string State(RunState run, PlotState? plot) => (run, plot) switch
    {
        (RunState.Suspended, _) => "suspended",
        (_, PlotState.Blocked) => "blocked",
        _ => "running",
    };

    private static string Owner(RunOwner owner) => owner switch
    {
        RunOwner.Own => "own",
        RunOwner.Adopted => "adopted",
        RunOwner.OtherFarm => "other farm",
        _ => "stranger",
    };
}

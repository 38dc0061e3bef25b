using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>What is known of the plotter's process.</summary>
/// <param name="Alive">It, or nobody known, still writes the log.</param>
/// <param name="ExitCode">As the system gives it, null if unknown.</param>
/// <param name="Signal">The signal that ended it, null if none or unknown.</param>
public sealed record ProcessFacts(bool Alive, int? ExitCode = null, int? Signal = null)
{
    public static ProcessFacts Living { get; } = new(true);

    /// <summary>It is gone and nobody saw how.</summary>
    public static ProcessFacts Vanished { get; } = new(false);
}

/// <summary>How a plot stands, all that is known taken together.</summary>
public sealed record PlotOutcome(PlotState State, Failure? Failure, string? Suspect);

/// <summary>
/// Joins what a log says with what is known of its process and of the finished file, by the rules "How a plot and a run end".
/// </summary>
public static class LogOutcome
{
    // A shell tells the death of its child by signal n as exit code 128 + n.
    private const int ShellSignals = 128;
    private const int LastSignal = 64;

    /// <param name="index">Which of the log's plots.</param>
    /// <param name="process">Null if nobody knows of its process: then a log that merely stops is of unknown state, and blocked stays
    /// blocked.</param>
    /// <param name="finalFileBytes">Size of the file under the plot's final name, 0 if there is none, null if nobody looked.</param>
    public static PlotOutcome Of(
        PlotterProfile profile, RunLog log, int index, ProcessFacts? process, long? finalFileBytes = null, int? compression = null)
    {
        var plot = log.Plots[index];
        if (plot.State == PlotState.Completed)
        {
            return new PlotOutcome(PlotState.Completed, null, plot.Suspect);
        }

        if (plot.State == PlotState.Failed)
        {
            return Failed(plot.Failure, plot.Suspect);
        }
        // Unknown: the log goes on with another plot, so this one's part of it is over.
        var isOver = process is not { Alive: true } || plot.State == PlotState.Unknown;
        var mayBeGood = process is null or { ExitCode: null or 0, Signal: null } || plot.State == PlotState.Unknown;
        if (isOver && mayBeGood && IsWhole(profile, plot, finalFileBytes, compression))
        {
            return new PlotOutcome(PlotState.Completed, null, plot.Suspect);
        }

        // Nobody knows its process, but the shell that started it had the last word.
        if (process is null && LastWords.Of(log.LastLines) is { } death)
        {
            return Failed(death, plot.Suspect);
        }

        if (process is { Alive: true } || plot.State == PlotState.Unknown || (process is null && plot.State == PlotState.Blocked))
        {
            return new PlotOutcome(plot.State, plot.Failure, plot.Suspect);
        }

        return Ended(profile, plot, log, process ?? ProcessFacts.Vanished, finalFileBytes);
    }

    /// <summary>How a run ended that never came to a plot; null if nothing is known to be wrong.</summary>
    public static PlotOutcome? OfRun(PlotterProfile profile, RunLog log, ProcessFacts? process)
    {
        if (!log.Plots.IsEmpty)
        {
            return null;
        }

        if (log.Failure is { } failure)
        {
            return Failed(failure, null);
        }

        return process is { Alive: true } ? null
            : process is null && LastWords.Of(log.LastLines) is { } death ? Failed(death, null)
            : Ended(profile, null, log, process ?? ProcessFacts.Vanished, null);
    }

    private static PlotOutcome Failed(Failure? failure, string? suspect) =>
        new(failure?.Cause == FailureCause.Killed ? PlotState.Killed : PlotState.Failed, failure, suspect);

    private static bool IsWhole(PlotterProfile profile, PlotLog plot, long? finalFileBytes, int? compression)
    {
        if (finalFileBytes is not > 0 || plot.K is not { } k)
        {
            return false;
        }

        var expected = profile.FinalBytes(k, compression);
        // Small plots scatter by more than two per cent; the log may know the very size.
        if (plot.FinalBytes is { } said)
        {
            expected = expected == 0 ? said : Math.Min(expected, said);
        }

        return expected > 0 && finalFileBytes >= PlotSizes.LeastShare * expected;
    }

    private static PlotOutcome Ended(PlotterProfile profile, PlotLog? plot, RunLog log, ProcessFacts process, long? finalFileBytes)
    {
        var signal = process.Signal
            ?? (process.ExitCode is > ShellSignals and <= ShellSignals + LastSignal ? process.ExitCode - ShellSignals : null);
        var suspect = plot?.Suspect;
        if (signal is { } number && !IsCrash(number))
        {
            return new PlotOutcome(PlotState.Killed, new Failure(FailureCause.Killed, Killed(number, log)), suspect);
        }
        // It waited for space until it was ended, or gave up: that is the cause.
        if (plot?.Failure is { } failure)
        {
            return new PlotOutcome(PlotState.Failed, failure, suspect);
        }

        if (process.ExitCode is { } code and not 0 && signal is null)
        {
            return new PlotOutcome(
                PlotState.Failed,
                new Failure(FailureCause.Unknown, $"the plotter ended with exit code {code}{Meant(profile, code)}{Quoted(log)}"),
                suspect);
        }

        if (signal is { } crash)
        {
            return new PlotOutcome(
                PlotState.Failed, new Failure(FailureCause.Crashed, $"the plotter crashed ({SignalName(crash)}){Quoted(log)}"), suspect);
        }

        if (LastWords.Of(log.LastLines) is { } death)
        {
            return Failed(death, suspect);
        }
        // Wrappers exit 0 though the plotter has failed: then the file decides. A copied plot may have been moved on already.
        if (process.ExitCode == 0 && finalFileBytes is { } bytes && (bytes > 0 || plot?.State != PlotState.Copying))
        {
            var found = bytes > 0 ? $"its file has {bytes} bytes only" : "there is no file";
            return new PlotOutcome(
                PlotState.Failed,
                new Failure(FailureCause.Unknown, $"the plotter ended without finishing the plot: {found}{Quoted(log)}"),
                suspect);
        }
        return new PlotOutcome(PlotState.Unknown, null, suspect);
    }

    // Signals that a process draws upon itself.
    private static bool IsCrash(int signal) => signal is 4 or 5 or 6 or 7 or 8 or 11 or 31;

    private static string Killed(int signal, RunLog log) =>
        signal == 9
            ? "killed (SIGKILL), by hand or because memory ran out"
            : $"killed ({SignalName(signal)}){(signal is 1 or 2 or 3 or 15 ? "" : Quoted(log))}";

    private static string Meant(PlotterProfile profile, int code) =>
        profile.Log.ExitCodes.TryGetValue(code, out var words) ? $" ({words})" : "";

    private static string Quoted(RunLog log) => log.LastLines.IsEmpty ? "" : "; its last lines: " + string.Join(" | ", log.LastLines);

    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        31 => "SIGSYS",
        _ => $"signal {signal}",
    };
}

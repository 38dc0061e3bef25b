using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>The ways of a supervised process: intended → running ⇄ suspended → ended. The same for every payload. Pure.</summary>
public static class Supervision
{
    /// <param name="process">Null if it is gone and only its log tells of it.</param>
    public static T Launched<T>(this T intended, ProcessIdentity? process)
        where T : SupervisedProcess => intended with { State = RunState.Running, Process = process };

    /// <summary>The process that was launched is gone, and its child continues the work.</summary>
    public static T Inherited<T>(this T before, ProcessIdentity child)
        where T : SupervisedProcess => before with { Process = child };

    public static T Suspended<T>(this T running, DateTimeOffset since)
        where T : SupervisedProcess => Standing(running, RunState.Suspended, since);

    public static T Resumed<T>(this T suspended)
        where T : SupervisedProcess => Standing(suspended, RunState.Running, null);

    public static T Ended<T>(this T before, DateTimeOffset at, int? exitCode = null, int? signal = null)
        where T : SupervisedProcess =>
        before with { State = RunState.Ended, EndedAt = at, ExitCode = exitCode, Signal = signal, SuspendedSince = null };

    /// <summary>The wall clock was set.</summary>
    public static T Shifted<T>(this T before, TimeSpan by)
        where T : SupervisedProcess => before with { LaunchedAt = before.LaunchedAt + by, SuspendedSince = before.SuspendedSince + by };

    /// <summary>The process as the evidence shows it.</summary>
    public static T Next<T>(this T before, ProcessEvidence evidence, DateTimeOffset now)
        where T : SupervisedProcess =>
        !evidence.Alive ? before.Ended(now, evidence.Exit?.ExitCode, evidence.Exit?.Signal)
        : evidence.Suspended ? before.Suspended(before.SuspendedSince ?? now)
        : before.Resumed();

    // One of a state that this version does not know keeps it as long as it lives.
    private static T Standing<T>(T process, RunState state, DateTimeOffset? since)
        where T : SupervisedProcess => process with
        {
            State = process.State is RunState.Running or RunState.Suspended ? state : process.State,
            SuspendedSince = since,
        };
}

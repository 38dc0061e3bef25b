using PlotManager.Core.Farm.Checks;

namespace PlotManager.Core.Farm;

/// <summary>
/// Something that happened to the farm. This is the one list of events: the manager commits them, the simulator plays them, and
/// <see cref="FarmState.Apply"/> alone says what follows from each.
/// </summary>
public abstract record FarmEvent
{
    private FarmEvent()
    {
    }

    /// <summary>A manager has started. After a clean end of the one before, the counts begin anew; after a crash they continue.</summary>
    public sealed record SessionBegun(string Id, int Pid, DateTimeOffset At) : FarmEvent;

    /// <summary>The manager has ended in good order.</summary>
    /// <param name="AllMade">All jobs have made their plots: nobody told it to end.</param>
    /// <param name="Drained">It was told to drain, and the running plots are done.</param>
    public sealed record SessionEnded(DateTimeOffset At, bool AllMade = false, bool Drained = false) : FarmEvent;

    /// <summary>The manager ends on an error: the session stays without an end, as after a crash.</summary>
    public sealed record SessionFailed(string Error, DateTimeOffset At) : FarmEvent;

    /// <summary>
    /// The manager has seen the farm for the first time: each run in flight has taken its turn in the job's directory lists.
    /// </summary>
    public sealed record FirstPassMade : FarmEvent;

    /// <summary>The user pauses, drains or allows starts.</summary>
    public sealed record StartsChanged(StartMode Starts) : FarmEvent;

    /// <summary>The wall clock was set: what is remembered moves with it, so that no wait grows or shrinks.</summary>
    /// <param name="BeforeSession">It was set while no manager ran, so the session's own start is by the new clock.</param>
    public sealed record ClockShifted(TimeSpan By, bool BeforeSession = false) : FarmEvent;

    /// <summary>A directory was seen on this drive.</summary>
    /// <param name="Drive">Null: the drive it was on is forgotten.</param>
    public sealed record DirectorySeen(string Path, string? Drive) : FarmEvent;

    /// <summary>
    /// A run is about to be launched. Its process does not exist yet, and it does not count. One that was forgotten and turns out to have
    /// been launched is intended anew, and confirmed.
    /// </summary>
    public sealed record RunIntended(RunRecord Run) : FarmEvent;

    /// <summary>An intended run never came to a process.</summary>
    public sealed record RunForgotten(string RunId, DateTimeOffset At) : FarmEvent;

    /// <summary>This manager has launched an intended run: it counts from now on.</summary>
    public sealed record RunLaunched(string RunId, ProcessIdentity Process) : FarmEvent;

    /// <summary>An intended run turns out to have been launched by the manager before this one, which died at that moment.</summary>
    /// <param name="Process">Null if it is gone and only its log tells of it.</param>
    public sealed record RunConfirmed(string RunId, ProcessIdentity? Process) : FarmEvent;

    /// <summary>A plotter that somebody else started is there.</summary>
    public sealed record RunAdopted(RunRecord Run) : FarmEvent;

    /// <summary>The process that was launched is gone, and its child continues the run.</summary>
    public sealed record RunInherited(string RunId, ProcessIdentity Process) : FarmEvent;

    /// <summary>The user ends this run on purpose, or did not after all.</summary>
    public sealed record KillAsked(string RunId, bool Asked = true) : FarmEvent;

    /// <summary>The run's log was found, or the size of its plots became known.</summary>
    public sealed record RunFound(string RunId, string? LogFile, int? K) : FarmEvent;

    public sealed record RunSuspended(string RunId, DateTimeOffset At) : FarmEvent;

    public sealed record RunResumed(string RunId, DateTimeOffset At) : FarmEvent;

    /// <summary>A plot has begun, passed a phase, waits, or is over: this is what is known of it now.</summary>
    public sealed record PlotChanged(PlotRecord Plot, DateTimeOffset At) : FarmEvent;

    /// <summary>What became of a plot that nobody had seen is known now. Its run may have ended long ago.</summary>
    /// <param name="Plot">As it is known now.</param>
    public sealed record PlotSettled(RunRecord Run, PlotRecord Plot) : FarmEvent;

    /// <summary>Something that happened to a check of a plot for proofs.</summary>
    public abstract record OfCheck(string CheckId) : FarmEvent;

    /// <summary>A plot is to be checked as soon as it may be.</summary>
    public sealed record CheckWanted(CheckRecord Check) : OfCheck(Check.CheckId);

    /// <summary>A check is about to be launched. Its process does not exist yet.</summary>
    /// <param name="Check">With its checker and its log.</param>
    public sealed record CheckIntended(CheckRecord Check) : OfCheck(Check.CheckId);

    /// <summary>An intended check never came to a process, or lost it with the machine: it waits again.</summary>
    public sealed record CheckForgotten(string CheckId) : OfCheck(CheckId);

    /// <summary>The checker's process is there.</summary>
    public sealed record CheckLaunched(string CheckId, ProcessIdentity Process) : OfCheck(CheckId);

    /// <summary>A plot was checked for proofs.</summary>
    /// <param name="Check">With its verdict.</param>
    public sealed record PlotChecked(CheckRecord Check) : OfCheck(Check.CheckId);

    /// <summary>A run of ours has freed its slot without having made all its plots, through no fault of the user or the machine.</summary>
    /// <param name="BeforeWork">It died before its first milestone.</param>
    public sealed record RunFailed(string RunId, bool BeforeWork, string Cause, DateTimeOffset At) : FarmEvent;

    /// <summary>The run's process is gone. What the run made is settled, and the run leaves the state.</summary>
    public sealed record RunEnded(string RunId, DateTimeOffset At, int? ExitCode = null, int? Signal = null) : FarmEvent;

    /// <summary>A job starts nothing until then, because its runs fail.</summary>
    /// <param name="AfterRun">The run whose failure brought it: one that a later manager sees again has the same id.</param>
    public sealed record BackOffBegun(string Job, string AfterRun, DateTimeOffset At, DateTimeOffset Until, string Cause) : FarmEvent;

    /// <summary>A changed config lets a job that backs off try again.</summary>
    public sealed record JobReleased(string Job) : FarmEvent;

    /// <summary>A job has no destination for another plot from now on.</summary>
    public sealed record ShortageBegun(string Job, DateTimeOffset At, string Detail) : FarmEvent;

    public sealed record ShortageEnded(string Job) : FarmEvent;
}

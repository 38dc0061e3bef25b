namespace PlotManager.Core.Plotting;

/// <summary>A run is one plotter process. <c>intended</c> lives in the journal only: written before the process is spawned.</summary>
public enum RunState
{
    Intended,
    Running,
    Suspended,
    Ended,

    /// <summary>A state that this version does not know: in flight as long as its process lives.</summary>
    Unknown,
}

/// <summary>A plot is one plot file, in the making or made. <c>suspect</c> is a mark on a completed plot, not a state.</summary>
public enum PlotState
{
    Making,
    Copying,

    /// <summary>Alive, waiting and retrying for ever, for instance at a full destination.</summary>
    Blocked,
    Completed,
    Failed,
    Killed,
    Unknown,
}

/// <summary>Which state may follow which; drawn in docs/architecture.md.</summary>
public static class States
{
    public static bool IsOver(this PlotState state) => state > PlotState.Blocked;

    public static bool IsInFlight(this RunState state) => state is RunState.Running or RunState.Suspended or RunState.Unknown;

    public static bool MayBecome(this RunState from, RunState to) => (from, to) switch
    {
        (RunState.Intended, RunState.Running or RunState.Ended) => true,
        (RunState.Running, RunState.Suspended or RunState.Ended) => true,
        (RunState.Suspended, RunState.Running or RunState.Ended) => true,
        (RunState.Unknown, RunState.Ended) => true,
        _ => false,
    };

    public static bool MayBecome(this PlotState from, PlotState to) => (from, to) switch
    {
        (PlotState.Making, not PlotState.Making) => true,
        (PlotState.Copying, PlotState.Blocked) => true,
        (PlotState.Blocked, PlotState.Making or PlotState.Copying) => true,
        (PlotState.Copying or PlotState.Blocked, _) => to.IsOver(),
        _ => false,
    };
}

namespace PlotManager.Snapshots;

/// <summary>What a problem is about.</summary>
public enum ProblemKind
{
    /// <summary>The journal cannot be written.</summary>
    Journal,

    /// <summary>The journal holds words that this version does not know.</summary>
    UnreadJournal,

    /// <summary>The counts of days cannot be read.</summary>
    Counts,

    /// <summary>The config was refused, or is gone.</summary>
    Config,

    /// <summary>The control channel cannot be opened.</summary>
    Control,

    /// <summary>The metrics cannot be served.</summary>
    Metrics,

    /// <summary>A pass of the loop failed.</summary>
    Pass,

    /// <summary>A run's plotter waits for room.</summary>
    BlockedPlot,

    /// <summary>A plot is lost, suspect or was not seen.</summary>
    LostPlot,

    /// <summary>A plot on a drive is no good.</summary>
    BadPlot,

    /// <summary>A plot has failed its last check for proofs.</summary>
    FailedCheck,

    /// <summary>A finished plot lies in temp and nobody delivers it.</summary>
    KeptPlot,

    /// <summary>Files of lost plots take room.</summary>
    Leftovers,

    /// <summary>A run makes plots of a size that its plotter does not make.</summary>
    Size,

    /// <summary>A run's log cannot be read.</summary>
    Log,

    /// <summary>A job backs off.</summary>
    BackOff,

    /// <summary>A job's plotter cannot be started.</summary>
    Plotter,

    /// <summary>None of a job's destinations has room.</summary>
    NoRoom,

    /// <summary>A directory cannot be used.</summary>
    Directory,
}

/// <summary>Tells one problem from the others for as long as it lasts.</summary>
/// <param name="About">The run, job, plot or path that it is about; empty where there can be only one of its kind.</param>
public readonly record struct ProblemKey(ProblemKind Kind, string About = "");

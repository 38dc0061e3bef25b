using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal;

/// <summary>The manager's memory across its own death. One writer: the manager.</summary>
public interface IJournal : IDisposable
{
    JournalState Load();

    /// <summary>
    /// Writes all of them or none. With none to write, sees that the journal is still under its name, and writes it anew if not.
    /// </summary>
    /// <exception cref="JournalException">Nothing was written; the message says why in one line.</exception>
    void Commit(IReadOnlyList<Change> changes);

    /// <summary>Why the file cannot be written at present, in one line; null where it can, or where a commit says so itself.</summary>
    string? Trouble => null;

    /// <summary>Changes that were committed and are not in the file yet, in order.</summary>
    ImmutableArray<Change> Unsaved => [];

    /// <summary>What happened since then, oldest first.</summary>
    IReadOnlyList<EventRecord> Events(DateTimeOffset since);

    /// <summary>A run with all its plots, whether it has ended or not; null where there is none of this id.</summary>
    /// <exception cref="JournalException">It cannot be read; the message says why in one line.</exception>
    TrackedRun? Find(string runId);

    /// <summary>Runs that have ended since then.</summary>
    /// <exception cref="JournalException">They cannot be read; the message says why in one line.</exception>
    IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since);

    /// <summary>Plots that are over, newest first.</summary>
    /// <exception cref="JournalException">They cannot be read; the message says why in one line.</exception>
    IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most);

    /// <summary>Plots that have failed, were killed or may be damaged, newest first.</summary>
    /// <exception cref="JournalException">They cannot be read; the message says why in one line.</exception>
    IReadOnlyList<PastPlot> Lost(DateTimeOffset since) => [.. Ended(since, int.MaxValue).Where(past => IsLost(past.Plot))];

    /// <summary>
    /// Of each plot file the last check that has judged it; else, where none has, the last that tried. Newest first.
    /// </summary>
    /// <exception cref="JournalException">They cannot be read; the message says why in one line.</exception>
    IReadOnlyList<CheckRecord> LastChecks();

    static bool IsLost(PlotRecord plot) =>
        !plot.IsOutcomeNotKnown
        && (plot.State is PlotState.Failed or PlotState.Killed or PlotState.Unknown || plot.Suspect is not null);

    /// <summary>
    /// When each completed plot ended, its bytes and whose it is: all that counting takes, also where there are thousands.
    /// </summary>
    /// <exception cref="JournalException">They cannot be read; the message says why in one line.</exception>
    IReadOnlyList<MadePlot> Made(DateTimeOffset since) =>
    [
        .. from plot in Ended(since, int.MaxValue)
           where plot.Plot is { State: PlotState.Completed, EndedAt: not null }
           select new MadePlot(plot.Plot.EndedAt!.Value, plot.Plot.FinalBytes ?? 0, plot.Run.Owner),
    ];
}

public readonly record struct MadePlot(DateTimeOffset EndedAt, long Bytes, RunOwner Owner);

public sealed class JournalException(string message, Exception? cause = null) : Exception(message, cause);

using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>When and why the last manager ended, for people.</summary>
/// <param name="At">Null: it did not end in good order, so nobody wrote it down.</param>
/// <param name="Reason">"all plots made", "drained", "stopped" or "crashed".</param>
public sealed record ManagerEnd(DateTimeOffset? At, string Reason);

/// <summary>The end of a manager in the journal. From there on nothing is known to hold a job.</summary>
public static class ManagerEnds
{
    private const string Kind = "stopped", AllMade = "all plots made", Drained = "drained", Stopped = "stopped", Crashed = "crashed";

    public static EventRecord EventOf(FarmEvent.SessionEnded ended) =>
        new(ended.At, Kind, null, null, ended.AllMade ? AllMade : ended.Drained ? Drained : Stopped);

    /// <summary>Of the last manager; null where there has been none.</summary>
    /// <param name="session">The last one.</param>
    public static ManagerEnd? Of(IJournal journal, SessionRecord? session) => session switch
    {
        null => null,
        { EndedAt: { } at } => new ManagerEnd(at, Reason(journal.Events(at).LastOrDefault(happened => happened.Kind == Kind)?.Text)),
        _ => new ManagerEnd(null, Crashed),
    };

    // Earlier versions wrote a sentence that left it open.
    private static string Reason(string? text) => text is AllMade or Drained ? text : Stopped;
}

using PlotManager.Platform;

namespace PlotManager.Journal.Sqlite;

/// <summary>Where a manager's journal lies, and whether it is still its own.</summary>
/// <param name="Refusal">Why nothing may be written now, as when another manager has taken the farm's lock; null where it may.</param>
public sealed record JournalPlace(IEntries Entries, Func<string?> Refusal);

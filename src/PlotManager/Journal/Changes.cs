using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Notifications;

namespace PlotManager.Journal;

/// <summary>What happened and why, for people who ask the journal later.</summary>
/// <param name="Kind">A rule's name: it is the job's reason from now on; "start": nothing holds it; "stopped": the manager has
/// ended.</param>
public sealed record EventRecord(DateTimeOffset At, string Kind, string? Job, string? RunId, string Text);

/// <summary>One change of what the journal holds. A list of them is written whole or not at all.</summary>
public abstract record Change
{
    public sealed record Run(RunRecord Record) : Change;

    public sealed record Plot(PlotRecord Record) : Change;

    public sealed record Job(JobRecord Record) : Change;

    public sealed record Check(CheckRecord Record) : Change;

    public sealed record Session(SessionRecord Record) : Change;

    public sealed record Starts(StartMode Mode) : Change;

    public sealed record Farm(FarmRecord Record) : Change;

    /// <summary>The drive a directory was seen on; null: forgotten.</summary>
    public sealed record Directory(string Path, string? Drive, NotMadeThere? NotMade = null) : Change;

    /// <summary>A notice for these services; of an event that was queued before, nothing happens.</summary>
    public sealed record Queued(Notice Notice, IReadOnlyCollection<string> Services) : Change;

    public sealed record Happened(EventRecord Record) : Change;

    /// <summary>A service has a notice.</summary>
    public sealed record Delivered(string NoticeId, string Service, DateTimeOffset At) : Change;

    /// <summary>A service did not take a notice. <paramref name="Again"/>: when to try again, null: given up.</summary>
    public sealed record Attempted(string NoticeId, string Service, DateTimeOffset At, string Reason, DateTimeOffset? Again) : Change;

    /// <summary>The chat that Telegram's bot has found.</summary>
    public sealed record Chat(string Id) : Change;

    private Change()
    {
    }
}

/// <summary>All that a starting manager must know.</summary>
public sealed record JournalState
{
    public SessionRecord? LastSession { get; init; }
    public StartMode Starts { get; init; }

    /// <summary>Null in a journal that no manager of this version has opened yet.</summary>
    public FarmRecord? Farm { get; init; }
    public ImmutableArray<JobRecord> Jobs { get; init; } = [];

    /// <summary>The drive that each directory was last seen on, and whether plots were not made there.</summary>
    public ImmutableArray<Change.Directory> Directories { get; init; } = [];

    /// <summary>Runs that have not ended, and those that ended in the last days: their process may linger.</summary>
    public ImmutableArray<RunRecord> Runs { get; init; } = [];

    /// <summary>The plots of those runs.</summary>
    public ImmutableArray<PlotRecord> Plots { get; init; } = [];

    /// <summary>Checks of plots that are not over, in the order in which they were wanted.</summary>
    public ImmutableArray<CheckRecord> Checks { get; init; } = [];

    /// <summary>What this version cannot read, each in a few words, for people. It stays in the file as it is.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];
}

/// <summary>A plot that is over, with what its run says of it.</summary>
public sealed record PastPlot(RunRecord Run, PlotRecord Plot)
{
    /// <summary>The last check of it for proofs; null where none is known.</summary>
    public CheckRecord? Check { get; init; }

    /// <summary>Only a log in the farm's folder tells of it; the journal does not.</summary>
    public bool FromLog { get; init; }
}

using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>A plotting run: one plotter process, from the intention to start it to its end.</summary>
public sealed record RunRecord : SupervisedProcess
{
    /// <summary>Unique for good; the child carries it in its environment as <c>PLOTMANAGER_RUN</c>.</summary>
    public required string RunId { get; init; }

    public override string Id => RunId;

    /// <summary>Null for a foreign run that belongs to no job.</summary>
    public string? Job { get; init; }

    /// <summary>Name of its profile.</summary>
    public required string Plotter { get; init; }
    public int? K { get; init; }
    public int? Compression { get; init; }

    /// <summary>Plots it makes in all; 0: no end.</summary>
    public int Plots { get; init; } = 1;
    public required PlotDirectories Directories { get; init; }

    /// <summary>The device of its destination when it was launched; null where that was not known.</summary>
    public string? DestinationDevice { get; init; }

    /// <summary>Its paths mean other places than here: none of them is looked at, and no file of it is ever deleted.</summary>
    public bool InContainer { get; init; }

    public RunOwner Owner { get; init; }

    /// <summary>The farm that it belongs to, where that is another one.</summary>
    public FarmIdentity? OtherFarm { get; init; }

    /// <summary>Started by somebody else.</summary>
    public bool Foreign => Owner != RunOwner.Own;

    /// <summary>Its plots are in the job's kicked-off count: launched since the counts began.</summary>
    public bool Counted { get; init; }

    /// <summary>What its row holds and this version cannot read.</summary>
    public UnreadValues Unread { get; init; } = UnreadValues.None;

    /// <summary>Seconds that this plot, in the making now, was held up by suspensions of its run.</summary>
    public double SuspendedUntil(PlotRecord? plot, DateTimeOffset now) =>
        (plot?.SuspendedSeconds ?? 0) + (SuspendedSince is { } since && now > since ? (now - since).TotalSeconds : 0);
}

/// <summary>One plot of a run, as far as its log and its end have told.</summary>
public sealed record PlotRecord(string RunId, int Number)
{
    public string? PlotId { get; init; }
    public PlotState State { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was seen to be completed or lost.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public ImmutableArray<double> PhaseSeconds { get; init; } = [];

    /// <summary>When phases 1, 2, ... ended, by the manager's clock; null where not known.</summary>
    public ImmutableArray<DateTimeOffset?> PhaseEnds { get; init; } = [];
    public double? TotalSeconds { get; init; }
    public double? CopySeconds { get; init; }
    public long? FinalBytes { get; init; }
    public string? FinalFile { get; init; }
    public FailureCause? Cause { get; init; }

    /// <summary>The cause in words.</summary>
    public string? Detail { get; init; }

    /// <summary>Why a completed plot may be damaged.</summary>
    public string? Suspect { get; init; }

    /// <summary>What its file has proven; null while it is made, of one that failed before it had a file, and in journals of earlier
    /// versions.</summary>
    public FileProof? Proof { get; init; }

    /// <summary>
    /// Whether nobody knows where it is: it counts against <c>max_plots</c> until its file appears or the user settles it.
    /// </summary>
    public bool IsNotSeen => State == PlotState.Completed && Proof == FileProof.NotSeen && Suspect is not null;

    /// <summary>Its plotter was somebody else's and told nothing: whether it was made is not known, and no failure.</summary>
    public bool IsOutcomeNotKnown => State == PlotState.Unknown && Proof == FileProof.NotSeen;

    /// <summary>Seconds that its run was suspended while it was made: what it took then tells nothing of other plots.</summary>
    public double SuspendedSeconds { get; init; }

    /// <summary>How often it has begun to wait, as its log says. It names a blockade and is not stored: the log tells it again.</summary>
    public int Blockades { get; init; }

    /// <summary>What its row holds and this version cannot read.</summary>
    public UnreadValues Unread { get; init; } = UnreadValues.None;

    // Records compare arrays by reference; a plot that has not changed must compare equal so that nothing is written.
    public bool Equals(PlotRecord? other) =>
        other is not null && Fields() == other.Fields()
        && PhaseSeconds.AsSpan().SequenceEqual(other.PhaseSeconds.AsSpan()) && PhaseEnds.AsSpan().SequenceEqual(other.PhaseEnds.AsSpan());

    public override int GetHashCode() => Fields().GetHashCode();

    private (string, int, string?, PlotState, (DateTimeOffset?, DateTimeOffset?, double?, double?),
        (long?, string?, FailureCause?, string?, string?, double, FileProof?)) Fields() =>
        (RunId, Number, PlotId, State, (
            StartedAt, EndedAt, TotalSeconds, CopySeconds), (FinalBytes, FinalFile, Cause, Detail, Suspect, SuspendedSeconds, Proof));
}

/// <summary>How a plot that nobody had seen is settled.</summary>
public static class PlotSettlements
{
    extension(PlotRecord notSeen)
    {
        /// <summary>The user says that it was made.</summary>
        public PlotRecord Accepted() =>
            notSeen with { Proof = FileProof.Accepted, Suspect = null, Detail = $"accepted by the user: {notSeen.Suspect}" };

        /// <summary>The user says that it is lost.</summary>
        public PlotRecord Lost() => notSeen with
        {
            State = PlotState.Failed,
            Cause = FailureCause.Unknown,
            Proof = FileProof.Lost,
            Suspect = null,
            Detail = $"called lost by the user: {notSeen.Suspect}",
        };

        /// <summary>Its whole file has appeared.</summary>
        public PlotRecord FoundAt(string path, long length) => notSeen with
        {
            Proof = FileProof.Made,
            Suspect = null,
            FinalFile = path,
            FinalBytes = length,
            Detail = $"not seen when it was finished, and found at {path}",
        };
    }
}

/// <summary>What is counted for one job, by its name.</summary>
public sealed record JobRecord(string Name)
{
    public int KickedOff { get; init; }
    public int Completed { get; init; }
    public int Failed { get; init; }

    public DateTimeOffset? LastStart { get; init; }

    /// <summary>
    /// Runs in flight when the manager started + runs launched since: which entries of its directory lists are next. Begins anew with
    /// each session, so it is not stored.
    /// </summary>
    public int DirectoryOffset { get; init; }

    /// <summary>Runs that failed with none completed since.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>How many pauses have been served in a row: the next one is longer.</summary>
    public int PausesInARow { get; init; }
    public DateTimeOffset? HeldBackUntil { get; init; }
    public string? HeldBackCause { get; init; }

    /// <summary>Since when it has no destination for another plot; null while it has one.</summary>
    public DateTimeOffset? NoDestinationSince { get; init; }

    /// <summary>What its row holds and this version cannot read.</summary>
    public UnreadValues Unread { get; init; } = UnreadValues.None;
}

/// <summary>A destination where plots were not made, one after another, with none made since.</summary>
/// <param name="InARow">How many.</param>
/// <param name="Why">What became of the last one.</param>
public sealed record NotMadeThere(int InARow, string Why)
{
    /// <summary>A destination with so many is skipped.</summary>
    public const int UntilSkipped = 2;

    public bool IsSkipped => InARow >= UntilSkipped;
}

/// <summary>One life of the manager. A life without an end was a crash.</summary>
public sealed record SessionRecord(string Id, int Pid, DateTimeOffset StartedAt)
{
    public DateTimeOffset? EndedAt { get; init; }
}

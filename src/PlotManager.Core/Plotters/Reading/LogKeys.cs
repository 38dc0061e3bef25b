using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>The keys of a profile's <c>log:</c> section.</summary>
public static class LogKeys
{
    public static readonly KeyType<FailureCause> Cause = Types.Choice(
        ("temp_full", FailureCause.TempFull),
        ("destination_full", FailureCause.DestinationFull),
        ("directory_vanished", FailureCause.DirectoryVanished),
        ("permission", FailureCause.Permission),
        ("bad_key", FailureCause.BadKey),
        ("bad_argument", FailureCause.BadArgument),
        ("out_of_memory", FailureCause.OutOfMemory),
        ("killed", FailureCause.Killed),
        ("read_only", FailureCause.ReadOnly),
        ("drive_failed", FailureCause.DriveFailed),
        ("file_too_large", FailureCause.FileTooLarge),
        ("too_many_files", FailureCause.TooManyFiles),
        ("crashed", FailureCause.Crashed),
        ("check_failed", FailureCause.CheckFailed),
        ("unknown", FailureCause.Unknown));

    public static class Line
    {
        public static readonly Key<ImmutableArray<Placed<string>>> Pattern = new(
            "line",
            Types.OneOrList(Types.Text("pattern")),
            "How the line looks: plain text with {names}; what comes behind the pattern is ignored.")
        { Required = true };

        private static readonly KeyType<LineEvent> Events = Types.Choice(
            ("none", LineEvent.None),
            ("run_starts", LineEvent.RunStarts),
            ("plot_starts", LineEvent.PlotStarts),
            ("phase_starts", LineEvent.PhaseStarts),
            ("phase_ends", LineEvent.PhaseEnds),
            ("total", LineEvent.Total),
            ("copy_starts", LineEvent.CopyStarts),
            ("copy_ends", LineEvent.CopyEnds),
            ("completes", LineEvent.Completes),
            ("blocked", LineEvent.Blocked),
            ("fails", LineEvent.Fails));

        private static readonly KeyType<MessageAt> Places = Types.Choice(
            ("this_line", MessageAt.ThisLine),
            ("next_line", MessageAt.NextLine),
            ("next_unindented_line", MessageAt.NextUnindented));

        private static readonly KeyType<Completion> Completions = Types.Choice(
            ("no", Completion.No),
            ("always", Completion.Always),
            ("unless_staged", Completion.UnlessStaged),
            ("unless_checked", Completion.UnlessChecked));

        public static readonly Key<LineEvent> Event = new("event", Events, "What has happened when it comes.") { Default = LineEvent.None };

        public static readonly Key<int> Phase = new("phase", Types.Integer(1, 20), "The phase meant, where the line does not name it.");
        public static readonly Key<double> At = new("at", Types.Number(0, 1), "Share of the phase that is done when the line comes.");
        public static readonly Key<ImmutableArray<KeyValuePair<Placed<string>, double>>> AtN =
            new("at_n", Types.MapOf(Types.Number(0, 1)), "The same by the line's {n}.");
        public static readonly Key<FailureCause> Cause = new("cause", LogKeys.Cause, "Why it fails or waits, where its words do not tell.");

        public static readonly Key<MessageAt> Message = new(
            "message", Places, "Where the words of a failure stand.")
        { Default = MessageAt.ThisLine };

        public static readonly Key<string> Damage =
            new("damage", Types.Text(), "A plot that goes on after waiting here is damaged: the reason in words.");

        public static readonly Key<Completion> Completes = new(
            "completes", Completions, "Whether the plot is complete here.")
        { Default = Completion.No };

        public static readonly Key<bool> Staged = new(
            "staged", Types.Boolean(), "A copy to the destination will follow.")
        { Default = false };
        public static readonly Key<bool> Checked = new(
            "checked", Types.Boolean(), "The plotter checks its plots and deletes bad ones.")
        { Default = false };
        public static readonly Key<int> Plots =
            new("plots", Types.Integer(0), "Number of plots of the run, where the line says it in words; 0 is no end.");

        public static readonly SectionShape Shape =
            new("A line and its meaning.", [Pattern, Event, Phase, At, AtN, Cause, Message, Damage, Completes, Staged, Checked, Plots]);
    }

    public static class CauseEntry
    {
        public static readonly Key<ImmutableArray<Placed<string>>> Words = new(
            "words", Types.OneOrList(Types.Text()), "Words in the message.")
        { Required = true };
        public static readonly Key<FailureCause> Cause = new("cause", LogKeys.Cause, "The cause they tell.");

        private static readonly KeyType<FailureCause> Drives =
            Types.Choice(("temp", FailureCause.TempFull), ("destination", FailureCause.DestinationFull));

        public static readonly Key<FailureCause> FullAt =
            new("full_at", Drives, "Instead of a cause: which drive is full where a full one is told beside them.");

        public static readonly SectionShape Shape = new("Words that tell a cause, or the drive of one.", [Words, Cause, FullAt]);
    }

    public static readonly Key<ImmutableArray<Placed<Section>>> Lines =
        new("lines", Types.ListOf(Types.Section(Line.Shape)), "The lines that mean something; of several that fit the first counts.");
    public static readonly Key<ImmutableArray<Placed<string>>> Prefixes =
        new("prefixes", Types.ListOf(Types.Text("pattern")), "What others put before the plotter's own words.");
    public static readonly Key<ImmutableArray<Placed<Section>>> Causes =
        new("causes", Types.ListOf(Types.Section(CauseEntry.Shape)), "Words in failures that tell their cause.");
    public static readonly Key<ImmutableArray<KeyValuePair<Placed<string>, string>>> ExitCodes =
        new("exit_codes", Types.MapOf(Types.Text()), "What the plotter means by an exit code, in words.");
    public static readonly Key<bool> CopiesInBackground = new(
        "copies_in_background", Types.Boolean(), "The next plot is made while the one before is still copied.")
    { Default = false };

    public static readonly Key<string> WaitsForCopy =
        new("waits_for_copy", Types.Text("flags"), "Flags that make it copy before it begins the next plot.");

    public static readonly SectionShape Shape = new(
        "How its log reads. Lines, prefixes and causes of the profile it is based on come behind its own.",
        [Lines, Prefixes, Causes, ExitCodes, CopiesInBackground, WaitsForCopy]);
}

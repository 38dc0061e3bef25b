using System.Collections.Immutable;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Core.Keys;
using PlotManager.Core.Notifications.Services;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>
/// Every key of a config except those of a job (<see cref="JobEntryKeys"/>) and of the notifications (<see cref="AllServices"/>).
/// </summary>
public static class ConfigKeys
{
    public const int LongestInterval = 86400;

    public static class Manager
    {
        public static readonly Key<int> CheckInterval = new(
            "check_interval", Types.Integer(1, LongestInterval, "seconds"), "The longest time between two looks of the manager. It "
                + "looks earlier whenever a plotter ends or reaches a phase.")
        { Default = 60 };
        public static readonly Key<LogLevel> LogLevel = new(
            "log_level", Types.Choice(
                ("ERROR", Configuration.LogLevel.Error),
                ("WARNING", Configuration.LogLevel.Warning),
                ("INFO", Configuration.LogLevel.Info),
                ("DEBUG", Configuration.LogLevel.Debug)), "How much is written to debug.log beside the config.")
        {
            Default = Configuration.LogLevel.Error,
        };

        internal static readonly ImmutableArray<Binding<ManagerSettings>> Bindings =
        [
            new(
                CheckInterval,
                manager => manager.CheckInterval.TotalSeconds,
                (manager, at) => manager with { CheckInterval = TimeSpan.FromSeconds(at.Value(CheckInterval)) }),
            new(
                LogLevel,
                manager => manager.LogLevel.ToString().ToUpperInvariant(),
                (manager, at) => manager with { LogLevel = at.Value(LogLevel) }),
        ];

        public static readonly SectionShape Shape = Bindings.Shape("The manager itself.");
    }

    public static class Log
    {
        public static readonly Key<string> FolderPath = new(
            "folder_path", Types.Path(), "Folder for the logs of the plotters; made if missing.")
        { Required = true };
        public static readonly Key<int> CheckSeconds = new(
            "check_seconds",
            Types.Integer(1, LongestInterval, "seconds"),
            "Where older versions had manager.check_interval, which counts before it.")
        { DefaultNote = "manager.check_interval" };
        public static readonly SectionShape Shape = new("Logs of the plotters.", [FolderPath, CheckSeconds]);
    }

    public static class View
    {
        public static readonly Key<int> CheckInterval = new(
            "check_interval", Types.Integer(1, LongestInterval, "seconds"), "Time between two refreshes of the view.")
        { Default = 60 };
        public static readonly Key<string> DateTimeFormat = new(
            "datetime_format",
            Types.Text("strftime codes", StrftimeCodes.Wrong),
            "How dates and times are shown.")
        { Default = "%Y-%m-%d %H:%M:%S" };
        public static readonly Key<bool> IncludeSecondsForPhase = new(
            "include_seconds_for_phase", Types.Boolean(), "Whether phase times have seconds.")
        { Default = false };
        public static readonly Key<bool> IncludeDriveInfo = new(
            "include_drive_info", Types.Boolean(), "Whether the drives are shown.")
        { Default = true };
        public static readonly Key<bool> IncludeCpu = new(
            "include_cpu", Types.Boolean(), "Whether the CPU's use is shown.")
        { Default = true };
        public static readonly Key<bool> IncludeRam = new(
            "include_ram", Types.Boolean(), "Whether the memory's use is shown.")
        { Default = true };
        public static readonly Key<bool> IncludePlotStats = new(
            "include_plot_stats", Types.Boolean(), "Whether counts of completed plots are shown.")
        { Default = true };

        internal static readonly ImmutableArray<Binding<ViewSettings>> Bindings =
        [
            new(
                CheckInterval,
                view => view.CheckInterval.TotalSeconds,
                (view, at) => view with { CheckInterval = TimeSpan.FromSeconds(at.Value(CheckInterval)) }),
            new(DateTimeFormat, view => view.DateTimeFormat, (view, at) => view with { DateTimeFormat = at.Value(DateTimeFormat) }),
            new(
                IncludeSecondsForPhase,
                view => view.IncludeSecondsForPhase,
                (view, at) => view with { IncludeSecondsForPhase = at.Value(IncludeSecondsForPhase) }),
            new(IncludeDriveInfo, view => view.IncludeDriveInfo, (view, at) => view with { IncludeDriveInfo = at.Value(IncludeDriveInfo) }),
            new(IncludeCpu, view => view.IncludeCpu, (view, at) => view with { IncludeCpu = at.Value(IncludeCpu) }),
            new(IncludeRam, view => view.IncludeRam, (view, at) => view with { IncludeRam = at.Value(IncludeRam) }),
            new(IncludePlotStats, view => view.IncludePlotStats, (view, at) => view with { IncludePlotStats = at.Value(IncludePlotStats) }),
        ];

        public static readonly SectionShape Shape = Bindings.Shape("What the view shows.");
    }

    public static class Instrumentation
    {
        public static readonly Key<bool> PrometheusEnabled = new(
            "prometheus_enabled", Types.Boolean(), "Whether metrics are served for Prometheus.")
        { Default = false };
        public static readonly Key<int> PrometheusPort = new(
            "prometheus_port", Types.Integer(1, 65535), "TCP port of the metrics.")
        { Default = 9090 };
        public static readonly Key<string> PrometheusAddress = new(
            "prometheus_address",
            Types.Text("IP address", Addresses.WrongIp),
            "The one address that the metrics' port is bound to.")
        { DefaultNote = "all addresses" };

        internal static readonly ImmutableArray<Binding<InstrumentationSettings>> Bindings =
        [
            new(
                PrometheusEnabled,
                metrics => metrics.PrometheusEnabled,
                (metrics, at) => metrics with { PrometheusEnabled = at.Value(PrometheusEnabled) }),
            new(
                PrometheusPort,
                metrics => metrics.PrometheusPort,
                (metrics, at) => metrics with { PrometheusPort = at.Value(PrometheusPort) }),
            new(
                PrometheusAddress,
                metrics => metrics.PrometheusAddress,
                (metrics, at) => metrics with { PrometheusAddress = at.Find(PrometheusAddress)?.Value }),
        ];

        public static readonly SectionShape Shape = Bindings.Shape("Metrics.");
    }

    public static class Progress
    {
        public static readonly Key<int>[] LineEnds = [LineEnd(1), LineEnd(2), LineEnd(3), LineEnd(4)];
        public static readonly Key<double>[] Weights = [Weight(1), Weight(2), Weight(3), Weight(4)];
        public static readonly SectionShape Shape =
            new("Tunes the progress bar; plotmanager analyze_logs works the values out.", [.. LineEnds, .. Weights]);

        private static Key<int> LineEnd(int phase) => new(
            $"phase{phase}_line_end",
            Types.Integer(1),
            $"Number of the log line that ends phase {phase}; greater than that of the phase before.");

        private static Key<double> Weight(int phase) =>
            new($"phase{phase}_weight", Types.Number(0), $"Share of phase {phase} in the whole time, in per cent.");
    }

    public static class Global
    {
        public static readonly Key<int> MaxConcurrent = new(
            "max_concurrent",
            Types.Integer(0),
            "Most plotters at once on this machine, those that others started included.")
        { Required = true };
        public static readonly Key<int> MaxForPhase1 = new("max_for_phase_1", Types.Integer(0), "Most plotters in phase 1 at once on "
            + "this machine. Older versions had no such limit.")
        { DefaultNote = "max_concurrent, with a warning" };
        public static readonly Key<int> MinimumMinutesBetweenJobs = new(
            "minimum_minutes_between_jobs",
            Types.Integer(0, unit: "minutes"),
            "Least time between two starts of any jobs; 0 is off.")
        { Default = 0 };
        public static readonly Key<ImmutableArray<Placed<string>>> IgnoreUsers = new(
            "ignore_users",
            Types.ListOf(Types.Text("name of a user")),
            "Users whose plotters are left out of counts, limits and room, unless this manager started them.")
        { DefaultNote = "none" };
        public static readonly Key<ImmutableArray<Placed<int>>> IgnorePids = new(
            "ignore_pids", Types.ListOf(Types.Integer(1)), "The same for single processes, by pid.")
        { DefaultNote = "none" };

        // Without a limit for phase 1 there are at most as many in it as there are plotters.
        internal static readonly ImmutableArray<Binding<GlobalLimits>> Bindings =
        [
            new(MaxConcurrent, limits => limits.MaxConcurrent, (limits, at) => limits with { MaxConcurrent = at.Value(MaxConcurrent) }),
            new(
                MaxForPhase1,
                limits => limits.MaxForPhase1,
                (limits, at) => limits with { MaxForPhase1 = at.Find(MaxForPhase1)?.Value ?? at.Value(MaxConcurrent) }),
            new(
                MinimumMinutesBetweenJobs,
                limits => limits.MinimumBetweenJobs.TotalMinutes,
                (limits, at) => limits with { MinimumBetweenJobs = TimeSpan.FromMinutes(at.Value(MinimumMinutesBetweenJobs)) }),
            new(IgnoreUsers, limits => limits.IgnoredUsers, (limits, at) => limits with { IgnoredUsers = at.Values(IgnoreUsers) }),
            new(IgnorePids, limits => limits.IgnoredPids, (limits, at) => limits with { IgnoredPids = at.Values(IgnorePids) }),
        ];

        public static readonly SectionShape Shape = Bindings.Shape("Limits for the whole machine.");
    }

    public static readonly Key<string> ChiaLocation = new(
        "chia_location",
        Types.Executable(),
        "The plotter's executable: its path, or a name found on PATH.")
    { DefaultNote = "required unless every job has its own" };
    public static readonly Key<string> Backend = new(
        "backend",
        Types.Text("name of a profile"),
        "Which plotter it is: chia, madmax, or another profile, built in or under plotters.")
    { Default = "chia" };
    public static readonly Key<Section> ManagerSection = new("manager", Types.Section(Manager.Shape), Manager.Shape.Description);
    public static readonly Key<Section> LogSection = new(
        "log", Types.Section(Log.Shape), Log.Shape.Description)
    { Required = true, FormerNames = ["log_location"] };
    public static readonly Key<Section> ViewSection = new("view", Types.Section(View.Shape), View.Shape.Description);
    public static readonly Key<Section> NotificationsSection =
        new("notifications", Types.Section(AllServices.Shape), AllServices.Shape.Description);
    public static readonly Key<Section> InstrumentationSection =
        new("instrumentation", Types.Section(Instrumentation.Shape), Instrumentation.Shape.Description);
    public static readonly Key<Section> ProgressSection = new("progress", Types.Section(Progress.Shape), Progress.Shape.Description);
    public static readonly Key<Section> GlobalSection = new(
        "global", Types.Section(Global.Shape), Global.Shape.Description)
    { Required = true };
    public static readonly Key<ImmutableArray<Placed<Section>>> Jobs = new(
        "jobs",
        Types.ListOf(Types.Section(JobEntryKeys.Shape)),
        "The jobs; the manager goes through them in this order.")
    { Required = true };

    public static readonly Key<Section> VerifySection = new("verify", Types.Section(VerifyKeys.Shape), VerifyKeys.Shape.Description);

    public static readonly Key<ImmutableArray<KeyValuePair<Placed<string>, Section>>> Checkers = new(
        "checkers", Types.MapOf(Types.Section(CheckerKeys.Shape)), "Profiles of one's own for programs that check plots: they come before "
            + "the built-in ones, and stand in the place of one of the same name.")
    { DefaultNote = "none" };

    public static readonly Key<ImmutableArray<KeyValuePair<Placed<string>, Section>>> Plotters = new(
        "plotters", Types.MapOf(Types.Section(ProfileKeys.Shape)), "Profiles of one's own: plotters that are added, or that stand in "
            + "the place of a built-in one of the same name.")
    { DefaultNote = "none" };

    /// <summary>The whole file.</summary>
    public static readonly SectionShape Root = new("Config of Chia Plot Manager.",
    [
        ChiaLocation, Backend, ManagerSection, LogSection, ViewSection, NotificationsSection, InstrumentationSection, ProgressSection,
        GlobalSection, VerifySection, Plotters, Checkers, Jobs,
    ]);

    /// <summary>Whether the key holds profiles by their names: what stands in one has keys of its own, which mean something else.</summary>
    public static bool HoldsProfiles(Key key) => key == Plotters || key == Checkers;
}

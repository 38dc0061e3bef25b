using System.Collections.Immutable;
using PlotManager.Core.Checkers;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;

namespace PlotManager.Core.Configuration;

/// <summary>One config.yaml, read, checked and with every default filled in.</summary>
public sealed record Config
{
    public required string? ChiaLocation { get; init; }

    /// <summary>Name of the profile of jobs that name none; line ends of a <c>progress:</c> section are meant for it.</summary>
    public required string Backend { get; init; }
    public required ManagerSettings Manager { get; init; }

    /// <summary>Folder for plot logs (<c>log.folder_path</c>).</summary>
    public required string LogFolder { get; init; }
    public required ViewSettings View { get; init; }
    public required NotificationSettings Notifications { get; init; }
    public required InstrumentationSettings Instrumentation { get; init; }
    public required ProgressSettings? Progress { get; init; }
    public required GlobalLimits Global { get; init; }
    public required ImmutableArray<Job> Jobs { get; init; }

    /// <summary>The built-in profiles, with those of <c>plotters:</c> added or in their place.</summary>
    public required ProfileCatalog Profiles { get; init; }

    public VerifySettings Verify { get; init; } = VerifySettings.Default;

    /// <summary>Those of <c>checkers:</c>, then the built-in ones.</summary>
    public CheckerCatalog Checkers { get; init; } = BuiltInCheckers.Catalog;

    /// <summary>
    /// The names of the profiles that are the user's own, each with all that was written of it: tells whether one changed.
    /// </summary>
    public ImmutableDictionary<string, string> OwnProfiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The same of checkers.</summary>
    public ImmutableDictionary<string, string> OwnCheckers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public Job? FindJob(string? name) => Jobs.FirstOrDefault(job => job.Name == name);
}

public enum LogLevel
{
    Error,
    Warning,
    Info,
    Debug,
}

/// <param name="CheckInterval">The longest time between two looks.</param>
public sealed record ManagerSettings(TimeSpan CheckInterval, LogLevel LogLevel);

/// <param name="DateTimeFormat">strftime codes.</param>
public sealed record ViewSettings(
    TimeSpan CheckInterval,
    string DateTimeFormat,
    bool IncludeSecondsForPhase,
    bool IncludeDriveInfo,
    bool IncludeCpu,
    bool IncludeRam,
    bool IncludePlotStats);

/// <param name="Checker">Name of its profile; null: the first that is there and knows the plot's format.</param>
/// <param name="Location">Of its executable; null: a job's own of that name, else the name on PATH.</param>
/// <param name="AtOnce">Most checks at the same time.</param>
public sealed record VerifySettings(int Challenges, string? Checker, string? Location, int AtOnce)
{
    public static VerifySettings Default { get; } = new(30, null, null, 1);
}

/// <param name="PrometheusAddress">Null: all addresses.</param>
public sealed record InstrumentationSettings(bool PrometheusEnabled, int PrometheusPort, string? PrometheusAddress);

public sealed record GlobalLimits(int MaxConcurrent, int MaxForPhase1, TimeSpan MinimumBetweenJobs)
{
    /// <summary>Users and pids of plotters that count for nothing, unless this farm started them.</summary>
    public ImmutableArray<string> IgnoredUsers { get; init; } = [];
    public ImmutableArray<int> IgnoredPids { get; init; } = [];

    public bool Ignores(string? user, int pid) => IgnoredPids.Contains(pid) || (user is not null && IgnoredUsers.Contains(user));
}

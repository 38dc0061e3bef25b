using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>A small farm to work cases out on: every directory /x/y lies on the drive /x, with ample room unless said otherwise.</summary>
internal static class SmallFarm
{
    public const long GB = 1_000_000_000;

    /// <summary>1.002 times the final size of a k32 plot, rounded up: 108,877,420,953 x 1.002 = 109,095,175,794.906.</summary>
    public const long NeedsK32 = 109_095_175_795;

    public static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(1));

    public static PlotterProfile Profile { get; } = BuiltInProfiles.Catalog.Find("chia")!;

    public static DateTimeOffset Minute(double minute) => T0.AddMinutes(minute);

    public static Job Job(string name = "a") => new()
    {
        Name = name,
        Plotter = Profile,
        Location = "chia",
        MaxPlots = 100,
        Temp = [$"/{name}-temp/t"],
        Destination = ["/dest/d"],
        K = 32,
        MaxConcurrent = 10,
        MaxConcurrentWithStartEarly = 10,
    };

    public static Config Config(params Job[] jobs) => Configs.Of([.. jobs]) with { Profiles = new([Profile]) };

    public static Config WithGlobal(this Config config, int maxConcurrent = 100, int maxForPhase1 = 100, int minimumMinutes = 0) =>
        config with { Global = new(maxConcurrent, maxForPhase1, TimeSpan.FromMinutes(minimumMinutes)) };

    /// <summary>At minute 0, which is when the manager started: nothing runs, nothing ran.</summary>
    public static World World(Config config) => new()
    {
        Now = T0,
        ManagerStarted = T0,
        Jobs = [.. config.Jobs.Select(job => new JobHistory(job.Name))],
        Directories = config.Jobs
            .SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination))
            .Distinct()
            .ToImmutableDictionary(path => path, path => Usable(path, 100_000 * GB)),
    };

    public static DirectoryFinding Usable(string path, long free) => new(Drive(path), free, 200_000 * GB, DirectoryCondition.Usable);

    public static string Drive(string path) => "/" + path.Split('/')[1];

    public static World Free(this World world, string path, long free) => world.Found(path, Usable(path, free));

    public static World Found(this World world, string path, DirectoryFinding finding) =>
        world with { Directories = new Dictionary<string, DirectoryFinding>(world.Directories) { [path] = finding } };

    public static World Found(this World world, string path, DirectoryCondition condition) =>
        world.Found(path, new DirectoryFinding(Drive(path), 0, 0, condition));

    public static World With(this World world, params RunInFlight[] runs) => world with { Runs = [.. world.Runs, .. runs] };

    public static World History(this World world, string job, Func<JobHistory, JobHistory> change) =>
        world with { Jobs = [.. world.Jobs.Select(history => history.Name == job ? change(history) : history)] };

    public static World HeldBack(this World world, string job, DateTimeOffset until, string cause) =>
        world.History(job, history => history with { HeldBackUntil = until, HeldBackCause = cause });

    /// <summary>The world once this has happened to its first run.</summary>
    public static World After(World world, Action<SimulatedFarm, string> happens)
    {
        var farm = new SimulatedFarm(world);
        happens(farm, world.Runs[0].RunId);
        return farm.World;
    }

    /// <summary>A run of the job in this phase, begun at minute 0, whose phases ended at these minutes.</summary>
    public static RunInFlight Run(string? job = "a", int phase = 1, params double[] ends) => new($"{job}-{phase}-{ends.Length}", job)
    {
        Started = T0,
        Phase = phase,
        PhaseEnds = [.. ends.Select(minute => double.IsNaN(minute) ? (DateTimeOffset?)null : Minute(minute))],
    };

    /// <summary>A k32 plot on its way to this destination, so many bytes of it there already.</summary>
    public static RunInFlight To(this RunInFlight run, string destination, long there = 0, int plots = 1) => run with
    {
        Destination = destination,
        DestinationDrive = Drive(destination),
        PlotBytes = 108_877_420_953,
        BytesAtDestination = there,
        PlotsToMake = plots,
    };

    public static JobDecision Decide(Config config, World world, int job = 0) => Scheduler.Decide(config, world).Jobs[job];

    public static string[] Starts(Config config, World world) =>
        [.. Scheduler.Decide(config, world).Starts
            .Select(start => $"{start.Job.Name}: {start.Directories.Temp} > {start.Directories.Destination}")];
}

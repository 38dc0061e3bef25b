using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;

namespace PlotManager.Benchmarks;

/// <summary>A farm of any size: each job has three temps on a drive of its own and two of ten destinations.</summary>
internal static class BigFarm
{
    public static readonly DateTimeOffset T0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Config Config(int jobs)
    {
        var profile = BuiltInProfiles.Catalog.Find("chia")!;
        return new()
        {
            ChiaLocation = "chia",
            Backend = "chia",
            Manager = new(TimeSpan.FromSeconds(60), LogLevel.Error),
            LogFolder = "/logs",
            View = new(TimeSpan.FromSeconds(60), "%H:%M", false, true, true, true, true),
            Notifications = NotificationSettings.None,
            Instrumentation = new(false, 9090, null),
            Progress = null,
            Global = new(1000, 1000, TimeSpan.FromMinutes(1)),
            Profiles = new([profile]),
            Jobs =
            [
                .. Enumerable.Range(0, jobs).Select(i => new Job
                {
                    Name = $"job{i:00}",
                    Plotter = profile,
                    Location = "chia",
                    MaxPlots = 100_000,
                    Temp = [$"/mnt/nvme{i}/a", $"/mnt/nvme{i}/b", $"/mnt/nvme{i}/c"],
                    Destination = [$"/mnt/hdd{i % 10}/plots", $"/mnt/hdd{(i + 3) % 10}/plots"],
                    K = 32,
                    MaxConcurrent = 2,
                    MaxConcurrentWithStartEarly = 3,
                    StartEarlyPhase = 4,
                    StartEarlyDelay = TimeSpan.FromMinutes(10),
                    MaxForPhase1 = 2,
                    Stagger = TimeSpan.FromMinutes(360),
                    InitialDelay = TimeSpan.FromMinutes(17 * i),
                }),
            ],
        };
    }

    /// <summary>So many runs, spread over the jobs and phases; nothing may start.</summary>
    public static World World(Config config, int runs)
    {
        var jobs = config.Jobs;
        return new()
        {
            Now = T0,
            ManagerStarted = T0.AddDays(-1),
            LastStart = T0.AddMinutes(-5),
            Jobs =
            [
                .. jobs.Select(job => new JobHistory(job.Name) { KickedOff = 10, LastStart = T0.AddMinutes(-5), DirectoryOffset = 10 }),
            ],
            Directories = jobs.SelectMany(job => job.Temp.Concat(job.Destination)).Distinct().ToDictionary(
                path => path, path => new DirectoryFinding(path[..path.LastIndexOf('/')], 1L << 43, 1L << 44, DirectoryCondition.Usable)),
            Runs =
            [
                .. Enumerable.Range(0, runs).Select(i =>
                {
                    var job = jobs[i % jobs.Length];
                    var phase = 1 + (i % 5);
                    return new RunInFlight($"{job.Name}#{i}", job.Name)
                    {
                        Started = T0.AddMinutes(-300 + i),
                        Phase = phase,
                        PhaseEnds = [.. Enumerable.Range(1, phase - 1).Select(p => (DateTimeOffset?)T0.AddMinutes(-300 + i + (60 * p)))],
                        Temp = job.Temp[i % 3],
                        Destination = job.Destination[i % 2],
                        TempDrive = job.Temp[i % 3][..job.Temp[i % 3].LastIndexOf('/')],
                        DestinationDrive = job.Destination[i % 2][..job.Destination[i % 2].LastIndexOf('/')],
                        PlotBytes = 108_877_420_953,
                        TempPeakBytes = 256L << 30,
                        TempBytes = 100L << 30,
                    };
                }),
            ],
        };
    }
}

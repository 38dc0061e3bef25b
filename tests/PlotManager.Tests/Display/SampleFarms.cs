using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Snapshots;

namespace PlotManager.Tests.Display;

/// <summary>Farms to draw: the same two jobs and three drives with more or fewer runs.</summary>
internal static class SampleFarms
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 14, 0, TimeSpan.Zero);

    public static readonly ViewSettings View = new(TimeSpan.FromSeconds(60), "%Y-%m-%d %H:%M:%S", false, true, true, true, true);

    private const long Gib = 1L << 30;

    public static Snapshot Of(int runs) => new()
    {
        Now = Now,
        Manager = new ManagerPart(true, 4242, Now
            - new TimeSpan(6, 4, 12, 0), Now - TimeSpan.FromSeconds(3), "0.1.0", "farm-a", "/home/me/config.yaml", "allowed"),
        Jobs =
        [
            new JobPart
            {
                Name = "micron", Running = (runs + 1)
                    / 2, Completed = 11, KickedOff = 15, MaxPlots = 999, Failed = 0, Verdict = "wait", Rule = "stagger",
                Headline = "waits for stagger until 14:32", Until = Now.AddMinutes(18),
                Figures = "4 of 6 running, 1 of 2 in phase 1",
            },
            new JobPart
            {
                Name = "inland", Running = runs
                    / 2, Completed = 3, KickedOff = 6, MaxPlots = 50, Failed = 1, Verdict = "wait", Rule = "destination",
                Headline = "waits: no destination has room (needs 101.6 GiB): /mnt/hdd3 0.4 GiB free, 100.6 GiB promised · /mnt/hdd4 "
                    + "cannot be read",
                Figures = "3 of 3 running",
            },
        ],
        Runs = [.. Enumerable.Range(0, runs).Select(Run)],
        Drives =
        [
            new DrivePart("/mnt/nvme0", 1863 * Gib, 620 * Gib, 430 * Gib, 2, Pids(runs, 0), [], []) { Uses = ["temp"] },
            new DrivePart("/mnt/hdd3", 14_901 * Gib, 400_000_000, 108_000_000_000, 0, [], [], Pids(runs, 1)) { Uses = ["destination"] },
            new DrivePart("/mnt/hdd4", null, null, 0, null, [], [], []) { Uses = ["destination"] },
        ],
        Stats = new StatsPart(
            9, 14, 94, 13.43, 9 * 108_877_420_953L, 14 * 108_877_420_953L, 94 * 108_877_420_953L, 62.4, 22_978_297_037, 67_323_860_582),
        Problems = runs < 2
            ? []
            :
            [
                new ProblemPart("warning", "/mnt/hdd4 cannot be read", null, null, Now - TimeSpan.FromMinutes(3)),
                new ProblemPart("error", "blocked: /mnt/hdd3 is full (0.4 GiB free); the plotter waits and retries", "inland", "run-1", Now
                    - TimeSpan.FromMinutes(14)),
            ],
    };

    private static ImmutableArray<int> Pids(int runs, int rest) =>
        [.. Enumerable.Range(0, runs).Where(run => run % 2 == rest).Select(run => 18_269 + run)];

    private static RunPart Run(int index)
    {
        var phase = index switch { 0 => 3, 1 => 5, _ => (index % 4) + 1 };
        var elapsed = index switch { 0 => 19_860.0, 1 => 25_320, _ => 18_000 - (index * 61) };
        return new RunPart
        {
            RunId = $"run-{index}",
            Job = index == 6 ? null : index % 2 == 0 ? "micron" : "inland",
            Plotter = index == 6 ? "madmax" : "chia",
            K = 32,
            PlotId = index == 5 ? null : $"{0x240dc9d + (index * 0x1111111):x7}".PadRight(64, '0'),
            Pid = 18_269 + index,
            StartedAt = Now - TimeSpan.FromSeconds(elapsed),
            Elapsed = elapsed,
            Phase = index == 5 ? null : phase,
            PhaseName = phase switch { 1 => "forward", 2 => "backward", 3 => "compress", 4 => "checkpoints", _ => "copy" },
            PhaseSeconds = index == 5 ? [] : [.. new double?[] { 8100, 3300, 5400, 540, 7000 }.Take(phase)],
            Progress = index switch { 0 => 0.7134, 1 => 0.9999, 5 => null, _ => ((phase - 1) / 4.0) + 0.1 },
            Left = index switch { 0 => 6480, 1 or 5 => null, 3 => 0, _ => 20_000 - (index * 97) },
            LeftP90 = index switch { 0 => 7480, 1 or 5 => null, 3 => 2460, _ => 21_000 },
            State = index switch { 1 => "blocked", 4 => "suspended", _ => "running" },
            Temp = $"/mnt/nvme0/{index}",
            Destination = "/mnt/hdd3/plots",
            TempBytes = index switch { 0 => 211 * Gib, 1 => 105 * Gib, 5 => null, _ => (100 + index) * Gib },
            Log = $"/var/log/plots/micron_{index}.log",
            Foreign = index == 6,
        };
    }
}

using System.Diagnostics;
using PlotManager.Core.Configuration;
using PlotManager.Core.Simulation;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Simulation;

public sealed class SimulatorTests
{
    public static Config TwentyJobs() => Farm.Config([.. Enumerable.Range(0, 20).Select(i => Farm.Job($"job{i:00}") with
    {
        Temp = [$"/nvme{i}/a", $"/nvme{i}/b", $"/nvme{i}/c"],
        Destination = [$"/hdd{i % 7}/plots", $"/hdd{(i + 3) % 7}/plots"],
        MaxPlots = 100_000,
        MaxConcurrent = 2,
        MaxConcurrentWithStartEarly = 2,
        Stagger = TimeSpan.FromMinutes(360),
        InitialDelay = TimeSpan.FromMinutes(17 * i),
    })]);

    [Fact]
    public void Year_OfTwentyJobsWithFourPlotsADay_CountsThemAll()
    {
        var config = TwentyJobs();
        var runs = 0;
        var watch = Stopwatch.StartNew();
        var summary = Simulator.Run(
            new(config, EmptyFarm.Of(config, EmptyFarm.Midnight), new(150, 60, 110, 8), TimeSpan.FromDays(365)), _ => runs++);
        TestContext.Current.TestOutputHelper!.WriteLine($"{watch.ElapsedMilliseconds} ms");

        // Job i starts at 17 i, 17 i + 360, ...: 1460 each, as 17 x 19 = 323 < 360. The last start of each at 17 i + 1459 x 360 ends 328
        // later, within the year (525,600 minutes) if 17 i + 525,240 + 328 <= 525,600: for i = 0 and 1.
        runs.ShouldBe(20 * 1460);
        summary.Started.ShouldBe(20 * 1460);
        summary.Completed.ShouldBe((20 * 1459) + 2);
    }
}

using PlotManager.Core.Configuration;

namespace PlotManager.Core.Tests.Configuration;

public sealed class ConfigReaderTests
{
    [Fact]
    public void Read_OnlyWhatIsRequired_FillsInEveryDefault()
    {
        var config = Reader.Good(Reader.Smallest);

        config.Backend.ShouldBe("chia");
        config.ChiaLocation.ShouldBe("/opt/chia");
        config.Manager.ShouldBe(new ManagerSettings(TimeSpan.FromSeconds(60), LogLevel.Error));
        config.View.ShouldBe(new ViewSettings(TimeSpan.FromSeconds(60), "%Y-%m-%d %H:%M:%S", false, true, true, true, true));
        config.Notifications.Services.ShouldBeEmpty();
        config.Instrumentation.ShouldBe(new InstrumentationSettings(false, 9090, null));
        config.Progress.ShouldBeNull();
        config.Global.ShouldBe(new GlobalLimits(10, 3, TimeSpan.Zero));

        var job = config.Jobs.ShouldHaveSingleItem();
        job.Plotter.Name.ShouldBe("chia");
        job.Location.ShouldBe("/opt/chia");
        job.Temp.ShouldBe(["/mnt/nvme0"]);
        job.Temp2.ShouldBeEmpty();
        job.Destination.ShouldBe(["/mnt/hdd1"]);
        job.MaxConcurrentWithStartEarly.ShouldBe(6);
        job.Bitfield.ShouldBeTrue();
        job.SkipFullDestinations.ShouldBeTrue();
        job.UnixPriority.ShouldBe(10);
        job.WindowsPriority.ShouldBe(32);
        job.PlotsPerRun.ShouldBe(1);
        job.StartEarlyPhase.ShouldBeNull();
        job.Threads.ShouldBe(4);
        job.MemoryBufferMiB.ShouldBe(4000);
    }

    [Fact]
    public void Read_ManyMistakes_ReportsAllSortedByPlace() =>
        Reader.ProblemsOf("""
            chia_location: /opt/chia
            manager:
              check_interval: 0
            log:
              folder_path: /logs
            global:
              max_concurrent: many
              max_for_phase_1: 3
            jobs:
              - name: micron
                max_plots: 1
                stager_minutes: 20
                temporary_directory: /mnt/a
                destination_directory: /mnt/b
                size: 32
                threads: 4
                buckets: 128
                memory_buffer: 4000
                max_concurrent: 6
                max_concurrent_with_start_early: 2
            """).ShouldBe(
            [
                "config.yaml:3:19: error: manager.check_interval: 0 is not within 1..86400 seconds",
                "config.yaml:7:19: error: global.max_concurrent: \"many\" is not a whole number",
                "config.yaml:12:5: warning: jobs[0].stager_minutes: is not a key; did you mean stagger_minutes?",
                "config.yaml:20:38: error: jobs[0].max_concurrent_with_start_early: 2 is less than max_concurrent (6, line 19); raise "
                    + "it or lower max_concurrent",
            ]);
}

namespace PlotManager.Core.Tests.Configuration;

/// <summary>Configs as users wrote them for the original, and as they damaged them.</summary>
public sealed class FieldConfigTests
{
    [Theory]
    [InlineData("    size=32", "12:9: error: a colon and a space are missing behind the key size, where a = stands")]
    [InlineData("    size = 32", "12:10: error: a colon and a space are missing behind the key size, where a = stands")]
    [InlineData("    size;32", "12:9: error: a colon and a space are missing behind the key size, where a ; stands")]
    [InlineData("    size. 32", "12:9: error: a colon and a space are missing behind the key size, where a . stands")]
    [InlineData("    size\uFF1A32", "12:9: error: this is not the plain colon but U+FF1A; type : and a space behind the key size")]
    [InlineData("    size\uFF1A 32", "12:9: error: this is not the plain colon but U+FF1A; type : and a space behind the key size")]
    [InlineData("    size:\u00A032", "12:10: error: a no-break space stands here, which YAML takes for a letter; type a plain space")]
    [InlineData("\u00A0   size: 32", "12:1: error: a no-break space stands here, which YAML takes for a letter; type a plain space")]
    [InlineData("    size:\u300032", "12:10: error: the blank U+3000 stands here, which YAML takes for a letter; type a plain space")]
    public void Read_AKeyWithoutAProperColon_IsToldAtItsOwnPlace(string line, string expected) =>
        Reader.ProblemsWith(12, line).ShouldBe([expected]);

    [Fact]
    public void Read_AKeyOfMoreThanAThousandCharacters_IsNamedAsTooLong() =>
        Reader.ProblemsWith(12, $"    telegram_{new string('t', 1100)}oken: 1")
            .ShouldContain(problem => problem.StartsWith(
                "12:5: error: the key on this line is longer than 1024 characters", StringComparison.Ordinal));

    [Theory]
    [InlineData("concurrency_start_early_phase: 9", "warning: jobs[0].concurrency_start_early_phase: 9 is a phase that no plotter "
        + "reaches: no plot ever starts early; remove the key, or give 1 to 5", null)]
    [InlineData("concurrency_start_early_phase: 0", "warning: jobs[0].concurrency_start_early_phase: 0 counts as 1, as in the original", 1)]
    public void Read_AnEarlyPhaseThatTheOriginalTook_IsAWarning(string line, string expected, int? phase)
    {
        var reading = Reader.Read(Reader.With(17, "    " + line));

        reading.Problems.ShouldHaveSingleItem().ToString().ShouldEndWith(expected);
        reading.Config.ShouldNotBeNull().Jobs[0].StartEarlyPhase.ShouldBe(phase);
    }

    [Fact]
    public void Read_PriorityTwenty_IsNineteenWithAWarning()
    {
        var reading = Reader.Read(Reader.With(17, "    unix_process_priority: 20"));

        reading.Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldEndWith("warning: jobs[0].unix_process_priority: 20 counts as 19, the highest nice value of the system");
        reading.Config.ShouldNotBeNull().Jobs[0].UnixPriority.ShouldBe(19);
    }

    // The form of the original's first version: its names, no limit for phase 1, no `manager:`.
    [Fact]
    public void Read_AConfigOfTheFirstVersion_IsTakenWithWarnings()
    {
        var reading = Reader.Read("""
            chia_location: /usr/bin/chia
            log_location:
              folder_path: /var/log/plots
              check_seconds: 30
            global:
              max_concurrent: 10
            jobs:
              - name: micron
                max_plots: 999
                temporary_directory: /mnt/z
                destination_directory: /mnt/j
                size: 32
                threads: 8
                buckets: 128
                memory_buffer: 5000
                max_concurrent: 6
                max_concurrent_with_disregard: 7
                concurrency_disregard_phase: 4
                concurrency_disregard_phase_delay: 2
            """);

        reading.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "config.yaml:2:1: warning: log_location: is called log now; rename it",
            "config.yaml:6:3: warning: global.max_for_phase_1: is not given, as in configs of the original's first version: all 10 "
                + "plotters of max_concurrent may be in phase 1 at once",
            "config.yaml:17:5: warning: jobs[0].max_concurrent_with_disregard: is called max_concurrent_with_start_early now; rename it",
            "config.yaml:18:5: warning: jobs[0].concurrency_disregard_phase: is called concurrency_start_early_phase now; rename it",
            "config.yaml:19:5: warning: jobs[0].concurrency_disregard_phase_delay: is called concurrency_start_early_phase_delay "
                + "now; rename it",
        ]);
        var config = reading.Config.ShouldNotBeNull();
        (config.LogFolder, config.Manager.CheckInterval).ShouldBe(("/var/log/plots", TimeSpan.FromSeconds(30)));
        (config.Global.MaxConcurrent, config.Global.MaxForPhase1).ShouldBe((10, 10));
        var job = config.Jobs.ShouldHaveSingleItem();
        (job.MaxConcurrentWithStartEarly, job.StartEarlyPhase, job.StartEarlyDelay).ShouldBe((7, 4, TimeSpan.FromMinutes(2)));
    }
}

using PlotManager.Core.Configuration;
using PlotManager.Core.Configuration.Keys;

namespace PlotManager.Core.Tests.Configuration;

public sealed class ConfigChangeTests
{
    private static readonly Config Before = Reader.Good(Reader.Smallest);

    [Theory]
    [InlineData(16, "    max_concurrent: 6")]
    [InlineData(16, "    max_concurrent: '6' # the same, otherwise written")]
    [InlineData(10, "    temporary_directory: [/mnt/nvme0/]")]
    [InlineData(17, "    stagger_minutes: 0")]
    [InlineData(17, "manager: {check_interval: 60}")]
    public void Between_ConfigsThatMeanTheSame_IsNothing(int line, string text) =>
        ConfigChange.Between(Before, Reader.Good(Reader.With(line, text))).ShouldBeEmpty();

    [Theory]
    [InlineData(17, "    stagger_minutes: 30", "changed jobs[micron].stagger_minutes 0 -> 30")]
    [InlineData(13, "    threads: 8", "changed jobs[micron].threads 4 -> 8")]
    [InlineData(10, "    temporary_directory: [/mnt/a, /mnt/b]", "changed jobs[micron].temporary_directory /mnt/nvme0 -> [/mnt/a, /mnt/b]")]
    [InlineData(17, "    temporary2_directory: /mnt/ram", "changed jobs[micron].temporary2_directory none -> /mnt/ram")]
    [InlineData(17, "    exclude_final_directory: yes", "changed jobs[micron].exclude_final_directory false -> true")]
    [InlineData(17, "    backend: madmax", "changed jobs[micron].backend chia -> madmax")]
    [InlineData(5, "  max_concurrent: 12", "changed global.max_concurrent 10 -> 12")]
    [InlineData(17, "manager: {log_level: debug}", "changed manager.log_level ERROR -> DEBUG")]
    [InlineData(17, "progress: {phase1_weight: 33.4}", "changed progress.phase1_weight none -> 33.4")]
    [InlineData(17, "instrumentation: {prometheus_port: 9100}", "changed instrumentation.prometheus_port 9090 -> 9100")]
    [InlineData(
        17,
        "    farmer_public_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "changed jobs[micron].farmer_public_key")]
    public void Between_OneChange_SaysIt(int line, string text, string expected) =>
        ConfigChange.Between(Before, Reader.Good(Reader.With(line, text))).ShouldBe([expected]);

    [Fact]
    public void Between_ServiceSwitchedOn_TellsNoSecret() =>
        ConfigChange.Between(
            Before,
            Reader.Good(Reader.With(17, "notifications: {notify_telegram: yes, telegram_token: '1:x', telegram_chat_id: 5}"))).ShouldBe(
            [
                "changed notifications.notify_telegram false -> true",
                "changed notifications.telegram_token",
                "changed notifications.telegram_chat_id",
            ]);

    /// <summary>
    /// Each key of a job with a value other than in the smallest config, and the change that it makes: what is read into one property and
    /// compared by another would say nothing, or something else.
    /// </summary>
    [Theory]
    [MemberData(nameof(OtherValues))]
    public void Between_AnyKeyOfAJob_IsReadAndCompared(string key, string value, string expected) =>
        ConfigChange.Between(Before, Reader.Read(Reader.WithKey(key, value)).Config.ShouldNotBeNull())
            .ShouldContain($"changed jobs[micron].{key}{expected}");

    [Fact]
    public void OtherValues_AreOfEveryKey() =>
        OtherValues.Select(row => row.Data.Item1).ShouldBe(
            JobEntryKeys.Shape.Keys.Except([JobEntryKeys.Name]).Select(key => key.Name), ignoreOrder: true);

    public static TheoryData<string, string, string> OtherValues => new()
    {
        { "backend", "madmax", " chia -> madmax" },
        { "chia_location", "/opt/other", " /opt/chia -> /opt/other" },
        { "max_plots", "77", " 100 -> 77" },
        { "farmer_public_key", new string('a', 96), "" },
        { "pool_public_key", new string('b', 96), "" },
        { "pool_contract_address", "xch134evwwqkq50nnsmgehnnag4gc856ydc7ached3xxr6jdk7e8l4usdnw39t", "" },
        { "temporary_directory", "/mnt/other", " /mnt/nvme0 -> /mnt/other" },
        { "temporary2_directory", "/mnt/ram", " none -> /mnt/ram" },
        { "destination_directory", "[/mnt/a, /mnt/b]", " /mnt/hdd1 -> [/mnt/a, /mnt/b]" },
        { "size", "33", " 32 -> 33" },
        { "bitfield", "no", " true -> false" },
        { "threads", "9", " 4 -> 9" },
        { "buckets", "64", " 128 -> 64" },
        { "memory_buffer", "5000", " 4000 -> 5000" },
        { "threadX_p2", "2", " none -> 2" },
        { "buckets_p3", "256", " none -> 256" },
        { "max_concurrent", "5", " 6 -> 5" },
        { "max_concurrent_with_start_early", "8", " 6 -> 8" },
        { "initial_delay_minutes", "10", " 0 -> 10" },
        { "stagger_minutes", "1.5", " 0 -> 1.5" },
        { "max_for_phase_1", "2", " 0 -> 2" },
        { "concurrency_start_early_phase", "4", " none -> 4" },
        { "concurrency_start_early_phase_delay", "3", " 0 -> 3" },
        { "temporary2_destination_sync", "yes", " false -> true" },
        { "exclude_final_directory", "yes", " false -> true" },
        { "skip_full_destinations", "no", " true -> false" },
        { "unix_process_priority", "5", " 10 -> 5" },
        { "windows_process_priority", "64", " 32 -> 64" },
        { "enable_cpu_affinity", "yes\n    cpu_affinity: [0, 1]", " false -> true" },
        { "cpu_affinity", "[0, 1]\n    enable_cpu_affinity: yes", " none -> [0, 1]" },
        { "compression", "7\n    backend: madmax", " none -> 7" },
        { "plots_per_run", "2", " 1 -> 2" },
        { "extra_args", "[--fast]", "" },
        { "check_temp_space", "yes", " false -> true" },
        { "require_mount", "yes", " false -> true" },
        { "clean_up_failed", "yes", " false -> true" },
        { "verify_after_plot", "proofs", " file -> proofs" },
    };

    [Fact]
    public void Between_JobsComeAndGo_SaysWhich()
    {
        var renamed = Reader.Good(Reader.With(8, "  - name: inland"));

        ConfigChange.Between(Before, renamed).ShouldBe(["job inland added", "job micron removed; its running plots go on"]);
    }

    [Fact]
    public void Between_OwnProfiles_SaysWhich()
    {
        var mine = Reader.Good(Reader.With(17, "plotters: {mine: {based_on: chia, k: '32'}, gone: {based_on: chia}}"));
        var changed = Reader.Good(Reader.With(17, "plotters:\n  mine: {based_on: chia, k: '32..34'}\n  new: {based_on: chia}"));

        ConfigChange.Between(Before, mine).ShouldBe(["plotter gone added", "plotter mine added"]);
        ConfigChange.Between(mine, changed).ShouldBe(["plotter new added", "plotter mine changed", "plotter gone removed"]);
        ConfigChange.Between(mine, Reader.Good(Reader.With(
            17, "plotters:\n  mine:\n    based_on: chia\n    k: 32 # as before\n  gone:\n    based_on: 'chia'"))).ShouldBeEmpty();
    }

    [Fact]
    public void Between_JobsInAnotherOrder_SaysTheOrder()
    {
        var two = Before with { Jobs = [Before.Jobs[0], Before.Jobs[0] with { Name = "inland" }] };
        var turned = two with { Jobs = [two.Jobs[1], two.Jobs[0]] };

        ConfigChange.Between(two, turned).ShouldBe(["order of jobs is now inland, micron"]);
    }
}

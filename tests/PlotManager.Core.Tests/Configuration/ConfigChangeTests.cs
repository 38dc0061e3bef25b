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

    /// <summary>A job of another name is another job; whether affinity is on is told by its CPUs.</summary>
    [Fact]
    public void Between_AnyKeyOfAJob_IsCompared() =>
        ConfigChange.Values(Before.Jobs[0]).Select(line => line.Key.Name).ShouldBe(
            JobEntryKeys.Shape.Keys.Except([JobEntryKeys.Name, JobEntryKeys.EnableCpuAffinity]).Select(key => key.Name), ignoreOrder: true);

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

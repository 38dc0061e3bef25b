namespace PlotManager.Core.Tests.Configuration;

/// <summary>Keys that are missing, unknown, given twice, or do not go together.</summary>
public sealed class BrokenRuleTests
{
    private const string Inland = """

          - name: inland
            max_plots: 1
            temporary_directory: /mnt/nvme1
            destination_directory: /mnt/hdd1
            size: 32
            threads: 4
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 1
        """;

    [Theory]
    [InlineData(1, "# none", "2:1: error: chia_location: is required, here or for every job (the plotter's executable)")]
    [InlineData(3, "  folder_path:", "3:3: error: log.folder_path: is required (folder for the logs of the plotters; made if missing)")]
    [InlineData(5, "", "6:3: error: global.max_concurrent: is required (most plotters at once on this machine, those that others "
        + "started included)")]
    [InlineData(
        8, "  - name: ''", "8:5: error: jobs[0].name: is required (the job's name, unlike any other's; it begins the names of its logs)")]
    [InlineData(9, "", "8:5: error: jobs[0].max_plots: is required (most plots that are started while the manager runs)")]
    [InlineData(11, "", "8:5: error: jobs[0].destination_directory: is required (where finished plots go)")]
    [InlineData(
        12, "    size: null", "12:5: error: jobs[0].size: is required (the plot's size k; which ones there are depends on the plotter)")]
    [InlineData(16, "    max_concurrent: # soon", "16:5: error: jobs[0].max_concurrent: is required (most plotters of this job at "
        + "once, those that have reached the early phase not counted)")]
    // Unknown keys are warnings.
    [InlineData(17, "    stager_minutes: 20", "17:5: warning: jobs[0].stager_minutes: is not a key; did you mean stagger_minutes?")]
    [InlineData(17, "    Threads: 20", "17:5: warning: jobs[0].Threads: is not a key; did you mean threads?")]
    [InlineData(17, "    colour: red", "17:5: warning: jobs[0].colour: is not a key")]
    [InlineData(17, "max_concurrent: 3", "17:1: warning: max_concurrent: is not a key here, but under global and under jobs; it has no "
        + "effect where it stands")]
    [InlineData(17, "    minimum_minutes_between_jobs: 3", "17:5: warning: jobs[0].minimum_minutes_between_jobs: is not a key here, "
        + "but under global; it has no effect where it stands")]
    [InlineData(17, "view: {backend: chia}", "17:8: warning: view.backend: is not a key here, but at the top and under jobs; it has no "
        + "effect where it stands")]
    [InlineData(17, "notification: {}", "17:1: warning: notification: is not a key; did you mean notifications?")]
    [InlineData(17, "view: {include_gpu: yes}", "17:8: warning: view.include_gpu: is not a key; did you mean include_cpu?")]
    // Keys given twice: the last stands.
    [InlineData(17, "    size: 33", "17:5: warning: jobs[0].size: given twice; this one stands, the one in line 12 does not")]
    [InlineData(17, "chia_location: chia", "17:1: warning: chia_location: given twice; this one stands, the one in line 1 does not")]
    // Between keys.
    [InlineData(17, "    max_concurrent_with_start_early: 5", "17:38: error: jobs[0].max_concurrent_with_start_early: 5 is less than "
        + "max_concurrent (6, line 16); raise it or lower max_concurrent")]
    [InlineData(17, "    enable_cpu_affinity: yes", "17:26: error: jobs[0].enable_cpu_affinity: is on, but cpu_affinity names no CPU")]
    [InlineData(17, "    enable_cpu_affinity: yes\n    "
        + "cpu_affinity: []", "17:26: error: jobs[0].enable_cpu_affinity: is on, but cpu_affinity names no CPU")]
    [InlineData(10, "    temporary_directory: [/mnt/a, /mnt/a/]", "10:35: warning: jobs[0].temporary_directory[1]: /mnt/a stands in "
        + "this list already (line 10); it gets two turns of each round")]
    [InlineData(8, "  - name: a/b", "8:11: error: jobs[0].name: has the character \"/\", which no file name can have; logs are named "
        + "after the job")]
    [InlineData(17, "    backend: madmaxx", "17:14: error: jobs[0].backend: there is no plotter \"madmaxx\"; did you mean madmax?")]
    [InlineData(17, "backend: postgres", "17:10: error: backend: there is no plotter \"postgres\"; known are chia, madmax")]
    // What the plotter needs and takes.
    [InlineData(10, "", "8:5: error: jobs[0].temporary_directory: is required by chia (where plots are made)")]
    [InlineData(12, "    size: 24", "12:11: error: jobs[0].size: chia makes no plots of k 24, only of 25 to 50")]
    [InlineData(13, "    threads:", "13:5: error: jobs[0].threads: is required by chia (threads of one plotter)")]
    [InlineData(14, "", "8:5: error: jobs[0].buckets: is required by chia (number of buckets)")]
    [InlineData(14, "    buckets: 256", "14:14: error: jobs[0].buckets: 256 is not within 16..128, which chia takes")]
    [InlineData(15, "", "8:5: error: jobs[0].memory_buffer: is required by chia (memory of one plotter)")]
    [InlineData(17, "    compression: 5", "17:18: warning: jobs[0].compression: chia has no such setting; it is not used")]
    [InlineData(17, "plotters: {mine: {based_on: chai}}", "17:29: error: plotters.mine.based_on: there is no profile chai above it or "
        + "built in; known are chia, madmax")]
    [InlineData(
        17, "notifications: {notify_discord: yes}", "17:33: error: notifications.notify_discord: is on, which needs discord_webhook_url")]
    [InlineData(17, "notifications: {notify_ifttt: yes}", "17:31: error: notifications.notify_ifttt: is on, which needs ifttt_webhook_url")]
    [InlineData(17, "notifications: {notify_sound: on, song: }", "17:31: error: notifications.notify_sound: is on, which needs song")]
    [InlineData(17, "notifications: {notify_pushover: yes, "
        + "pushover_user_key: u}", "17:34: error: notifications.notify_pushover: is on, which needs pushover_api_key")]
    [InlineData(
        17, "notifications: {notify_telegram: yes}", "17:34: error: notifications.notify_telegram: is on, which needs telegram_token")]
    [InlineData(17, "notifications: {notify_webhook: yes}", "17:33: error: notifications.notify_webhook: is on, which needs webhook_url")]
    [InlineData(17, "progress: {phase1_line_end: 801, phase2_line_end: 801}", "17:51: error: progress.phase2_line_end: 801 is not "
        + "greater than phase1_line_end (801, line 17); the ends of the phases must rise")]
    [InlineData(17, "progress: {phase1_line_end: 801, phase4_line_end: 20}", "17:51: error: progress.phase4_line_end: 20 is not "
        + "greater than phase1_line_end (801, line 17); the ends of the phases must rise")]
    [InlineData(17, "progress: {phase1_weight: 0, phase2_weight: 0, phase3_weight: 0, "
        + "phase4_weight: 0}", "17:27: error: progress.phase1_weight: the four weights add up to 0")]
    public void Read_WhatDoesNotGoTogether_SaysWhatAndWhere(int line, string text, string expected) =>
        Reader.ProblemsWith(line, text).ShouldBe([expected]);

    [Theory]
    [InlineData("/mnt/nvme0")]
    [InlineData("/mnt/nvme0/")]
    [InlineData("/mnt//nvme0")]
    [InlineData("/mnt/./nvme0")]
    [InlineData("[/mnt/other, /mnt/nvme0]", "19:39", "[1]")]
    public void Read_TempOfTwoJobs_IsAnErrorHoweverWritten(string temp, string place = "19:26", string item = "") =>
        Reader.ProblemsOf((Reader.Smallest + Inland).Replace("/mnt/nvme1", temp, StringComparison.Ordinal)).ShouldBe(
            [$"config.yaml:{place}: error: jobs[1].temporary_directory{item}: /mnt/nvme0 is a temporary directory of job micron too "
                + "(line 10); no two jobs can share one: make a folder for each"]);

    [Fact]
    public void Read_TempOfTwoJobsOnWindows_IsTheSameInAnyCaseAndWithAnySlash() =>
        Reader.ProblemsOf((Reader.Smallest + Inland).Replace("/mnt/nvme0", @"D:\Temp", StringComparison.Ordinal)
            .Replace("/mnt/nvme1", "d:/temp/", StringComparison.Ordinal), Reader.Windows).ShouldBe(
            [@"config.yaml:19:26: error: jobs[1].temporary_directory: D:\temp is a temporary directory of job micron too (line 10); no "
                + "two jobs can share one: make a folder for each"]);

    [Fact]
    public void Read_LocationOfOneJobOnly_IsMissedInTheOther() =>
        Reader.ProblemsOf((Reader.Smallest + Inland + "\n    chia_location: chia_plot").Replace(
            "chia_location: /opt/chia", "", StringComparison.Ordinal)).ShouldBe(
            ["config.yaml:8:5: error: jobs[0].chia_location: is required, here or for the whole config (the plotter's executable)"]);

    [Fact]
    public void Read_NameOfTwoJobs_IsAnError() =>
        Reader.ProblemsOf((Reader.Smallest + Inland).Replace("inland", "micron", StringComparison.Ordinal)).ShouldBe(
            ["config.yaml:17:11: error: jobs[1].name: \"micron\" is the name of another job too (line 8)"]);

    [Fact]
    public void Read_TwilioWithoutPartners_NamesEach() =>
        Reader.ProblemsWith(17, "notifications: {notify_twilio: yes, twilio_account_sid: x}").ShouldBe(
            [
                "17:32: error: notifications.notify_twilio: is on, which needs twilio_auth_token",
                "17:32: error: notifications.notify_twilio: is on, which needs twilio_from_phone",
                "17:32: error: notifications.notify_twilio: is on, which needs twilio_to_phone",
            ]);

    [Fact]
    public void Read_PoolKeyAndContract_IsAnErrorThatQuotesNeither()
    {
        var key = new string('a', 96);
        var problem = Reader.Read(Reader.With(17, $"    pool_public_key: {key}\n    pool_contract_address: "
            + "xch134evwwqkq50nnsmgehnnag4gc856ydc7ached3xxr6jdk7e8l4usdnw39t"))
            .Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldBe("config.yaml:17:22: error: jobs[0].pool_public_key: stands beside pool_contract_address; a plot "
            + "has one or the other: remove one of them");
        problem.SourceLine.ShouldBe("    pool_public_key: ***");
    }

    [Fact]
    public void Read_NameNotForFilesOfWindows_IsAnErrorThereOnly()
    {
        var text = Reader.With(8, "  - name: 'a: b?'");

        Reader.Good(text).Jobs[0].Name.ShouldBe("a: b?");
        Reader.ProblemsOf(text, Reader.Windows).ShouldBe(
            ["config.yaml:8:11: error: jobs[0].name: has the character \":\", which no file name can have; logs are named after the job"]);
    }

    [Fact]
    public void Read_NameTooLongForALog_IsAnError() =>
        Reader.ProblemsWith(8, $"  - name: {new string('x', 221)}").ShouldBe(
            ["8:11: error: jobs[0].name: is 221 bytes long; logs are named after the job, which leaves it 220"]);

    [Theory]
    [InlineData("jobs:", "7:1: error: jobs: is required (the jobs; the manager goes through them in this order)")]
    [InlineData("jobs: []", "7:7: error: jobs: is an empty list; at least one item is needed")]
    [InlineData("jobs: many", "7:7: error: jobs: must be a list (section), each item on a line of its own after a dash")]
    [InlineData("jobs:\n  -", "8:4: error: jobs[0]: is empty; fill it in or remove the dash")]
    [InlineData("jobs: [micron]", "7:8: error: jobs[0]: must be keys with values beneath, not a single value")]
    public void Read_NoJobs_IsAnError(string jobs, string expected) =>
        Reader.ProblemsOf(Reader.Smallest[..Reader.Smallest.IndexOf("jobs:", StringComparison.Ordinal)] + jobs)
            .ShouldBe(["config.yaml:" + expected]);
}

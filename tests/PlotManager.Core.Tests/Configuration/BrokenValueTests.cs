namespace PlotManager.Core.Tests.Configuration;

/// <summary>Single values that are wrong, each in the smallest config (<see cref="Reader.Smallest"/>) with one line replaced.</summary>
public sealed class BrokenValueTests
{
    [Theory]
    // Whole numbers.
    [InlineData(12, "    size: abc", "12:11: error: jobs[0].size: \"abc\" is not a whole number")]
    [InlineData(9, "    max_plots: 1.5", "9:16: error: jobs[0].max_plots: \"1.5\" is not a whole number")]
    [InlineData(9, "    max_plots: '-1'", "9:16: error: jobs[0].max_plots: -1 is less than 0 plots, the least allowed")]
    [InlineData(9, "    max_plots: 99999999999999999999", "9:16: error: jobs[0].max_plots: 99999999999999999999 is too large a number")]
    [InlineData(9, "    max_plots: 4294967296", "9:16: error: jobs[0].max_plots: 4294967296 is too large a number")]
    [InlineData(9, "    max_plots: 010", "9:16: error: jobs[0].max_plots: 010 begins with a zero, which YAML may read as octal; write 10")]
    [InlineData(9, "    max_plots: 0x10", "9:16: error: jobs[0].max_plots: \"0x10\" is not a whole number")]
    [InlineData(9, "    max_plots: [1]", "9:16: error: jobs[0].max_plots: must be a single value (plots, whole number >= 0), not a list")]
    [InlineData(
        9, "    max_plots: {a: 1}", "9:16: error: jobs[0].max_plots: must be a single value (plots, whole number >= 0), not a section")]
    [InlineData(9, "    max_plots: yes", "9:16: error: jobs[0].max_plots: \"yes\" is not a whole number")]
    [InlineData(13, "    threads: 0", "13:14: error: jobs[0].threads: 0 is less than 1, the least allowed")]
    [InlineData(14, "    buckets: 0", "14:14: error: jobs[0].buckets: 0 is less than 1, the least allowed")]
    [InlineData(15, "    memory_buffer: 0", "15:20: error: jobs[0].memory_buffer: 0 is less than 1 MiB, the least allowed")]
    [InlineData(15, "    memory_buffer: 4 GiB", "15:20: error: jobs[0].memory_buffer: \"4 GiB\" is not a whole number")]
    [InlineData(5, "  max_concurrent: -3", "5:19: error: global.max_concurrent: -3 is less than 0, the least allowed")]
    [InlineData(6, "  max_for_phase_1: three", "6:20: error: global.max_for_phase_1: \"three\" is not a whole number")]
    [InlineData(17, "manager: {check_interval: 86401}", "17:27: error: manager.check_interval: 86401 is not within 1..86400 seconds")]
    [InlineData(17, "view: {check_interval: 0}", "17:24: error: view.check_interval: 0 is not within 1..86400 seconds")]
    [InlineData(
        17, "instrumentation: {prometheus_port: 65536}", "17:36: error: instrumentation.prometheus_port: 65536 is not within 1..65535")]
    [InlineData(17, "    unix_process_priority: -21", "17:28: error: jobs[0].unix_process_priority: -21 is not within -20..19")]
    [InlineData(17, "    windows_process_priority: 33", "17:31: error: jobs[0].windows_process_priority: \"33\" is not one of 64, "
        + "16384, 32, 32768, 128, 256; did you mean 32?")]
    [InlineData(17, "    threadX_p2: 0", "17:17: error: jobs[0].threadX_p2: 0 is less than 1, the least allowed")]
    [InlineData(17, "    buckets_p3: -1", "17:17: error: jobs[0].buckets_p3: -1 is less than 1, the least allowed")]
    [InlineData(17, "    plots_per_run: 0", "17:20: error: jobs[0].plots_per_run: 0 is less than 1 plots, the least allowed")]
    [InlineData(17, "    max_for_phase_1: -1", "17:22: error: jobs[0].max_for_phase_1: -1 is less than 0, the least allowed")]
    [InlineData(17, "progress: {phase1_line_end: 0}", "17:29: error: progress.phase1_line_end: 0 is less than 1, the least allowed")]
    // Numbers.
    [InlineData(17, "    stagger_minutes: -5", "17:22: error: jobs[0].stagger_minutes: -5 is less than 0 minutes, the least allowed")]
    [InlineData(17, "    initial_delay_minutes: 1:30", "17:28: error: jobs[0].initial_delay_minutes: \"1:30\" is not a number")]
    [InlineData(17, "progress: {phase1_weight: -0.5}", "17:27: error: progress.phase1_weight: -0.5 is less than 0, the least allowed")]
    [InlineData(17, "progress: {phase1_weight: .nan}", "17:27: error: progress.phase1_weight: \".nan\" is not a number")]
    [InlineData(17, "progress: {phase1_weight: 33%}", "17:27: error: progress.phase1_weight: \"33%\" is not a number")]
    // Booleans and words.
    [InlineData(17, "    bitfield: maybe", "17:15: error: jobs[0].bitfield: \"maybe\" is neither true nor false")]
    [InlineData(17, "    skip_full_destinations: 1", "17:29: error: jobs[0].skip_full_destinations: \"1\" is neither true nor false")]
    [InlineData(17, "manager: {log_level: WARN}", "17:22: error: manager.log_level: \"WARN\" is not one of ERROR, WARNING, INFO, DEBUG")]
    [InlineData(17, "manager: {log_level: EROR}", "17:22: error: manager.log_level: \"EROR\" is not one of ERROR, WARNING, INFO, "
        + "DEBUG; did you mean ERROR?")]
    [InlineData(17, "view: {datetime_format: '%Y-%Q'}", "17:25: error: view.datetime_format: %Q is not a strftime code; a percent sign "
        + "is written %%")]
    [InlineData(
        17, "view: {datetime_format: '100%'}", "17:25: error: view.datetime_format: ends with a % alone; a percent sign is written %%")]
    // Lists.
    [InlineData(10, "    temporary_directory: {a: "
        + "/mnt/nvme0}", "10:26: error: jobs[0].temporary_directory: must be a single value (path), not a section")]
    [InlineData(10, "    temporary_directory: "
        + "[/mnt/a, [/mnt/b]]", "10:35: error: jobs[0].temporary_directory[1]: must be a single value (path), not a list")]
    [InlineData(17, "    cpu_affinity: [0, one, 2]", "17:23: error: jobs[0].cpu_affinity[1]: \"one\" is not a whole number")]
    [InlineData(17, "    cpu_affinity: 0-5", "17:19: error: jobs[0].cpu_affinity: \"0-5\" is not a whole number")]
    [InlineData(17, "    extra_args: --progress", "17:17: error: jobs[0].extra_args: must be a list (argument), each item on a line of "
        + "its own after a dash")]
    // Paths.
    [InlineData(3, "  folder_path: \"C:\\temp\"", "3:16: error: log.folder_path: has a tab within: in double quotes a backslash begins "
        + "an escape (\\t is a tab, \\n a new line); use single quotes")]
    [InlineData(3, "  folder_path: ~bob/logs", "3:16: warning: log.folder_path: only ~ and ~/ are expanded, not the home of another "
        + "user; write the whole path")]
    [InlineData(
        3, "  folder_path: $NOWHERE/logs", "3:16: warning: log.folder_path: $NOWHERE is not set in the environment and was left as it is")]
    [InlineData(3, "  folder_path: '%NOWHERE%/logs'", "3:16: warning: log.folder_path: %NOWHERE% is not set in the environment and was "
        + "left as it is")]
    [InlineData(3, "  folder_path: D:\\logs", "3:16: warning: log.folder_path: is a path of Windows; this machine has no drive letters")]
    // Keys and addresses: never quoted, whatever they are.
    [InlineData(17, "    farmer_public_key: 0xabc", "17:24: error: jobs[0].farmer_public_key: has 5 characters; a public key has 96 "
        + "hex digits, without 0x")]
    [InlineData(
        17, "    pool_public_key: abcdef", "17:22: error: jobs[0].pool_public_key: has 6 characters; a public key has 96 hex digits")]
    [InlineData(17, "    pool_contract_address: bc1qw508d6", "17:28: error: jobs[0].pool_contract_address: must begin with xch1 (txch1 "
        + "on the test network)")]
    [InlineData(17, "    pool_contract_address: xch1abc", "17:28: error: jobs[0].pool_contract_address: has 3 characters behind xch1; "
        + "an address has 58")]
    [InlineData(
        17,
        "    pool_contract_address: xch134evwwqkq50nnsmgehnnag4gc856ydc7ached3xxr6jdk7e8l4usdnw39s",
        "17:28: error: jobs[0].pool_contract_address: has a wrong checksum: a character is mistyped or missing")]
    [InlineData(
        17,
        "    pool_contract_address: xch1B4evwwqkq50nnsmgehnnag4gc856ydc7ached3xxr6jdk7e8l4usdnw39t",
        "17:28: error: jobs[0].pool_contract_address: mixes capital and small letters; an address has one kind only")]
    [InlineData(
        17,
        "    pool_contract_address: xch1b4evwwqkq50nnsmgehnnag4gc856ydc7ached3xxr6jdk7e8l4usdnw39t",
        "17:28: error: jobs[0].pool_contract_address: has a character that no address has (1, b, i and o never occur in it)")]
    [InlineData(17, "notifications: {notify_discord: on, discord_webhook_url: "
        + "'discord.com/api'}", "17:58: error: notifications.discord_webhook_url: is not a web address; it must begin with https://")]
    [InlineData(17, "instrumentation: {prometheus_address: localhost}", "17:39: error: instrumentation.prometheus_address: "
        + "\"localhost\" is not an IP address such as 127.0.0.1 or ::1")]
    public void Read_WrongValue_SaysWhatAndWhere(int line, string text, string expected) =>
        Reader.ProblemsWith(line, text).ShouldBe([expected]);

    [Theory]
    [InlineData(" 7 ")]
    [InlineData("'7'")]
    [InlineData("\"7\"")]
    [InlineData("+7")]
    [InlineData("0_7", false)]
    [InlineData("!!int 7")]
    [InlineData("!!str 7")]
    public void Read_NumberHoweverWritten_IsANumber(string written, bool isGood = true)
    {
        var reading = Reader.Read(Reader.With(9, $"    max_plots: {written}"));

        (reading.Config?.Jobs[0].MaxPlots).ShouldBe(isGood ? 7 : null);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("YES", true)]
    [InlineData("on", true)]
    [InlineData("y", true)]
    [InlineData("'yes'", true)]
    [InlineData("false", false)]
    [InlineData("No", false)]
    [InlineData("OFF", false)]
    [InlineData("n", false)]
    public void Read_BooleanOfYaml11_IsTaken(string written, bool expected) =>
        Reader.Good(Reader.With(17, $"    exclude_final_directory: {written}")).Jobs[0].ExcludeFinalDirectory.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(" ~")]
    [InlineData(" null")]
    [InlineData(" ''")]
    [InlineData(" '  '")]
    [InlineData(" # later")]
    public void Read_Blank_MeansNotGiven(string blank)
    {
        var job = Reader.Good(Reader.With(17, $"    temporary2_directory:{blank}\n    pool_public_key:{blank}\n    "
            + $"concurrency_start_early_phase:{blank}\n    bitfield:{blank}")).Jobs[0];

        job.Temp2.ShouldBeEmpty();
        job.PoolPublicKey.ShouldBeNull();
        job.StartEarlyPhase.ShouldBeNull();
        job.Bitfield.ShouldBeTrue();
    }
}

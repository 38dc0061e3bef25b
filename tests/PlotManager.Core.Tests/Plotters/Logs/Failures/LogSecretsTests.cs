using System.Text;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Failures;

namespace PlotManager.Core.Tests.Plotters.Logs.Failures;

/// <summary>What stands in a log and nowhere else: the private key of the plot.</summary>
public sealed class LogSecretsTests
{
    private const string Secret = "3d688f59325c5cc2b8bb464f4d0220e73460ca2eabc20c965bfb7936ce7beaeb";
    private const string Public = "9898e5705c604baec9215feb938bdb716c877e36b98810be381cd6ec79d6e272fe5488efe0e92098a7b8b151a9226544";

    public static TheoryData<string> Logs =>
        [.. Fixture.Names.Where(name => Encoding.UTF8.GetString(Fixture.Bytes(name)).Contains("Memo: "))];

    [Theory]
    [InlineData(
        "chia.plotting.create_plots       : INFO     Memo: " + Public + Public + Secret,
        "chia.plotting.create_plots       : INFO     Memo: ***")]
    [InlineData("Memo: b'\\x98\\x98'", "Memo: ***")]
    [InlineData("MEMO=" + Secret, "MEMO=***")]
    [InlineData("Plot Memo: 0x" + Public + Secret, "Plot Memo: ***")]
    [InlineData("plot_memo 0x" + Secret + " k=32", "plot_memo ***")]
    [InlineData("{\"plot_id\": \"12ab\", \"memo\": \"" + Secret + "\"}", "{\"plot_id\": \"12ab\", \"memo\": \"***")]
    [InlineData("bladebit_cuda -f aa --memo " + Secret + " diskplot /t", "bladebit_cuda -f aa --memo ***")]
    [InlineData("local_sk: " + Secret, "local_sk: ***")]
    [InlineData("Master secret key = " + Secret, "Master secret key = ***")]
    [InlineData("Private key: " + Secret, "Private key: ***")]
    [InlineData("Mnemonic: abandon ability able", "Mnemonic: ***")]
    [InlineData("xchplot2 -m " + Public + Public + Secret, "xchplot2 -m ***")]
    [InlineData(Public + Secret, "***")] // the rest of a line whose beginning is elsewhere
    public void Mask_ALineWithASecret_EndsBeforeIt(string line, string shown) => LogSecrets.Mask(line).ShouldBe(shown);

    [Theory]
    [InlineData("")]
    [InlineData("ID: " + Secret)]
    [InlineData("Plot Name: plot-k32-2026-11-22-10-52-" + Secret)]
    [InlineData("Farmer Public Key: " + Public)]
    [InlineData("Invalid farmerkey: 0x" + Public + ", 'abcd' (needs to be 48 bytes)")]
    [InlineData("RuntimeError: cannot write /mnt/disk: No space left on device")]
    [InlineData("open /mnt/memo/plot.tmp: Permission denied")]
    [InlineData("std::bad_alloc: Memory: 416 GiB needed, memory = 15 GiB")]
    [InlineData("task 5 of the seed drive is done")]
    public void Mask_ALineWithoutOne_StaysAsItIs(string line) => LogSecrets.Mask(line).ShouldBe(line);

    /// <summary>Wherever a log ends, and however its plotter has ended: what is said of it holds no memo.</summary>
    [Theory]
    [MemberData(nameof(Logs))]
    public void Outcome_OfARecordedLogThatEndsAnywhere_ShowsNoMemo(string name)
    {
        var lines = Encoding.UTF8.GetString(Fixture.Bytes(name)).Split('\n');
        var memos = lines.Where(line => line.Contains("Memo: ")).Select(line => line.Split("Memo: ")[1].Split('\e')[0].Trim()).ToList();
        memos.ShouldAllBe(memo => memo.Length == 224 || memo.Length == 256);
        var profile = Fixture.Profile(name);
        var reader = new PlotLogReader(profile);
        var sawAMemo = false;
        foreach (var line in lines.Take(300))
        {
            reader.Feed(Encoding.UTF8.GetBytes(line + "\n"));
            foreach (var log in new[] { reader.State, reader.Finish() })
            {
                sawAMemo |= log.LastLines.Any(quote => quote.EndsWith("Memo: ***", StringComparison.Ordinal));
                string?[] shown =
                [
                    .. log.LastLines,
                    Failure(log, new ProcessFacts(false, 7)),
                    Failure(log, new ProcessFacts(false, null, 6)),
                    Fixture.Describe(log),
                ];
                shown.ShouldAllBe(text => text == null || !memos.Any(memo => text.Contains(memo.Substring(memo.Length - 64, 16))));
            }
        }

        sawAMemo.ShouldBeTrue("it was among the last lines for a while");

        string? Failure(RunLog log, ProcessFacts process) => log.Plots.IsEmpty
            ? LogOutcome.OfRun(profile, log, process)?.Failure?.Text
            : LogOutcome.Of(profile, log, log.Plots.Length - 1, process).Failure?.Text;
    }
}

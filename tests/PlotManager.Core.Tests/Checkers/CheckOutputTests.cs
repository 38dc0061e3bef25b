using System.Text;
using PlotManager.Core.Checkers;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.Checkers;

/// <summary>What checkers write, in the forms that they really have, and the verdict that follows.</summary>
public sealed class CheckOutputTests
{
    private const string Plot = "/mnt/d1/plot-k32-2026-11-29-10-15-0123.plot";
    private const string Chia = "2026-11-29T10:15:00.375  chia.plotting.check_plots        : ";

    [Fact]
    public void Judge_Chia10_TakesTheFiguresBehindTheTab() => Judge("chia", $"""
        {Chia}INFO     Loading plots in config.yaml using plot_manager loading code (parallel read: True)
        {Chia}INFO     Starting to test each plot with 30 challenges each
        {Chia}INFO     Testing plot {Plot} k=32
        {Chia}INFO     	Farmer public key:      a5
        {Chia}INFO     	Proofs 31 / 30, 1.0333
        {Chia}INFO     Summary
        {Chia}INFO     Found 1 valid plots, total size 0.09898 TiB
        """).ShouldBe(new CheckFinding(CheckVerdict.Good, 31, null));

    [Fact]
    public void Judge_Chia26InColours_TakesTheFiguresBeforeTheFilepath() => Judge("chia", $$"""
        {{Chia.Replace("  chia", " 2.7.3  chia", StringComparison.Ordinal)}}{{Green}}INFO    {{Plain}} Testing plot {{Plot}} k=PlotParam { size_v1: 32 }{{Plain}}
        {{Chia}}{{Green}}INFO    {{Plain}} 	Looking up qualities took: 12 ms. Filepath: {{Plot}}{{Plain}}
        {{Chia}}{{Green}}INFO    {{Plain}} 	Proofs 28 / 30, 0.9333. Filepath: {{Plot}}{{Plain}}
        """).ShouldBe(new CheckFinding(CheckVerdict.Good, 28, null));

    [Theory]
    [InlineData(14, CheckVerdict.Good)] // 30 - 3 * sqrt(30) = 13.6
    [InlineData(13, CheckVerdict.Bad)]
    [InlineData(0, CheckVerdict.Bad)]
    public void Judge_ChiaOfThirtyChallenges_DemandsWithinThreeDeviations(int proofs, CheckVerdict verdict) =>
        Judge("chia", $"{Chia}INFO     \tProofs {proofs} / 30, 0.4. Filepath: {Plot}").Verdict.ShouldBe(verdict);

    [Fact]
    public void Judge_TooFewProofs_TellsFiguresAndTheFewest() =>
        Judge("chia", $"{Chia}INFO     \tProofs 3 / 30, 0.1. Filepath: {Plot}").Detail
            .ShouldBe("it gives 3 proofs for 30 challenges, and a good plot at least 14");

    [Fact]
    public void Judge_ChiaOnAPlotOfTheSecondProof_DemandsOneProof()
    {
        Judge("chia", $"{Chia}INFO     \tProofs 3 / 30, 0.1. Filepath: {Plot}", PlotFormat.GPlot).Verdict.ShouldBe(CheckVerdict.Good);
        Judge("chia", $"{Chia}ERROR    \tProofs 0 / 30, 0.0 Filepath: {Plot}", PlotFormat.GPlot).Verdict.ShouldBe(CheckVerdict.Bad);
    }

    [Fact]
    public void Judge_ChiaWithAnException_IsBadWhateverTheFigures() => Judge("chia", $"""
        {Chia}ERROR    <class 'RuntimeError'>: quick matching resulted in no matches error in getting challenge qualities for plot {Plot}
        {Chia}ERROR    	Proofs 23 / 30, 0.7667 Filepath: {Plot}
        {Chia}INFO     Summary
        {Chia}INFO     Found 0 valid plots, total size 0.00000 TiB
        {Chia}WARNING  1 invalid plots found:
        {Chia}WARNING      1 bad plots:
        """).ShouldBe(new CheckFinding(CheckVerdict.Bad, 23, "<class 'RuntimeError'>: quick matching resulted in no matches"));

    [Fact]
    public void Judge_ChiaThatDoesNotKnowTheFolder_SaysWhatHelps() => Judge("chia", $"""
        {Chia}INFO     Summary
        {Chia}INFO     Found 0 valid plots, total size 0.00000 TiB
        """).ShouldBe(new CheckFinding(
            CheckVerdict.NotJudged, null, "chia knows no plot of this path; add its folder with chia plots add -d FOLDER"));

    [Fact]
    public void Judge_ChiaThatCannotOpenThePlot_SaysWhyAndNotThatItIsBad() => Judge("chia", $"""
        2026-11-29T15:34:24.655  chia.plotting.manager            : ERROR    Failed to open file {Plot}. Invalid plot header magic Traceback (most recent call last):
          File "/chia/plotting/manager.py", line 274, in process_file
        {Chia}INFO     Found 0 valid plots, total size 0.00000 TiB
        {Chia}WARNING  1 invalid plots found:
        {Chia}WARNING      1 unopenable plots:
        """).ShouldBe(new CheckFinding(CheckVerdict.NotJudged, null, "chia cannot open it: Invalid plot header magic"));

    [Fact]
    public void Judge_ProofOfSpace_TakesTheTotals()
    {
        const string proofs = "i: 1\nchallenge: 0x00\nproof: 0x0123\nquality: 01\nProof verification suceeded. k = 32\n";
        Judge("proof-of-space", proofs + "Total success: 29/30, 96.6667%.\nTotal failures: 0\nExceptions: 0\n", PlotFormat.V1)
            .ShouldBe(new CheckFinding(CheckVerdict.Good, 29, null));
        Judge("proof-of-space", proofs + "Total success: 29/30, 96.6667%.\nTotal failures: 1\nExceptions: 2\n", PlotFormat.V1)
            .ShouldBe(new CheckFinding(CheckVerdict.Bad, 29, "3 of its proofs are wrong"));
        Judge("proof-of-space", "Total success: 30/30, 100%.\n", PlotFormat.V1).Verdict.ShouldBe(CheckVerdict.Good, "versions before 2.0");
        Judge("proof-of-space", "Proof verification failed.\n", PlotFormat.V1).Verdict.ShouldBe(CheckVerdict.Bad);
    }

    [Fact]
    public void Judge_BladebitCheck_TakesTheLastLineWhereThereIsOne()
    {
        const string head = "Checking 30 random proofs with seed 0x00ff...\nPlot compression level: 7\n 10%...\n 90%...\n";
        Judge("bladebit-check", head + "27 / 30 (90.00%) valid proofs found.\n").ShouldBe(new CheckFinding(CheckVerdict.Good, 27, null));
        Judge("bladebit-check", head + "2 / 30 (6.67%) valid proofs found.\n").Verdict.ShouldBe(CheckVerdict.Bad);
        Judge("bladebit-check", head).ShouldBe(new CheckFinding(
            CheckVerdict.NotJudged,
            null,
            "this version of bladebit does not print what it has found; use another checker, or bladebit-validate"));
    }

    [Fact]
    public void Judge_BladebitValidate_ReadsColouredWords()
    {
        Judge("bladebit-validate", "[ \x1b[1m\x1b[32mSUCCESS\x1b[0m ] Valid Proofs: 4294 / 4294\n").Verdict.ShouldBe(CheckVerdict.Good);
        Judge("bladebit-validate", "[ \x1b[1m\x1b[31mFAILED\x1b[0m ] Valid Proofs: 4290 / 4294\n")
            .ShouldBe(new CheckFinding(CheckVerdict.Bad, 4290, "[ FAILED ] Valid Proofs: 4290 / 4294"));
        Judge("bladebit-validate", "Perfect plot! All proofs are valid.\n").Verdict.ShouldBe(CheckVerdict.Good);
    }

    [Fact]
    public void Judge_Xchplot2_ReadsBothAgesOfItsOutput()
    {
        Judge("xchplot2", "[verify] /d/a.gplot: running 30 random challenges\n[verify] 30 trials, 20 with >=1 quality chain, 28 quality "
            + "chains total\n[verify] OK (chains only)\n", PlotFormat.GPlot).ShouldBe(new CheckFinding(CheckVerdict.Good, 28, null));
        Judge("xchplot2", "[verify] 30 trials, 0 with >=1 proof, 0 proofs total\n[verify] FAIL: no proofs produced — plot is likely "
            + "corrupt\n", PlotFormat.GPlot)
            .ShouldBe(new CheckFinding(CheckVerdict.Bad, 0, "no proofs produced — plot is likely corrupt"));
        Judge("xchplot2", "[verify] FAILED: cannot open\n", PlotFormat.GPlot)
            .ShouldBe(new CheckFinding(CheckVerdict.NotJudged, null, "cannot open"));
    }

    [Theory]
    [InlineData("", 0, null, "the checker ended without a result")]
    [InlineData("Traceback (most recent call last):\nModuleNotFoundError: no chiapos\n", 1, null,
        "the checker ended with exit code 1: ModuleNotFoundError: no chiapos")]
    [InlineData("half a li", null, 9, "the checker was ended by signal 9: half a li")]
    public void Judge_NoVerdict_TellsHowItEnded(string output, int? code, int? signal, string detail) =>
        Judge("chia", output, end: new CheckerEnd(code, signal)).ShouldBe(new CheckFinding(CheckVerdict.NotJudged, null, detail));

    [Fact]
    public void Judge_SecretInALine_IsInNoWords()
    {
        var key = new string('7', 64);
        Judge("chia", $"{Chia}INFO     \tLocal sk:               <PrivateKey {key}>\n").Detail.ShouldNotBeNull().ShouldNotContain("777");
    }

    [Fact]
    public void Judge_AnyBytes_NeverThrows()
    {
        var random = new Random(19);
        var pieces = new[]
        {
            "Proofs ", " / 30, ", "99999999999999999999", "\x1b[", "[verify] ", "ERROR", "\t", "Found 0 valid plots", "\n",
        };
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var checker in BuiltInCheckers.Catalog.All)
            {
                CheckOutput.Judge(checker, [.. bytes, .. Encoding.UTF8.GetBytes(text), .. bytes], PlotFormat.V1, 30).ShouldNotBeNull();
            }
        }
    }

    private const string Green = "\x1b[32m";
    private const string Plain = "\x1b[0m";

    private static CheckFinding Judge(
        string checker, string output, PlotFormat format = PlotFormat.V2, int challenges = 30, CheckerEnd end = default) =>
        CheckOutput.Judge(BuiltInCheckers.Catalog.Find(checker)!, Encoding.UTF8.GetBytes(output), format, challenges, end);
}

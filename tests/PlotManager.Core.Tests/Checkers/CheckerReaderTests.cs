using PlotManager.Core.Checkers;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Tests.Configuration;

namespace PlotManager.Core.Tests.Checkers;

public sealed class CheckerReaderTests
{
    private const string Mine = """

        checkers:
          mine:
            executables: [lookproof, lookproof2]
            command: --file {plot} --tries {challenges}
            plots: [v1, gplot]
            fewest_challenges: 10
            secret: Private
            lines:
              - {line: "found {proofs} proofs"}
              - {line: "broken: {message}", says: bad}
        """;

    [Fact]
    public void Catalog_EveryBuiltIn_IsReadAndNamesWhatItNeeds() => BuiltInCheckers.Catalog.All.ShouldAllBe(checker =>
        checker.Executables.Length > 0 && checker.Arguments.Contains("{plot}") && checker.Formats.Length > 0 && checker.Lines.Length > 0
            && checker.LearntFrom.Length > 0);

    [Fact]
    public void ArgumentsFor_APathWithBlanks_StaysOneArgument() =>
        BuiltInCheckers.Catalog.Find("chia")!.ArgumentsFor("/mnt/a b/x.plot", 3)
            .ShouldBe(["plots", "check", "-n", "5", "-g", "/mnt/a b/x.plot"], "chia takes no fewer than 5 challenges");

    [Fact]
    public void Read_NothingOfVerify_FillsInTheDefaults()
    {
        var config = Reader.Good(Reader.Smallest);
        config.Verify.ShouldBe(new VerifySettings(30, null, null, 1));
        config.Checkers.All.ShouldBe(BuiltInCheckers.Catalog.All);
    }

    [Fact]
    public void Read_CheckerOfOnesOwn_ComesBeforeTheBuiltInOnes()
    {
        var config = Reader.Good(Reader.Smallest + Mine + "\nverify: {checker: mine, checker_location: /opt/lookproof, challenges: 100, "
            + "at_once: 2}\n");

        config.Verify.ShouldBe(new VerifySettings(100, "mine", "/opt/lookproof", 2));
        var mine = config.Checkers.All[0];
        (mine.Name, mine.FewestChallenges, mine.OneProofAChallenge).ShouldBe(("mine", 10, false));
        mine.Formats.ShouldBe([PlotFormat.V1, PlotFormat.GPlot]);
        mine.Secrets.ShouldBe(["Private"]);
        CheckOutput.Judge(mine, "found 1 proofs"u8, PlotFormat.V1, 100).Verdict.ShouldBe(CheckVerdict.Good);
        CheckOutput.Judge(mine, "found 1 proofs\nbroken: park 3"u8, PlotFormat.V1, 100)
            .ShouldBe(new CheckFinding(CheckVerdict.Bad, 1, "park 3"));
    }

    [Fact]
    public void Read_OneOfABuiltInName_TakesItsPlace()
    {
        var checkers = Reader.Good(Reader.Smallest + Mine.Replace("mine", "chia", StringComparison.Ordinal)).Checkers;
        checkers.All.Length.ShouldBe(BuiltInCheckers.Catalog.All.Length);
        checkers.Find("chia")!.Executables[0].ShouldBe("lookproof");
    }

    [Theory]
    [InlineData("--file {plot}", "--file x", "checkers.mine.command: must have {plot} in it")]
    [InlineData("{proofs} proofs", "{prooofs} proofs", "{prooofs} is not known; known are _, failures, message, proofs")]
    [InlineData("[v1, gplot]", "[v3]", "checkers.mine.plots[0]")]
    public void Read_AMistakeInAChecker_NamesItsPlace(string right, string wrong, string problem) =>
        Reader.Read(Reader.Smallest + Mine.Replace(right, wrong, StringComparison.Ordinal)).Problems.ShouldHaveSingleItem().ToString()
            .ShouldContain(problem);

    [Theory]
    [InlineData("{checker: chai}", "verify.checker: there is no checker \"chai\"; did you mean chia?")]
    [InlineData("{checker_location: /x}", "verify.checker_location: belongs to a checker: name it by the key checker")]
    public void Read_AMistakeInVerify_SaysWhatHelps(string verify, string problem) =>
        Reader.Read($"{Reader.Smallest}\nverify: {verify}\n").Problems.ShouldHaveSingleItem().ToString().ShouldContain(problem);

    [Fact]
    public void Between_CheckersAndTheirSettings_AreTold() => ConfigChange.Between(
        Reader.Good(Reader.Smallest + Mine), Reader.Good($"{Reader.Smallest}\nverify: {{checker: chia, challenges: 5}}\n"))
        .ShouldBe(["changed verify.challenges 30 -> 5", "changed verify.checker none -> chia", "checker mine removed"]);
}

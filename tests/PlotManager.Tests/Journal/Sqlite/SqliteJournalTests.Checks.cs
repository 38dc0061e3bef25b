using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;
using PlotManager.Journal;

namespace PlotManager.Tests.Journal.Sqlite;

/// <summary>Checks of plots for proofs.</summary>
public sealed partial class SqliteJournalTests
{
    [Fact]
    public void LastChecks_AfterARestart_GivesTheWholeRecordBack()
    {
        var check = Check("/d/a.plot", 3, CheckVerdict.Bad) with
        {
            PlotId = new string('a', 64),
            Format = PlotFormat.V2,
            Job = "quick",
            Proofs = 3,
            Detail = "it gives 3 proofs",
            Process = new ProcessIdentity(7, 12345678901, "boot"),
            LogFile = "/s/checks/c.log",
            ExitCode = 0,
            Signal = 9,
        };
        using (var journal = Open())
        {
            journal.Commit([new Change.Check(check)]);
        }

        using var again = Open();
        again.LastChecks().ShouldHaveSingleItem().ShouldBe(check);
    }

    [Fact]
    public void LastChecks_OfOneFile_GivesTheLastThatJudgedIt()
    {
        using var journal = Open();
        journal.Commit(
        [
            new Change.Check(Check("/d/a.plot", 1, CheckVerdict.Bad)), new Change.Check(Check("/d/a.plot", 2, CheckVerdict.Good)),
            new Change.Check(Check("/d/a.plot", 3, CheckVerdict.NotJudged)),
            new Change.Check(Check("/d/b.plot", 1, CheckVerdict.NotJudged)),
            new Change.Check(Check("/d/b.plot", 2, CheckVerdict.NotJudged)),
        ]);

        journal.LastChecks().Select(check => (check.File, check.EndedAt, check.Verdict)).ShouldBe(
            [
                ("/d/b.plot", T0.AddMinutes(2), CheckVerdict.NotJudged), ("/d/a.plot", T0.AddMinutes(2), CheckVerdict.Good),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void LastChecks_NotSavedYet_AreFoundLikeThoseThatAre()
    {
        using var file = Open();
        file.Commit([new Change.Check(Check("/d/a.plot", 1, CheckVerdict.Good))]);
        new JournalOverlay(file, [new Change.Check(Check("/d/a.plot", 2, CheckVerdict.Bad))]).LastChecks()
            .ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Bad);
    }

    private static CheckRecord Check(string file, int minute, CheckVerdict verdict) => new()
    {
        CheckId = $"{file}-{minute}",
        File = file,
        Format = PlotFormat.V1,
        Checker = "chia",
        Challenges = 30,
        State = RunState.Ended,
        LaunchedAt = T0,
        EndedAt = T0.AddMinutes(minute),
        Verdict = verdict,
    };
}

using System.Collections.Immutable;
using PlotManager.Core.Checkers;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.PlotFiles;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Tests.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>A job with <c>verify_after_plot: proofs</c>: its plots are checked by processes that outlive the manager.</summary>
public sealed class ProofCheckTests
{
    private static readonly Job Proofs = ScriptedFarm.Job("a", maxPlots: 1) with { VerifyAfterPlot = VerifyAfterPlot.Proofs };

    private readonly ScriptedFarm _farm = new(Proofs);

    public ProofCheckTests() => _farm.Machine.Script = order =>
        IsCheck(order) ? Checker(minutes: 10, proofs: 29) : Plot();

    [Fact]
    public void PlotThatIsMade_IsCheckedOnceItsDriveIsFree_AndTheVerdictIsInTheJournal()
    {
        _farm.Starts();
        Until(() => Checks().Any(), "a check is launched");

        var check = Checks().ShouldHaveSingleItem();
        check.Arguments.ShouldContain("/bin/chia");
        check.UnixPriority.ShouldBe(19);
        _farm.Snapshot.Checks.ShouldHaveSingleItem().State.ShouldBe("running");
        _farm.Journal.LastChecks().ShouldBeEmpty();

        _farm.Pass(15);
        var done = _farm.Journal.LastChecks().ShouldHaveSingleItem();
        (done.Verdict, done.Proofs, done.Job, done.Checker, done.ExitCode).ShouldBe((CheckVerdict.Good, 29, "a", "chia", 0));
        _farm.Snapshot.Checks.ShouldBeEmpty();
        _farm.Store.State.Checks.ShouldBeEmpty();
    }

    [Fact]
    public void PlotWithTooFewProofs_IsTold_AndNothingIsDeleted()
    {
        _farm.Machine.Script = order => IsCheck(order) ? Checker(minutes: 1, proofs: 2) : Plot();
        _farm.Starts();
        Until(() => _farm.Journal.LastChecks().Count > 0, "the plot is checked");

        var file = _farm.Journal.LastChecks()[0].File;
        _farm.Machine.Files.Has(file).ShouldBeTrue("a bad plot is the user's to delete");
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.Contains("has failed its check by chia: it gives 2 proofs"));
        _farm.Memory.Notices.Count(notice => notice.Id.StartsWith("plot-bad:", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void ManagerThatDiesWhileAPlotIsChecked_IsFollowedByOneThatTakesTheVerdict()
    {
        _farm.Starts();
        Until(() => Checks().Any(), "a check is launched");
        _farm.Crashes();
        _farm.Starts().Look();
        _farm.Snapshot.Checks.ShouldHaveSingleItem().State.ShouldBe("running");

        _farm.Pass(15);
        _farm.Journal.LastChecks().ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Good);
        Checks().Count().ShouldBe(1, "the check is not made twice");
    }

    [Fact]
    public void CheckThatEndsWhileNoManagerRuns_IsJudgedByItsLog()
    {
        _farm.Starts();
        Until(() => Checks().Any(), "a check is launched");
        _farm.Crashes();
        _farm.Machine.Pass(TimeSpan.FromMinutes(20));
        _farm.Starts().Look();

        _farm.Journal.LastChecks().ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Good);
        Checks().Count().ShouldBe(1);
    }

    [Fact]
    public void MachineThatIsStartedAnew_MakesTheCheckAgain()
    {
        _farm.Starts();
        Until(() => Checks().Any(), "a check is launched");
        _farm.Crashes();
        _farm.Machine.Reboot();
        _farm.Starts();
        _farm.Pass(20);

        Checks().Count().ShouldBe(2);
        _farm.Journal.LastChecks().ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Good);
    }

    [Fact]
    public void CheckerThatIsNotThere_LeavesThePlotWithoutAVerdictAndIsNotTriedForEver()
    {
        _farm.Config = _farm.Config with { Verify = _farm.Config.Verify with { Checker = "proof-of-space" } };
        _farm.Starts();
        Until(() => _farm.Journal.LastChecks().Count > 0, "the plot is given up");

        var given = _farm.Journal.LastChecks().ShouldHaveSingleItem();
        (given.Verdict, given.Detail).ShouldBe(
            (CheckVerdict.NotJudged, "ProofOfSpace is not on PATH; give its full path in verify.checker_location"));
        Checks().ShouldBeEmpty();
    }

    [Fact]
    public void BadPlotThatIsGoneOrReplaced_IsAProblemNoMore()
    {
        _farm.Machine.Script = order => IsCheck(order) ? Checker(minutes: 1, proofs: 2) : Plot();
        _farm.Starts();
        Until(() => _farm.Journal.LastChecks().Count > 0, "the plot is checked");
        var failed = new FailedChecks(_farm.Machine.NewLife().Machine, _farm.Journal);
        failed.At(0).ShouldHaveSingleItem();

        _farm.Machine.Files.Delete(_farm.Journal.LastChecks()[0].File);
        Eventually.Until(() => failed.At(1).Count == 0, "the file is seen to be gone");
    }

    [Fact]
    public void PlotWhoseDriveIsWrittenTo_WaitsAndSaysWhy()
    {
        var farm = new ScriptedFarm(Proofs, ScriptedFarm.Job("b") with { Temp = ["/a-dest/temp"] });
        farm.Machine.Script = order => IsCheck(order) ? Checker(minutes: 1, proofs: 29)
            : order.Arguments.Contains("/a/temp") ? Plot()
            : new PlotScript().Begins(0, PlotScript.Id(2), "/a-dest/temp").Steps;
        farm.Starts();
        farm.Pass(20);

        var waiting = farm.Snapshot.Checks.ShouldHaveSingleItem();
        (waiting.State, waiting.Reason).ShouldBe(("waiting", "a plotter writes to its drive /a-dest"));
        farm.Machine.Launches.ShouldNotContain(order => IsCheck(order));
    }

    [Fact]
    public void JobThatBelievesItsPlotter_ReadsNoFile()
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", maxPlots: 1) with { VerifyAfterPlot = VerifyAfterPlot.None })
        {
            Read = _ => throw new InvalidOperationException("a plot's file is read"),
        };
        farm.Machine.Script = _ => Plot();
        farm.Starts().Pass(20);

        var plot = farm.Memory.Load().Plots.ShouldHaveSingleItem();
        (plot.State, plot.Proof).ShouldBe((PlotState.Completed, (FileProof?)null));
    }

    [Fact]
    public void JobThatWantsNoProofs_HasNoChecks()
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", maxPlots: 1));
        farm.Machine.Script = _ => Plot();
        farm.Starts().Pass(20);
        farm.Store.State.Job("a").Completed.ShouldBe(1);
        farm.Journal.LastChecks().ShouldBeEmpty();
        farm.Store.State.Checks.ShouldBeEmpty();
    }

    private IEnumerable<LaunchOrder> Checks() => _farm.Machine.Launches.Where(IsCheck);

    private static bool IsCheck(LaunchOrder order) => order.Arguments.Contains("check-filter");

    private void Until(Func<bool> so, string what)
    {
        for (var minute = 0; minute < 1000 && !so(); minute++)
        {
            _farm.Pass(1);
        }

        so().ShouldBeTrue(what);
    }

    // A k32 with a true head.
    private static ImmutableArray<PlotStep> Plot()
    {
        var id = PlotScript.Id(1);
        var (unfinished, final) = ($"/a/temp/{PlotScript.FileName(id)}.2.tmp", $"/a-dest/plots/{PlotScript.FileName(id)}");
        return new PlotScript().Begins(0, id, "/a/temp").EndsPhase(1, 1).EndsPhase(2, 2).EndsPhase(3, 3).EndsPhase(4, 4)
            .Does(4, (machine, _) =>
            {
                machine.Files.Rename(unfinished, final);
                var head = HandMade.HeadOf(HandMade.V1(32, HandMade.ContractMemo, ShortPlotTests.Pointers), ShortPlotTests.Whole);
                Convert.FromHexString(id).CopyTo(head, "Proof of Space Plot".Length);
                machine.Files.Append(final, head);
                machine.Files.Grow(final, ShortPlotTests.Whole);
            })
            .Says(4, $"Renamed final file from \"{unfinished}\" to \"{final}\"").Exits(4, 0).Steps;
    }

    private static ImmutableArray<PlotStep> Checker(int minutes, int proofs) =>
    [
        new PlotStep(TimeSpan.FromMinutes(minutes), (machine, process) =>
        {
            machine.Files.Append(process.LogFile!, $"t  chia.plotting.check_plots : INFO     \tProofs {proofs} / 30, 0.9. Filepath: x\n");
            machine.Finish(process, 0, null);
        }),
    ];
}

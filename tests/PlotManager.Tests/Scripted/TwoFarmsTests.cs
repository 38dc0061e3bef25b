using System.Collections.Immutable;
using PlotManager.Acting;
using PlotManager.Acting.Ending;
using PlotManager.Core.Control;
using PlotManager.Loop;

namespace PlotManager.Tests.Scripted;

/// <summary>Issue 14, number 5: what a farm counts, reports and ends of the plotters that it sees on its machine.</summary>
public sealed class TwoFarmsTests
{
    private static readonly FarmIdentity Other = new("0f", "/b/config.yaml");

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a", maxPlots: 1));

    public TwoFarmsTests() => _farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(1), "/a/temp", "/a-dest/plots").Steps;

    [Fact]
    public void APlotterWithTheMarkOfAnotherFarm_CountsInTheLimitsAndIsInNoReport()
    {
        Start(2, "/elsewhere", Other, "theirs");
        _farm.Starts().Look();

        var run = _farm.Snapshot.Runs.Single(run => run.PlotId == PlotScript.Id(2));
        (run.Foreign, run.Owner, run.OtherFarm, run.RunId).ShouldBe((true, "other farm", "/b/config.yaml", "theirs"));
        _farm.Pass(10);

        Stats().ShouldBe((1, 1));
        _farm.Memory.Queued.ShouldBe([$"plot-completed:{PlotScript.Id(1)}"]);
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
    }

    [Fact]
    public void APlotterOfAnotherFarmInOurOwnTemp_TakesTheJobsSlotAndIsNotCountedForIt()
    {
        Start(2, "/a/temp", Other, "theirs");
        _farm.Starts().Look();

        _farm.Snapshot.Jobs[0].Running.ShouldBe(1);
        _farm.Machine.Launches.ShouldBeEmpty("its job runs one at a time");
        _farm.Pass(8.5, 0.5);
        _farm.Store.State.Job("a").Completed.ShouldBe(0);
        _farm.Pass(10);
        Stats().ShouldBe((1, 1));
        _farm.Memory.Queued.ShouldBe([$"plot-completed:{PlotScript.Id(1)}"]);
    }

    [Theory]
    [InlineData("1f", "/elsewhere", true)]
    [InlineData(null, "/a/temp", true)]
    [InlineData(null, "/elsewhere", false)]
    public void APlotterOfNoKnownRun_IsReportedIfItPlotsForThisFarm(string? mark, string temp, bool isReported)
    {
        Start(2, temp, FarmIdentity.Read(mark), mark is null ? null : "forgotten");
        _farm.Starts().Look();
        _farm.Snapshot.Runs.Single(run => run.PlotId == PlotScript.Id(2)).Owner.ShouldBe(isReported ? "adopted" : "stranger");
        _farm.Pass(20);

        Stats().ShouldBe(isReported ? (2, 0) : (1, 1));
        _farm.Memory.Queued.Contains($"plot-completed:{PlotScript.Id(2)}").ShouldBe(isReported);
    }

    [Fact]
    public void ARunOfAnEarlierBuildThatCarriesNoFarm_IsOursByItsRunId()
    {
        _farm.Starts().Look();
        _farm.Crashes();
        var process = _farm.Machine.Alive.Single();
        process.Environment.Keys.ShouldContain(FarmIdentity.Variable);
        process.Environment = process.Environment.Remove(FarmIdentity.Variable);
        _farm.Starts().Look();

        _farm.Snapshot.Runs.ShouldHaveSingleItem().Owner.ShouldBe("own");
        _farm.Pass(9);
        Stats().ShouldBe((1, 0));
    }

    [Theory]
    [InlineData(ControlCommand.Kill, "kill")]
    [InlineData(ControlCommand.Suspend, "suspend")]
    [InlineData(ControlCommand.Resume, "resume")]
    public void WhatEndsOrStopsARun_RefusesTheOneOfAnotherFarm(ControlCommand wish, string command)
    {
        Start(2, "/elsewhere", Other, "theirs");
        _farm.Starts().Look();

        var machine = _farm.Machine.NewLife().Machine;
        var wishes = new ControlCommands(
            _farm.Store, new RunControl(machine, _farm.Store), new RunEndings(machine, _farm.Store, null), () => { }, () => new(true, ""));
        ControlAnswer? answer = null;
        wishes.Grant(new ControlRequest(wish, "theirs"), given => answer = given);

        answer.ShouldBe(new ControlAnswer(
            false, $"plot {PlotScript.Id(2)[..7]} belongs to the farm /b/config.yaml, not to this one; use plotmanager {command} with "
                + "the config of that farm"));
        _farm.Machine.Alive.Count(process => process.Environment.ContainsValue("theirs")).ShouldBe(1);
        _farm.Memory.Load().Runs.ShouldAllBe(run => !run.KilledByUser);
    }

    private void Start(int number, string temp, FarmIdentity? farm, string? mark)
    {
        ImmutableArray<string> arguments = ["/usr/bin/chia", "plots", "create", "-k", "32", "-t", temp, "-d", "/d"];
        _farm.Machine.Start(
            arguments, PlotScript.Good(PlotScript.Id(number), temp, "/d").Steps, $"/foreign/{number}.log", mark, farm: farm);
    }

    private (int Own, int Others) Stats() =>
        (_farm.Snapshot.Stats.Today!.Value, _farm.Snapshot.Stats.OthersToday!.Value);
}

using System.Collections.Immutable;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Observing;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public sealed class ProcessWatchTests : IDisposable
{
    private static readonly ImmutableArray<string> Chia = ["/usr/bin/chia", "plots", "create", "-k", "32", "-t", "/a/temp", "-d", "/d"];

    private readonly ScriptedMachine _machine = new();
    private readonly MemoryJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Look_PlotterOfAnybody_IsAStranger()
    {
        var process = _machine.Start(Chia, []);
        _machine.Start(["/usr/bin/vi", "chia_plot.log"], []);
        var stranger = Look().Strangers.ShouldHaveSingleItem();
        (stranger.Process.Identity, stranger.Plotter.Temp, stranger.Mark).ShouldBe((process.Identity, "/a/temp", null));
    }

    [Fact]
    public void Look_TheFileOfThePackagedChia_IsAPlotter()
    {
        _machine.Start(["./chia.bin", "plots", "create", "-t", "/a/temp", "-d", "/d"], []);
        Look().Strangers.ShouldHaveSingleItem().Plotter.Profile.Name.ShouldBe("chia");
    }

    [Fact]
    public void Look_IgnoredUsersAndPids_AreLeftOutUnlessTheyAreRunsOfTheFarm()
    {
        _machine.Start(Chia, []).IsAnothers = true;
        var pid = _machine.Start(Chia, []).Pid;
        _machine.Start(Chia, []);
        _machine.Start(Chia, [], farm: ScriptedFarm.Identity);

        var config = new ScriptedFarm(ScriptedFarm.Job("a")).Config;
        config = config with { Global = config.Global with { IgnoredUsers = ["somebody"], IgnoredPids = [pid] } };
        Look(config: config).Strangers.Count.ShouldBe(2);
        config = config with { Global = config.Global with { IgnoredUsers = ["farmer"] } };
        Look(config: config).Strangers.Select(stranger => (stranger.Process.User, stranger.Farm?.Id))
            .ShouldBe([("somebody", null), ("farmer", "1f")], ignoreOrder: true);
    }

    [Fact]
    public void Look_WrapperAndItsChild_AreOne()
    {
        var wrapper = _machine.Start(["/usr/bin/chia", "plotters", "madmax", "-t", "/a/temp"], []);
        _machine.Start(["/usr/bin/chia_plot", "-t", "/a/temp"], []).ParentPid = wrapper.Pid;
        Look().Strangers.ShouldHaveSingleItem().Process.Identity.ShouldBe(wrapper.Identity);
    }

    [Fact]
    public void Look_ChildBehindAShell_IsStillTheWrappers()
    {
        var wrapper = _machine.Start(["/usr/bin/chia", "plotters", "madmax", "-t", "/a/temp"], []);
        var shell = _machine.Start(["/opt/glue", "start"], []);
        shell.ParentPid = wrapper.Pid;
        _machine.Start(["/usr/bin/chia_plot", "-t", "/a/temp"], []).ParentPid = shell.Pid;
        Look().Strangers.ShouldHaveSingleItem().Process.Identity.ShouldBe(wrapper.Identity);
    }

    [Fact]
    public void Look_StandInOfOthers_IsNotSeen()
    {
        _machine.Dress = process => process.Executable = "/opt/plotmanager";
        _machine.Start(Chia, [], mark: "somebody-elses-run");
        _machine.Start(Chia, []);
        Look().Strangers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/a/temp", null, true)]
    [InlineData("/a/temp", "1f", true)]
    [InlineData("/a/temp", "0f", false)]
    [InlineData("/elsewhere", null, false)]
    [InlineData("/elsewhere", "1f", true)]
    public void Look_AStandInOfNoKnownRun_IsSeenByAFarmOfStandInsThatItPlotsForAlone(string temp, string? farm, bool isSeen)
    {
        _machine.Dress = process => process.Executable = "/opt/plotmanager";
        _machine.Start(["/usr/bin/chia", "plots", "create", "-k", "18", "-t", temp, "-d", "/d"], [], farm: FarmIdentity.Read(farm));
        var seen = Look(standIns: true).Strangers;

        seen.Count.ShouldBe(isSeen ? 1 : 0);
        seen.ShouldAllBe(stranger => stranger.Plotter.Profile.Name == "demo");
    }

    [Fact]
    public void Look_TruePlotterInTheTempOfAFarmOfStandIns_IsNotSeen()
    {
        _machine.Start(Chia, []);
        Look(standIns: true).Strangers.ShouldBeEmpty();
    }

    [Fact]
    public void Look_PlotterOfAnotherFarm_IsAStrangerWithThatFarmsMark()
    {
        _machine.Start(Chia, [], mark: "theirs", farm: new FarmIdentity("0f", "/b/config.yaml"));
        Look().Strangers.ShouldHaveSingleItem().Farm.ShouldBe(new FarmIdentity("0f", "/b/config.yaml"));
    }

    [Fact]
    public void Look_RunOfTheFarm_IsNoStrangerWhateverItIsCalled()
    {
        var process = _machine.Start(["/opt/odd", "go"], []);
        var seen =
            Look(FarmState.Empty.Apply(new FarmEvent.RunAdopted(Run("r") with { State = RunState.Running, Process = process.Identity })));
        seen.Strangers.ShouldBeEmpty();
        seen.ByPid.Keys.ShouldContain(process.Pid);
    }

    [Fact]
    public void Look_IntendedRun_IsFoundByItsMarkAboveItsChildren()
    {
        var farm = FarmState.Empty.Apply(new FarmEvent.RunIntended(Run("r")));
        _machine.Dress = process => process.Executable = "/opt/plotmanager";
        var process = _machine.Start(["/opt/plotmanager", "stand-in", "go"], [], mark: "r");
        _machine.Start(["/usr/bin/helper"], [], mark: "r").ParentPid = process.Pid;
        _machine.Start(["/usr/bin/helper"], [], mark: "another");
        Look(farm).Launched.ShouldHaveSingleItem().ShouldBe(new("r", process.Sighting));
    }

    [Fact]
    public void Look_IntendedRunWhoseEnvironmentIsHidden_IsFoundByItsLog()
    {
        var farm = FarmState.Empty.Apply(new FarmEvent.RunIntended(Run("r")));
        var process = _machine.Start(["/opt/odd"], [], "/logs/r.log");
        Look(farm).Launched["r"].Identity.ShouldBe(process.Identity);
    }

    [Fact]
    public void Look_NothingIntended_LooksIntoNoOtherProcess()
    {
        _machine.Start(["/opt/odd"], [], mark: "r");
        Look().Launched.ShouldBeEmpty();
        Look().ByPid.ShouldBeEmpty();
    }

    private Sightings Look(FarmState? farm = null, bool standIns = false, PlotManager.Core.Configuration.Config? config = null)
    {
        var job = ScriptedFarm.Job("a");
        config ??= new ScriptedFarm(standIns ? job with { Plotter = BuiltInProfiles.Catalog.Find("demo")!, K = 18 } : job).Config;
        return new ProcessWatch(_machine.NewLife().Machine.Processes, config).Look(
            farm ?? FarmState.Empty, ScriptedFarm.Identity, runId => farm?.Find(runId) is not null);
    }

    private static RunRecord Run(string id) => new()
    {
        RunId = id,
        Job = "a",
        Plotter = "chia",
        LaunchedAt = ScriptedMachine.T0,
        Directories = new PlotDirectories("/a/temp", null, "/d"),
        LogFile = $"/logs/{id}.log",
    };
}

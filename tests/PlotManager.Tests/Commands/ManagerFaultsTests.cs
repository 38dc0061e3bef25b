using PlotManager.Commands.Running;
using PlotManager.Farms;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Commands;

/// <summary>What a command says that finds no manager to ask.</summary>
public sealed class ManagerFaultsTests
{
    private readonly ScriptedMachine _machine = new();
    private readonly FarmPaths _paths = new("/a/config.yaml", "/a/.plotmanager", "/a/debug.log");

    [Fact]
    public void NoManager_OneOfTheSameUserIsJustStarting_SaysToTryAgain()
    {
        var manager = _machine.Start(["plotmanager", "run", "--config", "/a/config.yaml"], []);

        Told().ShouldBe(
            $"the manager of /a/config.yaml (pid {manager.Sighting.Identity.Pid}) does not answer here: it is starting or ending, "
            + "or its files are not in /a/.plotmanager; try again, or give its folder with --state DIR");
    }

    [Fact]
    public void NoManager_NoneRuns_SaysHowToStartOne() => Told().ShouldStartWith("no manager of /a/config.yaml is running");

    private string Told() => ManagerFaults.NoManager(_paths, _machine.NewLife().Machine).Message;
}

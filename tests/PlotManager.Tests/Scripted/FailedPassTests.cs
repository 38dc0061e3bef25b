using System.Runtime.Versioning;
using PlotManager.Core.Control;
using PlotManager.Loop;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>What the manager does when it cannot look: it concludes nothing, says so, answers and goes on.</summary>
public sealed class FailedPassTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"));
    private volatile bool _fails;

    public FailedPassTests() => _farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(1), "/a/temp", "/a-dest/plots").Steps;

    [Fact]
    public void Look_ProcessesCannotBeListed_TakesNoRunForEnded()
    {
        Starts().Look();
        _farm.Pass(1);
        _fails = true;

        Should.Throw<IOException>(() => _farm.Look());

        _farm.Store.State.InFlight.Count().ShouldBe(1);
        _fails = false;
        _farm.Pass(10);
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
    }

    [Fact]
    public async Task Run_APassFails_TheLoopAnswersAndShowsIt()
    {
        Starts();
        _fails = true;
        var running = _farm.Loop.RunAsync(TestContext.Current.CancellationToken);

        var answer = await _farm.Loop.AskAsync(new ControlRequest(ControlCommand.Pause), TestContext.Current.CancellationToken);
        (await _farm.Loop.AskAsync(new ControlRequest(ControlCommand.Stop), TestContext.Current.CancellationToken)).Done.ShouldBeTrue();

        answer.Done.ShouldBeTrue();
        (await running).ShouldBe(LoopEnd.Stopped);
        _farm.Log.ShouldContain(line => line.Contains(
            "the manager could not look at the farm and starts nothing until it can: fault in a test"));
        _farm.Machine.Launches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(24, true)] // EMFILE
    [InlineData(23, true)] // ENFILE
    [InlineData(12, true)] // ENOMEM
    [InlineData(2, false)] // ENOENT: it has ended
    [InlineData(3, false)] // ESRCH: it has ended
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    public void IsShortage_OnlyWhatSaysNothingOfTheProcessAskedFor(int error, bool isShortage) =>
        Libc.IsShortage(error).ShouldBe(isShortage);

    private ScriptedFarm Starts() =>
        _farm.Starts(new SeamCalls(call => _fails && call.Name == "Processes.List" ? Fate.Fails : Fate.Happens) { Forgets = true });
}

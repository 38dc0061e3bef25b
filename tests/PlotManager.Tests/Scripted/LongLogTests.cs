using PlotManager.Configuration;
using PlotManager.Logs;
using PlotManager.Observing;

namespace PlotManager.Tests.Scripted;

/// <summary>A log that is longer than what one pass reads of it.</summary>
public sealed class LongLogTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"));

    [Fact]
    public void HasNews_ItsRunGoesOnAsAnotherProcessMeanwhile_IsNoNewsOnceTheLogIsRead()
    {
        _farm.Machine.Script = _ => new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp").Steps;
        _farm.Starts().Look();
        var wrapper = _farm.Machine.Alive.Single();
        var child = _farm.Machine.Start(wrapper.Arguments, [], wrapper.LogFile, wrapper.Environment[ProcessWatch.Mark]);
        child.ParentPid = wrapper.Pid;
        var machine = _farm.Machine.NewLife().Machine;
        var observer = new Observer(machine, _farm.Store, new ExecutableSearch(machine.Files, _ => null));
        Look();
        observer.HasNews().ShouldBeFalse();

        const string line = "\tBucket 0 uniform sort. Ram: 3.240GiB\n";
        _farm.Machine.Files.Append(wrapper.LogFile!, string.Concat(Enumerable.Repeat(line, 5 * (LogLimits.APass / line.Length) / 2)));
        Look();
        observer.HasNews().ShouldBeTrue("there is more to read");
        wrapper.Steps.Clear();
        _farm.Machine.Finish(wrapper, null, 9);
        child.ParentPid = 1;
        Look();
        _farm.Store.State.InFlight.ShouldHaveSingleItem().Run.Process.ShouldBe(child.Identity);
        Look();

        observer.HasNews().ShouldBeFalse("all is read");

        void Look() => _farm.Store.Commit(observer.Observe(_farm.Config, _farm.Machine.Clock.GetUtcNow()).Events);
    }
}

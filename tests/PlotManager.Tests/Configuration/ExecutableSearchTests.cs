using PlotManager.Configuration;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Configuration;

public class ExecutableSearchTests
{
    private readonly ScriptedFiles _files = new(new ScriptedClock(ScriptedMachine.T0));

    [Fact]
    public void Find_NameOnPath_IsTheFirstThatCanBeRun()
    {
        _files.Executables.UnionWith(["/usr/bin/chia", "/opt/chia"]);
        Search("/nowhere:/usr/bin:/opt").Find("chia").ShouldBe(("/usr/bin/chia", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/nowhere::/usr/bin")]
    public void Find_NameNotOnPath_SaysWhatToDo(string? path) =>
        Search(path).Find("chia").ShouldBe((null, "chia is not on PATH; give its full path in chia_location"));

    [Fact]
    public void Find_Path_IsNotLookedForOnPath()
    {
        _files.Executables.Add("/usr/bin/chia");
        Search("/usr/bin").Find("/opt/chia").ShouldBe((null, "/opt/chia: there is no such file"));
        Search("").Find("/usr/bin/chia").Path.ShouldBe("/usr/bin/chia");
    }

    private ExecutableSearch Search(string? path) => new(_files, name => name == "PATH" ? path : null);
}

using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class OwnProgramTests
{
    [Fact]
    public void From_OwnExecutable_NeedsNothingMore()
    {
        var program = OwnProgram.From("/opt/plotmanager/plotmanager", "/opt/plotmanager/", "plotmanager");
        program.Executable.ShouldBe("/opt/plotmanager/plotmanager");
        program.LeadingArguments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/usr/share/dotnet/dotnet")]
    [InlineData("/usr/share/dotnet/dotnet.exe")]
    public void From_DotnetHost_NamesTheAssembly(string host)
    {
        var program = OwnProgram.From(host, "/src/bin/Debug/", "plotmanager");
        program.Executable.ShouldBe(host);
        program.LeadingArguments.ShouldBe(["/src/bin/Debug/plotmanager.dll"]);
        program.Order(["run", "--config", "c.yaml"], "/tmp/log").Arguments
            .ShouldBe(["/src/bin/Debug/plotmanager.dll", "run", "--config", "c.yaml"]);
    }
}

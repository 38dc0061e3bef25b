using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class WindowsEnvironmentTests
{
    private static KeyValuePair<string, string>[] Variables(params (string Name, string Value)[] variables) =>
        [.. variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))];

    [Fact]
    public void Block_Variables_AreSortedWithoutRegardToCase() =>
        WindowsEnvironment.Block(Variables(("b", "2"), ("A", "1"), ("C", "a=b"), ("a_", ""))).ShouldBe("A=1\0a_=\0b=2\0C=a=b\0\0");

    [Fact]
    public void Block_OneNameInTwoCases_TheLaterStands() =>
        WindowsEnvironment.Block(Variables(("Path", "old"), ("PATH", "new"))).ShouldBe("PATH=new\0\0");

    [Fact]
    public void Block_Nothing_IsStillABlock() => WindowsEnvironment.Block([]).ShouldBe("\0\0");

    [Theory]
    [InlineData("PLOTMANAGER_RUN", "r=1")]
    [InlineData("plotmanager_run", "r=1")]
    [InlineData("EMPTY", "")]
    [InlineData("PLOTMANAGER", null)]
    [InlineData("AFTER", null)] // behind the end of the block
    public void Value_OfABlock(string name, string? expected) =>
        WindowsEnvironment.Value("=C:=C:\\x\0EMPTY=\0PLOTMANAGER_RUN=r=1\0\0AFTER=1\0", name).ShouldBe(expected);

    [Fact]
    public void Value_BlockCutShort_EndsQuietly()
    {
        WindowsEnvironment.Value("A=1\0B=2", "B").ShouldBe("2");
        WindowsEnvironment.Value("", "B").ShouldBeNull();
    }
}

using PlotManager.Platform;

namespace PlotManager.Tests.Control;

public sealed class ControlPipeTests
{
    [Fact]
    public void NewAddress_AskedTwice_GivesNamesThatNobodyCanGuess()
    {
        var (first, second) = (ControlPipe.NewAddress("farm"), ControlPipe.NewAddress("farm"));

        first.ShouldNotBe(second);
        first.ShouldMatch(@"^\\\\\.\\pipe\\plotmanager-farm-[0-9a-f]{32}$");
    }

    [Fact]
    public void Name_OfAPipe_IsWithoutTheFolder() => ControlPipe.Name(@"\\.\pipe\plotmanager-1").ShouldBe("plotmanager-1");

    [Theory]
    [InlineData(@"\\.\pipe\plotmanager-1", true)]
    [InlineData("/run/user/1000/plotmanager/1.sock", false)]
    [InlineData(@"\\server\pipe\plotmanager-1", false)] // another computer's
    public void IsOne_AnAddress_IsWhetherItIsAPipeOfThisComputer(string address, bool expected) =>
        ControlPipe.IsOne(address).ShouldBe(expected);
}

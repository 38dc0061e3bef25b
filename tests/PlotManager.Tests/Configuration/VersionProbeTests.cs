using PlotManager.Configuration;

namespace PlotManager.Tests.Configuration;

/// <summary>Real programs stand for plotters: what is asked is the same.</summary>
public sealed class VersionProbeTests
{
    [Fact]
    public void Ask_ProgramThatKnowsTheOption_GivesItsFirstLine()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "no bash");

        VersionProbe.Ask("/bin/bash").ShouldNotBeNull().ShouldStartWith("GNU bash");
    }

    [Theory]
    [InlineData("/bin/false")]
    [InlineData("/no/such/program")]
    public void Ask_ProgramThatDoesNotAnswer_IsNothing(string program) => VersionProbe.Ask(program).ShouldBeNull();
}

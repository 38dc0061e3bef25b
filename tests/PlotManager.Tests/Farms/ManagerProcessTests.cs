using System.Collections.Immutable;
using PlotManager.Farms;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Farms;

/// <summary>Issue 14, number 10: a manager is known by its command line, however it was started.</summary>
public sealed class ManagerProcessTests
{
    private readonly ScriptedMachine _machine = new();

    [Theory]
    [InlineData("/opt/plotmanager run --config /a/config.yaml", "/a/config.yaml")]
    [InlineData("/opt/plotmanager run --config /a/config.yaml --state /s", "/a/config.yaml")]
    [InlineData("plotmanager -c /a/config.yaml run", "/a/config.yaml")]
    [InlineData("plotmanager run --config=/a/config.yaml", "/a/config.yaml")]
    [InlineData("plotmanager run -c a/config.yaml", "/a/config.yaml")]
    [InlineData("plotmanager run", "/config.yaml")]
    [InlineData("plotmanager run --quiet -c /a/config.yaml --log-format json", "/a/config.yaml")]
    [InlineData("plotmanager run --start-log /s/start.log --config /a/config.yaml --quiet", "/a/config.yaml")]
    [InlineData("/usr/bin/dotnet /build/plotmanager.dll run -c /a/config.yaml", "/a/config.yaml")]
    public void Others_AManager_IsFoundWithItsConfig(string line, string config)
    {
        var process = _machine.Start([.. line.Split(' ')], []);

        var manager = Others().ShouldHaveSingleItem();
        var state = line.EndsWith(" /s", StringComparison.Ordinal) ? "/s" : null;
        manager.ShouldBe(new ManagerProcess(process.Sighting, config) { StateFolder = state });
    }

    [Theory]
    [InlineData("/opt/plotmanager start --config /a/config.yaml")]
    [InlineData("/opt/plotmanager status --job run")]
    [InlineData("/opt/editor run --config /a/config.yaml")]
    [InlineData("/bin/sh -c plotmanager run")]
    [InlineData("/usr/bin/dotnet run plotmanager.dll")]
    public void Others_AnotherProcess_IsNone(string line)
    {
        _machine.Start([.. line.Split(' ')], []);

        Others().ShouldBeEmpty();
    }

    [Fact]
    public void Others_ThePathOfAnotherUsersManagerIsRelative_IsNotGuessed()
    {
        _machine.Dress = process => process.IsAnothers = true;
        _machine.Start(["plotmanager", "run"], []);

        Others().ShouldBeEmpty();
    }

    private ImmutableArray<ManagerProcess> Others() => [.. ManagerProcess.Others(_machine.NewLife().Machine.Processes)];
}

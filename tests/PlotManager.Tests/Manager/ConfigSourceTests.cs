using PlotManager.Core.Configuration;
using PlotManager.Manager;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Manager;

public sealed class ConfigSourceTests
{
    private static readonly Config Before = new ScriptedFarm(ScriptedFarm.Job("a")).Config;

    [Fact]
    public void Reload_AJobMore_SaysSo() =>
        Source(Before with { Jobs = [.. Before.Jobs, ScriptedFarm.Job("b")] }).Reload().Text.ShouldBe("The config was read again:\njob b added");

    [Fact]
    public void Reload_TheSameAgain_SaysThatNothingHasChanged() =>
        Source(Before).Reload().Text.ShouldBe("The config was read again; nothing in it has changed.");

    [Fact]
    public void Reload_AConfigWithErrors_LeavesTheOldOneInForce()
    {
        var source = Source(null);

        source.Reload().Done.ShouldBeFalse();
        source.Current.ShouldBe(Before);
    }

    private static ConfigSource Source(Config? read) =>
        new(Before, new ConfigHooks(() => null, () => new ConfigReading(read, []), (_, _, _) => { }, _ => { }), TimeProvider.System);
}

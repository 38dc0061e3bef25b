using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>The README's first command.</summary>
public sealed class DemoTests
{
    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task The_demo_makes_its_plots_says_where_and_exits_0()
    {
        await using var farm = TestFarm.Make();
        var keep = Path.Combine(farm.Folder, "kept");

        var outcome = await farm.Run("demo", "--keep", keep, "--plots", "2", "--speed", "6");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        outcome.Out.ShouldContain("2 of 2 plots were made");
        outcome.Out.ShouldContain($"plotmanager{(Wine.IsOn ? ".exe" : "")} status --config {keep}/config.yaml");
        outcome.Out.ShouldNotContain('\u001b');
        Directory.EnumerateFiles(Path.Combine(keep, "plots"), "*.plot", SearchOption.AllDirectories).Count().ShouldBe(2);
        Processes.PlottersBelow(keep).ShouldBeEmpty();
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task Ctrl_C_ends_the_demo_and_leaves_no_process_behind()
    {
        await using var farm = TestFarm.Make();
        var keep = Path.Combine(farm.Folder, "kept");
        using var demo = BuiltProgram.Begin(farm.Folder, null, "demo", "--keep", keep, "--speed", "0.1");
        await farm.Until(() => Processes.PlottersBelow(keep).Count == 2, "the demo plots");

        Processes.Signal(demo.Id, Processes.SigInt);
        await farm.Until(() => demo.HasExited, "the demo ends");

        Processes.PlottersBelow(keep).ShouldBeEmpty();
        File.Exists(Path.Combine(keep, ".plotmanager", "manager.json")).ShouldBeFalse("its manager is gone too");
    }

    [Fact]
    public async Task A_demo_in_a_folder_with_something_in_it_is_refused()
    {
        await using var farm = TestFarm.Make();

        var outcome = await farm.Run("demo", "--keep", farm.Folder);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("has something in it");
        Directory.Exists(Path.Combine(farm.Folder, "bin")).ShouldBeTrue("nothing of it is touched");
    }
}

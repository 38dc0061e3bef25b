using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests.View;

/// <summary>The view of the demo's farm in a real terminal.</summary>
[Trait("Category", "Unix")]
public sealed class ViewInATerminalTests : IDisposable
{
    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plotmanager.exe" : "plotmanager");

    private readonly string _folder = Directory.CreateTempSubdirectory("view-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_view_selects_sorts_resizes_and_gives_the_terminal_back()
    {
        await using var pane = await TmuxPane.Open(110, 40);
        await Show(pane);

        await pane.Press("Down");
        await pane.Until("a selected run and its log", text => text.Contains("› ") && text.Contains(" log      " + _folder));
        await pane.Type("o");
        await pane.Until("the runs by job", text => text.Contains("job▾"));
        await pane.Type("?");
        await pane.Until("the keys", text => text.Contains("quit; the manager and the plots go on"));
        await pane.Type("?");
        await pane.Resize(64, 20);
        var narrow = await pane.Until("the same, narrower", text => text.Contains("progress") && !text.Contains("/ filter"));
        narrow.Split('\n').ShouldAllBe(row => row.Length <= 64);
        await pane.Type("q");

        await ShouldBeGivenBack(pane);
    }

    [Fact]
    public async Task Every_key_does_what_the_help_says()
    {
        await using var farm = TestFarm.Make("seconds: 600\n");
        farm.Configure(farm.Job("steady", maxPlots: 2, maxConcurrent: 2));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 2, "two plots run");
        await using var pane = await TmuxPane.Open(140, 45);
        await pane.Type($"{Program} view --config {farm.Config}");
        await pane.Press("Enter");
        await pane.Until("two runs, and the first one's details", text => Pids(text, farm).Count == 2 && text.Contains("── 1 steady"));

        await pane.Press("Down");
        await pane.Until("a selected run", text => text.Contains("› 1"));
        await pane.Press("Enter");
        await pane.Until("the run's page", text => text.Contains(" phases ") && text.Contains("── log ──"));
        await pane.Press("Up");
        await pane.Press("Escape");
        await pane.Until("the farm", text => text.Contains(" job  "));
        await pane.Type("e");
        await pane.Until("the job's reasons", text => text.Contains("steady  ") && !text.Contains("elapsed"));
        await pane.Type("h");
        await pane.Until("no history yet", text => text.Contains("No plots have finished yet."));
        await pane.Type("?");
        await pane.Until("the keys", text => text.Contains("quit; the manager and the plots go on"));
        await pane.Press("Escape");
        await pane.Until("the farm again", text => text.Contains("elapsed"));

        await pane.Press("Tab");
        await pane.Until("the pointer on the job", text => text.Contains("› steady"));
        await pane.Press("Tab");
        await pane.Until("the pointer on a drive", text => text.Contains("› /"));
        await pane.Press("Enter");
        await pane.Until("the drive's page", text => text.Contains(" room     for "));
        await pane.Press("Escape");
        await pane.Press("BTab");
        await pane.Until("the job again", text => text.Contains("› steady"));

        await pane.Type("/nothing-of-this-name");
        await pane.Until("what is typed", text => text.Contains("/nothing-of-this-name") && text.Contains("No run matches the filter."));
        await pane.Press("Escape");
        await pane.Until("all runs", text => Pids(text, farm).Count == 2);
        await pane.Type("O");
        await pane.Until("the order reversed", text => text.Contains("elapsed▴"));
        await pane.Type("oo");
        await pane.Until("another order", text => text.Contains("progress▴"));
        var row = Array.FindIndex((await pane.Text()).Split('\n'), line => line.Contains(" 2  steady")) + 1;
        await pane.Type($"\x1b[<0;10;{row}M");
        await pane.Until("the run that was clicked", text => text.Contains("› 2"));
        await pane.Type("\x1b[<65;10;10M");
        await pane.Until("the wheel's move", text => text.Contains("› 1"));

        await pane.Type("s");
        await pane.Until("the suspended run", text => text.Contains("suspended"));
        await pane.Type("s");
        await pane.Until("the run that goes on", text => !text.Contains("1 suspended") && !text.Contains("- suspended"));
        await pane.Type("p");
        await pane.Until("paused starts", text => text.Contains("starts are paused"));
        await pane.Type("p");
        await pane.Until("allowed starts", text => !text.Contains("· starts are paused"));
        await pane.Type("r");
        await pane.Type("q");
        await pane.Until("the shell", text => text.TrimEnd().EndsWith('$'));
        (await pane.Flag("mouse_any_flag")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_keys_k_then_N_leave_a_plot_alone_and_k_then_y_kill_it()
    {
        await using var farm = TestFarm.Make("seconds: 600\n");
        farm.Configure(farm.Job("steady", maxPlots: 2, maxConcurrent: 2));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 2, "two plots run");
        (await farm.Run("pause")).ExitCode.ShouldBe(0, "so that no other plot takes the place of a killed one");
        await using var pane = await TmuxPane.Open(140, 30);
        await pane.Type($"{Program} view --config {farm.Config}");
        await pane.Press("Enter");
        await pane.Until("two runs", text => Pids(text, farm).Count == 2);
        await pane.Type("k");
        await pane.Until("what to do first", text => text.Contains("select a run with the arrow keys first"));

        await pane.Press("Down");
        await pane.Until("a selected run", text => text.Contains("› "));
        await pane.Type("k");
        var asked = await pane.Until("the question", text => text.Contains("kill the run of steady with pid "));
        var victim = int.Parse(asked.Split("steady with pid ")[1].Split(',', '?')[0]);
        await pane.Type("N");
        await pane.Until("that nothing is done", text => text.Contains("not killed"));
        Processes.IsAlive(victim).ShouldBeTrue();

        await pane.Type("k");
        await pane.Until("the question again", text => text.Contains($"kill the run of steady with pid {victim}"));
        await pane.Type("y");

        await farm.Until(() => !Processes.IsAlive(victim), "the selected plotter is gone");
        await pane.Until("the other run alone", text => Pids(text, farm).Count == 1);
        farm.Plotters().Count.ShouldBe(1);
        await pane.Type("q");
        (await farm.Status()).GetProperty("jobs")[0].GetProperty("failed").GetInt32().ShouldBe(0, "it was wished");
    }

    private static IReadOnlyList<int> Pids(string screen, TestFarm farm) => [.. farm.Plotters().Where(pid => screen.Contains($" {pid}"))];

    [Theory]
    [InlineData("INT"), InlineData("TERM"), InlineData("HUP")]
    public async Task The_view_gives_the_terminal_back_after_a_signal(string signal)
    {
        await using var pane = await TmuxPane.Open(100, 30);
        await Show(pane);

        using var kill = System.Diagnostics.Process.Start(
            "kill",
            ["-s", signal, (await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), TestContext.Current.CancellationToken)).Trim()]);

        await ShouldBeGivenBack(pane);
    }

    // The terminal's settings are noted before and after; the program takes the place of a shell whose pid is known.
    private async Task Show(TmuxPane pane)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "tmux is for Unix");
        await pane.Type($"cd {_folder}; stty -g > before; sh -c 'echo $$ > pid; exec {Program} demo --keep {_folder}/farm --plots 40'; "
            + "stty -g > after; echo view is over");
        await pane.Press("Enter");
        await pane.Until("two runs", text => text.Contains("alpha  18") && text.Contains("beta   18"));
        (await pane.Flag("alternate_on")).ShouldBeTrue();
        (await pane.Flag("cursor_flag")).ShouldBeFalse();
    }

    private async Task ShouldBeGivenBack(TmuxPane pane)
    {
        var text = await pane.Until("the shell's screen", screen => screen.Contains("\nview is over"));
        text.ShouldContain("The demo was ended.");
        (await pane.Flag("alternate_on")).ShouldBeFalse();
        (await pane.Flag("cursor_flag")).ShouldBeTrue();
        (await pane.Flag("mouse_any_flag")).ShouldBeFalse();
        (await pane.Flag("wrap_flag")).ShouldBeTrue();
        (await pane.Flag("keypad_cursor_flag")).ShouldBeFalse();
        var cancellation = TestContext.Current.CancellationToken;
        (await File.ReadAllTextAsync(Path.Combine(_folder, "after"), cancellation)).ShouldBe(
            await File.ReadAllTextAsync(Path.Combine(_folder, "before"), cancellation));
    }
}

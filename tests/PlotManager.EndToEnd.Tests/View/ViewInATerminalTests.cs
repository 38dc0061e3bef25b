namespace PlotManager.EndToEnd.Tests.View;

/// <summary>The view of the demo's farm in a real terminal.</summary>
public sealed class ViewInATerminalTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plotmanager.exe" : "plotmanager");

    private readonly string folder = Directory.CreateTempSubdirectory("view-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_view_selects_sorts_resizes_and_gives_the_terminal_back()
    {
        await using var pane = await TmuxPane.Open(110, 40);
        await Show(pane);

        await pane.Press("Down");
        await pane.Until("a selected run and its log", text => text.Contains("› ") && text.Contains(" log   " + folder));
        await pane.Type("o");
        await pane.Until("the runs by job", text => text.Contains("job▾"));
        await pane.Type("?");
        await pane.Until("the keys", text => text.Contains("quit; the manager and the plots go on"));
        await pane.Type("?");
        await pane.Resize(64, 20);
        var narrow = await pane.Until("the same, narrower", text => text.Contains("progress") && !text.Contains("[s]uspend"));
        narrow.Split('\n').ShouldAllBe(row => row.Length <= 64);
        await pane.Type("q");

        await ShouldBeGivenBack(pane);
    }

    [Theory]
    [InlineData("INT"), InlineData("TERM"), InlineData("HUP")]
    public async Task The_view_gives_the_terminal_back_after_a_signal(string signal)
    {
        await using var pane = await TmuxPane.Open(100, 30);
        await Show(pane);

        using var kill = System.Diagnostics.Process.Start("kill", ["-s", signal, (await File.ReadAllTextAsync(Path.Combine(folder, "pid"), TestContext.Current.CancellationToken)).Trim()]);

        await ShouldBeGivenBack(pane);
    }

    // The terminal's settings are noted before and after; the program takes the place of a shell whose pid is known.
    private async Task Show(TmuxPane pane)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "tmux is for Unix");
        await pane.Type($"cd {folder}; stty -g > before; sh -c 'echo $$ > pid; exec {Program} demo --keep {folder}/farm --plots 4'; stty -g > after; echo view is over");
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
        (await pane.Flag("wrap_flag")).ShouldBeTrue();
        (await pane.Flag("keypad_cursor_flag")).ShouldBeFalse();
        var cancellation = TestContext.Current.CancellationToken;
        (await File.ReadAllTextAsync(Path.Combine(folder, "after"), cancellation)).ShouldBe(await File.ReadAllTextAsync(Path.Combine(folder, "before"), cancellation));
    }
}

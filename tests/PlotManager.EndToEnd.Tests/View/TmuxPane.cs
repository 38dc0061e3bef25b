using System.ComponentModel;
using System.Diagnostics;

namespace PlotManager.EndToEnd.Tests.View;

/// <summary>A real terminal without a window: one pane of a tmux server of its own.</summary>
internal sealed class TmuxPane : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _server = $"plotmanager-test-{Guid.NewGuid():N}";

    private TmuxPane()
    {
    }

    /// <summary>A shell in a terminal of this size, or a skipped test where there is no tmux.</summary>
    public static async Task<TmuxPane> Open(int width, int height)
    {
        var pane = new TmuxPane();
        try
        {
            await pane.Tmux("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "env LANG=C.UTF-8 PS1='$ ' sh");
        }
        catch (Win32Exception)
        {
            Assert.Skip("tmux is not installed");
        }

        return pane;
    }

    public Task Type(string text) => Tmux("send-keys", "-l", text);

    public Task Press(string key) => Tmux("send-keys", key);

    public Task Resize(int width, int height) => Tmux("resize-window", "-x", $"{width}", "-y", $"{height}");

    public async Task<string> Text() => await Tmux("capture-pane", "-p");

    /// <summary>A flag of the terminal, such as <c>alternate_on</c> or <c>cursor_flag</c>.</summary>
    public async Task<bool> Flag(string name) => (await Tmux("display-message", "-p", $"#{{{name}}}")).Trim() == "1";

    /// <summary>Waits until the screen is as wanted; the last one seen is in the failure.</summary>
    public async Task<string> Until(string what, Func<string, bool> wanted)
    {
        var clock = Stopwatch.StartNew();
        string text;
        while (!wanted(text = await Text()))
        {
            (clock.Elapsed < Patience).ShouldBeTrue($"not seen within {Patience.TotalSeconds} s: {what}; the screen is\n{text}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return text;
    }

    public async ValueTask DisposeAsync() => await Tmux("kill-server");

    private async Task<string> Tmux(params string[] arguments)
    {
        using var tmux = new Process
        {
            StartInfo = new ProcessStartInfo("tmux", ["-u", "-L", _server, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        tmux.Start();
        var error = tmux.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await tmux.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await tmux.WaitForExitAsync(CancellationToken.None);
        tmux.ExitCode.ShouldBe(0, await error);
        return output;
    }
}

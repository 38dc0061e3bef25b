using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Display.Live;
using PlotManager.Hosting;

namespace PlotManager.Commands.Looking;

/// <summary>A file that grows, printed as it is written: its last lines, then what comes.</summary>
internal sealed class FollowedLog(CommandEnvironment environment, string path)
{
    private const int Lines = 20;
    private const int Piece = 64 * 1024;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly LogText _text = new();
    private string _rest = "";

    /// <summary>Until it is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        var (files, time) = (environment.Machine.Value.Files, environment.Machine.Value.Time);
        var at = files.Look(path)?.Length ?? throw new CommandFault($"{path} is not there");
        foreach (var line in LogTail.Read(files, path, Lines))
        {
            environment.Out.WriteLine(line);
        }

        while (!cancel.IsCancellationRequested)
        {
            environment.Out.Flush();
            if (files.Look(path)?.Length is { } length && length != at)
            {
                // A file that was begun anew is shorter than what was read of the one before.
                at = length < at ? 0 : at;
                at += Print(files.Read(path, at, (int)Math.Min(Piece, length - at)));
            }
            else
            {
                try
                {
                    await Task.Delay(Between, time, cancel);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    // Whole lines; plotters redraw one with carriage returns.
    private int Print(byte[] bytes)
    {
        var lines = (_rest + System.Text.Encoding.UTF8.GetString(_text.Utf8(bytes))).Split(['\n', '\r']);
        _rest = lines[^1];
        foreach (var line in lines[..^1].Where(line => line.Length > 0))
        {
            environment.Out.WriteLine(LogSecrets.Mask(line));
        }

        return bytes.Length;
    }
}

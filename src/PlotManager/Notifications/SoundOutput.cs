using System.ComponentModel;
using System.Diagnostics;

namespace PlotManager.Notifications;

/// <summary>
/// Plays the song with what the machine has: paplay, pw-play, aplay (WAV only), ffplay or mpg123; afplay on macOS; Windows' own player.
/// Where nothing can, the terminal's bell, and the reason says what was missing.
/// </summary>
/// <param name="ringBell">Rings and says whether anybody can hear it; the default writes BEL to a terminal's error output.</param>
public sealed class SoundOutput(string song, IPlayer player, Func<bool>? ringBell = null)
{
    private static readonly TimeSpan LongestSong = TimeSpan.FromMinutes(2);

    private readonly Func<bool> _ringBell = ringBell ?? RingTerminal;

    public async Task<Delivery> Send(CancellationToken cancellation)
    {
        if (!File.Exists(song))
        {
            return Bell($"there is no file {song}");
        }

        var reasons = new List<string>();
        foreach (var (program, arguments) in Players(song))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(LongestSong);
            switch (await player.Play(program, arguments, patience.Token))
            {
                case null:
                    reasons.Add($"no {program}");
                    break;
                case 0:
                    return Delivery.Done;
                case { } code:
                    reasons.Add($"{program} cannot play it (exit code {code})");
                    break;
            }

            cancellation.ThrowIfCancellationRequested();
        }

        return Bell(string.Join(", ", reasons));
    }

    /// <summary>Programs to try, in order, with their arguments.</summary>
    internal static IEnumerable<(string Program, string[] Arguments)> Players(string song)
    {
        if (OperatingSystem.IsWindows())
        {
            // SoundPlayer takes WAV; the path goes in by the environment, so that no quoting can break it.
            yield return (
                "powershell.exe",
                ["-NoProfile", "-NonInteractive", "-Command", "(New-Object Media.SoundPlayer $env:PLOTMANAGER_SONG).PlaySync()"]);
            yield break;
        }

        if (OperatingSystem.IsMacOS())
        {
            yield return ("afplay", [song]);
            yield break;
        }

        yield return ("paplay", [song]);
        yield return ("pw-play", [song]);
        if (song.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            // aplay would play any other file as noise.
            yield return ("aplay", ["-q", song]);
        }

        yield return ("ffplay", ["-nodisp", "-autoexit", "-loglevel", "error", song]);
        if (song.EndsWith(".mp3", StringComparison.OrdinalIgnoreCase))
        {
            yield return ("mpg123", ["-q", song]);
        }
    }

    private Delivery Bell(string reason) => _ringBell() ? Delivery.Done : Delivery.Failed($"no sound: {reason}");

    private static bool RingTerminal()
    {
        if (Console.IsErrorRedirected)
        {
            return false;
        }

        Console.Error.Write('\a');
        return true;
    }
}

/// <summary>Runs a player to its end.</summary>
public interface IPlayer
{
    /// <summary>Its exit code, or null if there is no such program. A player that outlasts the cancellation is ended.</summary>
    Task<int?> Play(string program, IReadOnlyList<string> arguments, CancellationToken cancellation);
}

/// <summary>Starts players as processes of their own.</summary>
/// <param name="song">Given to them as PLOTMANAGER_SONG too.</param>
public sealed class ProcessPlayer(string song) : IPlayer
{
    // As a shell says of a program that a signal ended.
    private const int Ended = 128 + 15;

    public async Task<int?> Play(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        process.StartInfo.Environment["PLOTMANAGER_SONG"] = song;
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            // No such program, or not executable: the next may do.
            return null;
        }

        try
        {
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellation),
                process.StandardError.ReadToEndAsync(cancellation),
                process.WaitForExitAsync(cancellation));
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return Ended;
        }
    }
}

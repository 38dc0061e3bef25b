using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PlotManager.Core.Checkers;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Acting.Checking;

/// <summary>
/// The program's way of running a checker: a process between it and its log, which lets no secret through and gives way on the disks. It
/// lives as long as the checker does, whatever becomes of the manager.
/// </summary>
public static class CheckFilter
{
    /// <summary>The hidden command of the program: <c>check-filter MINUTES SECRETS SECRET... PROGRAM ARGUMENT...</c></summary>
    public const string Command = "check-filter";

    // What a shell says of a program that cannot be run.
    private const int CannotRun = 126;

    // A child of the checker may hold its output open.
    private static readonly TimeSpan UntilRead = TimeSpan.FromSeconds(5);

    /// <summary>The arguments of this program that run a checker so.</summary>
    public static ImmutableArray<string> Arguments(CheckerProfile checker, string executable, string plot, int challenges) =>
    [
        Command, checker.Longest.TotalMinutes.ToString(CultureInfo.InvariantCulture),
        checker.Secrets.Length.ToString(CultureInfo.InvariantCulture), .. checker.Secrets, executable,
        .. checker.ArgumentsFor(plot, challenges),
    ];

    /// <param name="order">What stands behind <see cref="Command"/>.</param>
    /// <param name="output">Takes what may be stored.</param>
    /// <returns>The exit code of the checker.</returns>
    public static int Run(ReadOnlySpan<string> order, TextWriter output)
    {
        if (order.Length < 3
            || !double.TryParse(order[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
            || !int.TryParse(order[1], NumberStyles.None, CultureInfo.InvariantCulture, out var secrets)
            || order.Length < 3 + secrets)
        {
            output.WriteLine($"{Command} is not for people; use plotmanager verify");
            return ExitCode.Usage;
        }

        OwnDiskPriority.GiveWay();
        return Run(
            new SecretLines([.. order.Slice(2, secrets)]), order[2 + secrets], [.. order[(3 + secrets)..]], TimeSpan.FromMinutes(minutes),
            output);
    }

    private static int Run(SecretLines secrets, string program, string[] arguments, TimeSpan longest, TextWriter output)
    {
        var order = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        try
        {
            using var process = Process.Start(order)!;
            process.StandardInput.Close(); // whoever asks for a passphrase is answered by nobody
            return Follow(process, new KeptLines(secrets, output), longest);
        }
        catch (Win32Exception refused)
        {
            output.WriteLine($"{program} cannot be run: {refused.Message.ReplaceLineEndings(" ")}");
            return CannotRun;
        }
    }

    private static int Follow(Process process, KeptLines lines, TimeSpan longest)
    {
        using var ending = new EndWith(process);
        var reading = Task.WhenAll(
            Task.Run(() => lines.TakeAll(process.StandardOutput)), Task.Run(() => lines.TakeAll(process.StandardError)));
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            lines.Say($"the checker took longer than {longest.TotalMinutes:0} minutes and was ended");
        }

        reading.Wait(UntilRead);
        return process.ExitCode;
    }

    /// <summary>Writes the lines of both outputs, each at once.</summary>
    private sealed class KeptLines(SecretLines secrets, TextWriter output)
    {
        private readonly Lock _turn = new();

        public void TakeAll(StreamReader reader)
        {
            var line = new StringBuilder();
            var block = new char[4096];
            for (int length; (length = reader.Read(block, 0, block.Length)) > 0;)
            {
                foreach (var character in block.AsSpan(0, length))
                {
                    if (character is '\n' or '\r')
                    {
                        Take(line);
                    }
                    else if (line.Length <= SecretLines.LongestLine)
                    {
                        line.Append(character);
                    }
                }
            }

            Take(line);
        }

        public void Say(string words)
        {
            lock (_turn)
            {
                output.WriteLine(words);
                output.Flush();
            }
        }

        private void Take(StringBuilder line)
        {
            if (line.Length == 0)
            {
                return;
            }

            lock (_turn)
            {
                if (secrets.Kept(line.ToString()) is { } kept)
                {
                    output.WriteLine(kept);
                    output.Flush();
                }
            }

            line.Clear();
        }
    }

    /// <summary>Whoever ends this process ends the checker.</summary>
    private sealed class EndWith : IDisposable
    {
        private readonly List<PosixSignalRegistration> _registrations = [];

        public EndWith(Process process)
        {
            foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP })
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true; // this process ends by the end of the checker
                    process.Kill(entireProcessTree: true);
                }));
            }
        }

        public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
    }
}

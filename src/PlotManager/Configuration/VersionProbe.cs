using System.ComponentModel;
using System.Diagnostics;

namespace PlotManager.Configuration;

/// <summary>Asks a plotter for its version, by running it with what plotters take for that.</summary>
internal static class VersionProbe
{
    /// <summary>Variable in the environment of what is asked: it plots nothing, whatever its arguments look like.</summary>
    internal const string Mark = "PLOTMANAGER_PROBE";

    // The packaged chia unpacks itself first, which takes seconds on a slow disk.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // chia has a command of that name; chia_plot, bladebit and others an option.
    private static readonly string[] Questions = ["--version", "version"];

    /// <summary>The first line it says, null where it says nothing of the kind.</summary>
    public static string? Ask(string executable) =>
        Questions.Select(question => Answer(executable, question)).FirstOrDefault(answer => answer is not null);

    private static string? Answer(string executable, string question)
    {
        var order = new ProcessStartInfo(executable, [question])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        order.Environment[Mark] = "1";
        try
        {
            using var process = Process.Start(order)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
            if (process.ExitCode != 0 || !Task.WaitAll([output, errors], Longest))
            {
                return null;
            }

            return (output.Result + '\n' + errors.Result).Split('\n').Select(line => line.Trim()).FirstOrDefault(LooksLikeVersion);
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or IOException)
        {
            return null; // it cannot be asked; whether it can be run at all is told elsewhere
        }
    }

    // Not a line of help or a complaint: short, with a digit in it.
    private static bool LooksLikeVersion(string line) =>
        line.Length is > 0 and <= 80 && line.Any(char.IsAsciiDigit) && !line.Any(char.IsControl);
}

using PlotManager.DemoPlotter.Chia;
using PlotManager.DemoPlotter.MadMax;
using PlotManager.DemoPlotter.Settings;
using PlotManager.DemoPlotter.Signals;

namespace PlotManager.DemoPlotter;

/// <summary>
/// The stand-in plotter: it takes the command lines of <c>chia plots create</c>, <c>chia plots check</c> and <c>chia_plot</c>, prints their
/// logs, makes their files, and ends as they end, but in seconds and without a proof of space. The program runs it when it was called by a
/// plotter's name (a link named <c>chia</c> or <c>chia_plot</c>) or by its hidden command <c>stand-in</c>.
/// </summary>
public static partial class StandIn
{
    /// <summary>Whether a program called by this name is to be the stand-in plotter.</summary>
    /// <param name="argv0">The first word of a command line, a path or a bare name; null is no plotter.</param>
    /// <returns>True for <c>chia</c>, <c>chia_plot</c> and names that begin with <c>chia_plot_</c>, with or without <c>.exe</c>.</returns>
    public static bool IsPlotterName(string? argv0) => KindOf(argv0) is not null;

    /// <summary>Runs the plotter until it ends. May end the process itself, by a signal, where the real plotter does.</summary>
    /// <param name="executableName">The name or path it was called by; the settings lie beside it as <c>NAME.stand-in</c>
    /// (see <see cref="StandInSettings"/>).</param>
    /// <param name="arguments">The plotter's own arguments, without the name.</param>
    /// <returns>The exit code of the real plotter in the same case.</returns>
    /// <exception cref="ArgumentException"><paramref name="executableName"/> is no plotter's name.</exception>
    public static int Run(string executableName, string[] arguments)
    {
        var settingsFile = SettingsFileBeside(executableName);
        StandInSettings settings;
        try
        {
            settings = StandInSettings.ReadFile(settingsFile);
        }
        catch (FormatException problem)
        {
            Console.Error.WriteLine($"{settingsFile}: {problem.Message}");
            return 2;
        }

        using var signals = ProcessSignals.OfThisProcess(settings.IgnoreSigterm);
        using var output = StandardStream.Open(1);
        using var error = StandardStream.Open(2);
        var end = Run(executableName, arguments, new PlotterProcess
        {
            Output = new LiveLog(output),
            Error = new LiveLog(error),
            Settings = settings,
            SettingsFile = settingsFile,
            Signals = signals,
        });
        return end.Enact();
    }

    internal static PlotterEnd Run(string executableName, string[] arguments, PlotterProcess process)
    {
        try
        {
            if (process.ExitsAtOnce())
            {
                return PlotterEnd.Code(1);
            }

            return KindOf(executableName) switch
            {
                PlotterKind.Chia => ChiaCommand.Run(arguments, process),
                PlotterKind.MadMax => MadMaxCommand.Run(arguments, process),
                _ => throw new ArgumentException($"'{executableName}' is not the name of a plotter.", nameof(executableName)),
            };
        }
        catch (PlotterEndedException ended)
        {
            return ended.End;
        }
        finally
        {
            process.Output.Flush();
            process.Error.Flush();
        }
    }

    private enum PlotterKind
    {
        Chia,
        MadMax,
    }

    private static PlotterKind? KindOf(string? argv0)
    {
        if (string.IsNullOrEmpty(argv0))
        {
            return null;
        }

        var name = Path.GetFileName(argv0.AsSpan());
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^4];
        }

        if (name.SequenceEqual("chia"))
        {
            return PlotterKind.Chia;
        }

        return name.SequenceEqual("chia_plot") || name.StartsWith("chia_plot_") ? PlotterKind.MadMax : null;
    }

    /// <summary>A bare name was found through PATH, so that is where its settings are looked for as well.</summary>
    private static string SettingsFileBeside(string executableName)
    {
        if (!string.IsNullOrEmpty(Path.GetDirectoryName(executableName)))
        {
            return executableName + StandInSettings.FileSuffix;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var path = Array.Find(folders, folder => File.Exists(Path.Combine(folder, executableName)));
        return Path.Combine(path ?? ".", executableName + StandInSettings.FileSuffix);
    }
}

using System.Diagnostics;

namespace PlotManager.DemoPlotter;

public static partial class StandIn
{
    /// <summary>The hidden command of the program that runs the stand-in plotter without a link.</summary>
    public const string Command = "stand-in";

    private const string Program = "plotmanager";
    private const string Product = "Chia Plot Manager";

    /// <summary>
    /// Whether a process that looks like a plotter is a stand-in: the program that runs in it is this one, whatever name it was called by.
    /// </summary>
    /// <param name="executable">The resolved path of its executable file; null, where it cannot be known, is no stand-in.</param>
    /// <param name="arguments">Its arguments, argv[0] first.</param>
    public static bool IsStandIn(string? executable, IReadOnlyList<string> arguments)
    {
        if (executable is null || arguments.Count == 0)
        {
            return false;
        }

        return Path.GetFileNameWithoutExtension(executable) switch
        {
            Program => IsPlotterName(arguments[0]) || arguments.ElementAtOrDefault(1) == Command,
            "dotnet" => arguments.ElementAtOrDefault(2) == Command && Path.GetFileNameWithoutExtension(arguments[1]) == Program,
            _ => OperatingSystem.IsWindows() && IsPlotterName(executable) && IsCopyOfThisProgram(executable),
        };
    }

    /// <summary>Windows has a copy in the place of a link; what it is stands in its version resource.</summary>
    private static bool IsCopyOfThisProgram(string executable)
    {
        try
        {
            return FileVersionInfo.GetVersionInfo(executable).ProductName == Product;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}

using System.Collections.Immutable;

namespace PlotManager.Platform;

/// <summary>
/// How this program is started once more: by its own executable, or, from a build folder, by <c>dotnet plotmanager.dll</c>.
/// </summary>
/// <param name="Executable">Absolute path.</param>
/// <param name="LeadingArguments">What comes before the program's own arguments.</param>
public sealed record OwnProgram(string Executable, ImmutableArray<string> LeadingArguments)
{
    /// <exception cref="InvalidOperationException">The system does not tell the path of the running program.</exception>
    public static OwnProgram Current() => From(
        Environment.ProcessPath ?? throw new InvalidOperationException("The path of the running program is not known."),
        AppContext.BaseDirectory, typeof(OwnProgram).Assembly.GetName().Name!);

    internal static OwnProgram From(string processPath, string baseFolder, string assembly) =>
        Path.GetFileNameWithoutExtension(processPath).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new OwnProgram(processPath, [Path.Combine(baseFolder, assembly + ".dll")])
            : new OwnProgram(processPath, []);

    /// <summary>An order that starts this program with these arguments, in a session of its own.</summary>
    public LaunchOrder Order(ImmutableArray<string> arguments, string logFile) =>
        new() { Executable = Executable, Arguments = LeadingArguments.AddRange(arguments), LogFile = logFile };
}

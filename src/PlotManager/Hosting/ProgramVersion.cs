using System.Reflection;

namespace PlotManager.Hosting;

/// <summary>Which build this is: version, and the commit where the build knew it.</summary>
public static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version
            ? Short(version)
            : "unknown";

    // The build writes 0.1.0+<40 hex digits>; ten tell a commit.
    private static string Short(string version)
    {
        var plus = version.IndexOf('+');
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 11)];
    }
}

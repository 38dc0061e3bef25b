using System.ComponentModel;
using System.Net.Sockets;
using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Hosting;

/// <summary>What the system refuses, wherever it does: no mistake in the program, but something that its user can mend.</summary>
public static class SystemRefusal
{
    /// <summary>Whether the system has refused something. Anything else is a mistake in the program.</summary>
    public static bool Is(Exception failed) => failed is IOException or UnauthorizedAccessException or SocketException or Win32Exception;

    /// <summary>The line for people, null where it is no refusal.</summary>
    public static string? InOneLine(Exception failed) => failed switch
    {
        LaunchException or JournalException => Line(failed),
        _ when IsMissingPart(failed) => $"a part of the program cannot be loaded: {Line(failed)}; see that it is installed whole, and "
            + "that enough files may be open (ulimit -n)",
        _ when Is(failed) => $"the system refuses it: {Line(failed)}",
        _ => null,
    };

    // The runtime says "not found" too where it may open no more files.
    private static bool IsMissingPart(Exception failed) =>
        failed is FileLoadException
            || (failed is FileNotFoundException { FileName: { } name } && name.Contains("PublicKeyToken=", StringComparison.Ordinal));

    private static string Line(Exception failed) => failed.Message.ReplaceLineEndings(" ").Trim();
}

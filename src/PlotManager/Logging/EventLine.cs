using System.Globalization;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;

namespace PlotManager.Logging;

/// <summary>One event as a line: "time level job plot message", local time with its offset, "-" where there is no job or plot.</summary>
internal static class EventLine
{
    public static string Of(DateTimeOffset now, LogLevel level, string message, string? job, string? plot, SecretMask mask) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{now:yyyy-MM-dd HH:mm:ss.fffzzz} {Name(level),-7} {Word(job)} {Word(plot)} {Text(message, mask)}");

    /// <summary>In one line, secrets masked.</summary>
    public static string Text(string message, SecretMask mask) => mask.Apply(Printable.Strip(message.ReplaceLineEndings(" | ")));

    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARNING",
        LogLevel.Info => "INFO",
        _ => "DEBUG",
    };

    // One word each, so that the columns can be told apart.
    private static string Word(string? text) => string.IsNullOrWhiteSpace(text) ? "-" : Printable.Strip(text).Replace(' ', '_');
}

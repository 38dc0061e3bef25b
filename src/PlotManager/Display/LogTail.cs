using System.Collections.Immutable;
using System.Text;
using PlotManager.Platform;

namespace PlotManager.Display;

/// <summary>The last lines of a log, whatever bytes it holds.</summary>
public static class LogTail
{
    private const int Bytes = 16 * 1024;

    public static ImmutableArray<string> Read(IFiles files, string? path, int lines)
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            if (files.Look(path) is not { } log)
            {
                return [$"{path} is not there"];
            }

            var from = Math.Max(0, log.Length - Bytes);
            return Last(files.Read(path, from, Bytes), from > 0, lines);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [$"cannot be read: {unreadable.Message}"];
        }
    }

    /// <param name="cut">The bytes begin within a line, which is left out.</param>
    internal static ImmutableArray<string> Last(byte[] bytes, bool cut, int lines)
    {
        // Some plotters redraw one line with carriage returns: each counts as a line, the last one stands.
        var all = Encoding.UTF8.GetString(bytes).Split(['\n', '\r']);
        return [.. all.Skip(cut ? 1 : 0).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(lines)];
    }
}

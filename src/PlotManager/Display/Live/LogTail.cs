using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Platform;

namespace PlotManager.Display.Live;

/// <summary>The last lines of a log, whatever bytes it holds.</summary>
public static class LogTail
{
    private const int BytesOfLine = 200;
    private const int LeastBytes = 16 * 1024;
    private const int Mark = 4; // tells how a log is written

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

            var text = new LogText();
            var bytes = Math.Max(LeastBytes, lines * BytesOfLine);
            var from = Math.Max(0, log.Length - bytes) / 2 * 2; // where a character may begin, in UTF-16 as well
            if (from > 0)
            {
                text.Utf8(files.Read(path, 0, Mark));
            }

            return Last(text.Utf8(files.Read(path, from, bytes + 1)), from > 0, lines);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [$"cannot be read: {unreadable.Message}"];
        }
    }

    /// <param name="cut">The bytes begin within a line, which is left out.</param>
    internal static ImmutableArray<string> Last(ReadOnlySpan<byte> bytes, bool cut, int lines)
    {
        // Some plotters redraw one line with carriage returns: each counts as a line, the last one stands.
        var all = Encoding.UTF8.GetString(bytes).Split(['\n', '\r']);
        return [.. all.Skip(cut ? 1 : 0).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(lines).Select(LogSecrets.Mask)];
    }
}

using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotters.Logs.Lines;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>The last few kilobytes of a log, for quoting.</summary>
internal sealed class QuotedLines
{
    private const int Kept = 4096;
    private const int MostLines = 5;
    private const int LongestQuoted = 300;

    private readonly byte[] _bytes = new byte[2 * Kept];
    private int _length;
    private bool _isCut;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Kept)
        {
            _isCut = true;
            _length = 0;
            bytes = bytes[^Kept..];
        }
        if (_length + bytes.Length > _bytes.Length)
        {
            _bytes.AsSpan(_length - Kept, Kept).CopyTo(_bytes);
            _length = Kept;
            _isCut = true;
        }
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The last lines with words in them, oldest first, without control codes.</summary>
    public ImmutableArray<string> Lines()
    {
        var start = Math.Max(0, _length - Kept);
        var text = Encoding.UTF8.GetString(Ansi.Stripped(_bytes.AsSpan(start, _length - start)));
        var lines = text.Split(['\n', '\r']).Skip(_isCut || start > 0 ? 1 : 0);
        return [.. lines.Select(Clean).Where(line => line.Any(char.IsLetterOrDigit)).TakeLast(MostLines)];
    }

    private static string Clean(string line)
    {
        var clean = LogSecrets.Mask(Printable.Strip(line).Trim());
        return clean.Length <= LongestQuoted ? clean : clean[..LongestQuoted] + "...";
    }
}

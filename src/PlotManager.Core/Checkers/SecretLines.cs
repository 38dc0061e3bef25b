using System.Buffers;
using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs.Failures;

namespace PlotManager.Core.Checkers;

/// <summary>
/// What of a checker's output may be stored: no line of those that hold secrets, and of the others nothing that looks like one.
/// </summary>
public sealed class SecretLines(ImmutableArray<string> marks)
{
    /// <summary>A line is cut off here: a proof has no more.</summary>
    public const int LongestLine = 4096;

    // Where a line was wrapped the value stands at the beginning of the next one.
    private const int ShortestValue = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private bool _wasSecret;

    /// <summary>The line as it may be stored; null where it may not. Lines are to be given in the order in which they came.</summary>
    public string? Kept(string line)
    {
        var isSecret = marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)) || (_wasSecret && BeginsWithAValue(line));
        _wasSecret = isSecret;
        return isSecret ? null : LogSecrets.Mask(line.Length > LongestLine ? line[..LongestLine] : line);
    }

    private static bool BeginsWithAValue(string line) =>
        line.AsSpan().TrimStart() is { Length: >= ShortestValue } text
        && !text[..ShortestValue].ContainsAnyExcept(HexDigits);
}

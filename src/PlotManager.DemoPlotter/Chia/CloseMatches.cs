namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// The "Did you mean" of chia's option parser: Python's <c>difflib.get_close_matches</c>, at least 60 % alike, the three best.
/// </summary>
internal static class CloseMatches
{
    private const double LeastRatio = 0.6;
    private const int Most = 3;

    public static string Hint(string word, IEnumerable<string> possibilities)
    {
        var close = possibilities
            .Select(possibility => (Text: possibility, Ratio: 2.0 * Common(possibility, word) / (word.Length + possibility.Length)))
            .Where(match => match.Ratio >= LeastRatio)
            .OrderByDescending(match => match.Ratio)
            .Take(Most)
            .Select(match => match.Text)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return close.Length switch
        {
            0 => "",
            1 => $" Did you mean {close[0]}?",
            _ => $" (Possible options: {string.Join(", ", close)})",
        };
    }

    /// <summary>Letters in common: the longest common piece, and so on to its left and to its right.</summary>
    private static int Common(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (length, inA, inB) = (0, 0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                var same = a[i..].CommonPrefixLength(b[j..]);
                if (same > length)
                {
                    (length, inA, inB) = (same, i, j);
                }
            }
        }

        return length == 0 ? 0 : length + Common(a[..inA], b[..inB]) + Common(a[(inA + length)..], b[(inB + length)..]);
    }
}

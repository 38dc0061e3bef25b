namespace PlotManager.Core.Plotters.Logs;

/// <summary>Tells which plotter wrote a log by the lines that its profile knows.</summary>
public static class PlotterGuess
{
    /// <summary>So much of a log's beginning is enough to tell.</summary>
    public const int Enough = 64 * 1024;

    /// <summary>The profile whose lines the log shows most of, longer ones counting for more; null if no profile knows any.</summary>
    /// <param name="beginning">The log's first bytes; more than <see cref="Enough"/> are not looked at.</param>
    public static PlotterProfile? Of(ReadOnlySpan<byte> beginning, ProfileCatalog catalog)
    {
        PlotterProfile? best = null;
        var most = 0;
        foreach (var profile in catalog.All)
        {
            if (profile.StandIn)
            {
                continue;
            }

            var known = KnownLines(profile, beginning.Length > Enough ? beginning[..Enough] : beginning);
            if (known > most)
            {
                (best, most) = (profile, known);
            }
        }
        return best;
    }

    private static int KnownLines(PlotterProfile profile, ReadOnlySpan<byte> text)
    {
        var seen = new HashSet<LineRule>(ReferenceEqualityComparer.Instance);
        var run = new RunDraft(profile);
        foreach (var range in text.SplitAny((byte)'\n', (byte)'\r'))
        {
            if (run.RuleOf(text[range]) is { } rule)
            {
                seen.Add(rule);
            }
        }
        return seen.Sum(rule => 1 + rule.Pattern.Prefix.Length);
    }
}

using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>Tells which plotter wrote a log by the lines that its profile knows. Not for two threads.</summary>
public sealed class PlotterGuess(ProfileCatalog catalog)
{
    /// <summary>So much of a log's beginning is enough to tell.</summary>
    public const int Enough = 64 * 1024;

    private readonly (PlotterProfile Profile, RunDraft Run)[] _candidates =
        [.. catalog.All.Where(profile => !profile.StandIn).Select(profile => (profile, new RunDraft(profile)))];

    private readonly HashSet<LineRule> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The profile whose lines the log shows most of, longer ones counting for more; null if no profile knows any.</summary>
    /// <param name="beginning">The log's first bytes; more than <see cref="Enough"/> are not looked at.</param>
    public PlotterProfile? Of(ReadOnlySpan<byte> beginning)
    {
        PlotterProfile? best = null;
        var most = 0;
        foreach (var (profile, run) in _candidates)
        {
            var known = KnownLines(run.Copy(), beginning.Length > Enough ? beginning[..Enough] : beginning);
            if (known > most)
            {
                (best, most) = (profile, known);
            }
        }
        return best;
    }

    private int KnownLines(RunDraft run, ReadOnlySpan<byte> text)
    {
        _seen.Clear();
        var known = 0;
        for (var lines = 0; !text.IsEmpty;)
        {
            text = text[run.PassOver(text, ref lines)..];
            var end = text.IndexOfAny((byte)'\n', (byte)'\r');
            if (run.RuleOf(end < 0 ? text : text[..end]) is { } rule && _seen.Add(rule))
            {
                known += 1 + rule.Pattern.Prefix.Length;
            }

            text = end < 0 ? [] : text[(end + 1)..];
        }
        return known;
    }
}

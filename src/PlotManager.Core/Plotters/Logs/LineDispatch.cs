namespace PlotManager.Core.Plotters.Logs;

/// <summary>
/// A profile's patterns by the first byte they begin with. Nearly all lines of a log mean nothing: they are passed over by this
/// table and by comparing a few bytes, before any pattern is tried.
/// </summary>
internal sealed class LineDispatch
{
    private readonly Candidate[]?[] _byFirstByte = new Candidate[256][];

    public LineDispatch(LogGrammar grammar)
    {
        var candidates = grammar.Prefixes.Select(pattern => new Candidate(pattern, null))
            .Concat(grammar.Lines.Select(rule => new Candidate(rule.Pattern, rule)))
            .ToList();
        for (var first = 0; first < 256; first++)
        {
            var some = candidates.Where(candidate => candidate.MayBeginWith((byte)first)).ToArray();
            // A line that begins with a control sequence is looked at without it.
            _byFirstByte[first] = some.Length > 0 || first == Ansi.Escape ? some : null;
        }
    }

    /// <summary>Null: no pattern begins with this byte.</summary>
    public Candidate[]? this[byte first] => _byFirstByte[first];

    /// <param name="Rule">Null: the pattern is one of what stands before the plotter's own words.</param>
    public sealed record Candidate(LinePattern Pattern, LineRule? Rule)
    {
        private readonly byte[] _prefix = Pattern.Prefix.ToArray();

        public bool FitsBeginning(ReadOnlySpan<byte> line) => line.StartsWith(_prefix);

        public bool MayBeginWith(byte first) =>
            _prefix.Length > 0 ? _prefix[0] == first
            : Pattern.Fields.First() != LogField.Date || char.IsAsciiDigit((char)first);
    }
}

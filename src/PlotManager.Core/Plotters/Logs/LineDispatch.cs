using System.Buffers.Binary;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>
/// A profile's patterns by the first byte they begin with. Nearly all lines of a log mean nothing: they are passed over by this
/// table and by comparing a few bytes, before any pattern is tried.
/// </summary>
internal sealed class LineDispatch
{
    // So many first bytes tell nearly all lines that mean nothing: "Buck" from "Buff".
    private const int Told = 4;

    private readonly Candidate[]?[] _byFirstByte = new Candidate[256][];

    // The beginnings of the patterns, each by a few bits of its own; first bytes whose patterns are shorter are in the other.
    private readonly bool[] _beginnings = new bool[4096];
    private readonly bool[] _byFirstByteAlone = new bool[256];

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
            _byFirstByteAlone[first] = first == Ansi.Escape || some.Any(candidate => candidate.Prefix.Length < Told);
            foreach (var candidate in some.Where(candidate => candidate.Prefix.Length >= Told))
            {
                _beginnings[Place(candidate.Prefix)] = true;
            }
        }
    }

    /// <summary>Null: no pattern begins with this byte.</summary>
    public Candidate[]? this[byte first] => _byFirstByte[first];

    /// <summary>False: the line (without the blanks before it) means nothing. True says only that it may mean something.</summary>
    public bool MayMean(ReadOnlySpan<byte> line) =>
        _byFirstByteAlone[line[0]] || (line.Length >= Told && (_beginnings[Place(line)] || line[..Told].Contains(Ansi.Escape)));

    private static int Place(ReadOnlySpan<byte> line) => (int)((BinaryPrimitives.ReadUInt32LittleEndian(line) * 2654435761U) >> 20);

    /// <param name="Rule">Null: the pattern is one of what stands before the plotter's own words.</param>
    public sealed record Candidate(LinePattern Pattern, LineRule? Rule)
    {
        private readonly byte[] _prefix = Pattern.Prefix.ToArray();

        public ReadOnlySpan<byte> Prefix => _prefix;

        public bool FitsBeginning(ReadOnlySpan<byte> line) => line.StartsWith(_prefix);

        public bool MayBeginWith(byte first) =>
            _prefix.Length > 0 ? _prefix[0] == first
            : Pattern.Fields.First() != LogField.Date || char.IsAsciiDigit((char)first);
    }
}

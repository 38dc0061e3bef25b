using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlotManager.Core.Plotters.Logs.Lines;

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
                _beginnings[Place(BinaryPrimitives.ReadUInt32LittleEndian(candidate.Prefix))] = true;
            }
        }
    }

    /// <summary>Null: no pattern begins with this byte.</summary>
    public Candidate[]? this[byte first] => _byFirstByte[first];

    /// <summary>False: the line (without the blanks before it) means nothing. True says only that it may mean something.</summary>
    public bool MayMean(ReadOnlySpan<byte> line) =>
        _byFirstByteAlone[line[0]] || (line.Length >= Told && MayMean(BinaryPrimitives.ReadUInt32LittleEndian(line)));

    /// <summary>
    /// Passes over lines that mean nothing: a block of bytes at a time, looking at nothing but where lines end and how the next begins.
    /// </summary>
    /// <param name="bytes">From the beginning of a line on.</param>
    /// <param name="lines">The <c>\n</c> passed over are added.</param>
    /// <returns>
    /// The beginning of the first line that may mean something, or of the first near the end of the bytes, which may go on.
    /// </returns>
    // Compiled for this very processor at the first call: neither ahead of the start, for the least of processors, nor twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PassOver(ReadOnlySpan<byte> bytes, ref int lines)
    {
        var last = bytes.Length - 2 * Vector256<byte>.Count;
        if (last < 0 || MayMeanAt(bytes, 0))
        {
            return 0;
        }

        ref var first = ref MemoryMarshal.GetReference(bytes);
        var begin = 0;
        for (var at = 0; at <= last; at += Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(ref first, (nuint)at);
            var isLineFeed = Vector256.Equals(block, Vector256.Create((byte)'\n'));
            var ends = (isLineFeed | Vector256.Equals(block, Vector256.Create((byte)'\r'))).ExtractMostSignificantBits();
            var lineFeeds = isLineFeed.ExtractMostSignificantBits();
            for (; ends != 0; ends &= ends - 1)
            {
                var end = BitOperations.TrailingZeroCount(ends);
                begin = at + end + 1;
                if (MayMeanAt(bytes, begin))
                {
                    lines += BitOperations.PopCount(lineFeeds << (31 - end));
                    return begin;
                }
            }
            lines += BitOperations.PopCount(lineFeeds);
        }
        return begin;
    }

    // What stands behind a short line is taken for a part of it: at worst a line is looked at in vain.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayMeanAt(ReadOnlySpan<byte> bytes, int at)
    {
        var first = bytes[at];
        if (first <= ' ')
        {
            if (first is (byte)'\n' or (byte)'\r')
            {
                return false;
            }

            // Nearly all lines begin with one tab.
            var second = bytes[++at];
            if (first == Ansi.Escape || second <= ' ')
            {
                return true;
            }

            first = second;
        }
        return _byFirstByteAlone[first] || MayMean(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]));
    }

    // By its first four bytes: the beginning of a pattern, or a control sequence among them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayMean(uint beginning)
    {
        var escapes = beginning ^ (Ansi.Escape * 0x01010101u);
        return _beginnings[Place(beginning)] || ((escapes - 0x01010101u) & ~escapes & 0x80808080u) != 0;
    }

    private static uint Place(uint beginning) => (beginning * 2654435761U) >> 20;

    /// <param name="Rule">Null: the pattern is one of what stands before the plotter's own words.</param>
    public sealed record Candidate(LinePattern Pattern, LineRule? Rule)
    {
        private readonly byte[] _prefix = Pattern.Prefix.ToArray();

        public ReadOnlySpan<byte> Prefix => _prefix;

        // Beginnings that share their first byte seldom share their last one.
        public bool FitsBeginning(ReadOnlySpan<byte> line) =>
            _prefix.Length == 0 || (line.Length >= _prefix.Length && line[_prefix.Length - 1] == _prefix[^1] && line.StartsWith(_prefix));

        public bool MayBeginWith(byte first) =>
            _prefix.Length > 0 ? _prefix[0] == first
            : Pattern.Fields.First() != LogField.Date || char.IsAsciiDigit((char)first);
    }
}

using System.Numerics;

namespace PlotManager.Core.PlotFiles;

/// <summary>
/// The index of a <c>.gplot</c>: the sizes of its chunks, Rice coded, the lowest bit first. It is handed over piece by piece, so that no
/// more than a piece of it is ever in memory.
/// </summary>
/// <remarks>
/// Each size is told as its distance from the expected size: a sign, the low bits, and the rest as so many ones, ended by a zero.
/// </remarks>
public sealed class GroupIndex
{
    private const int MostOnes = 63;
    private const int MostBytesOfChunk = 16;

    private readonly long _expected;
    private readonly int _lowBits;
    private readonly long _chunks;
    private readonly long _bytes;
    private long _chunksLeft;
    private long _sum;
    private long _bits;
    private ulong _held;
    private int _heldBits;
    private bool _isNegative;
    private long _low;
    private int _ones = -1; // -1: in front of a sign

    /// <summary>Reads the index of a file whose header was read.</summary>
    public GroupIndex(int k, PlotGroup group)
    {
        _expected = Expected(group.Size);
        _lowBits = LowBits(group.Size);
        _chunks = ChunksOf(k);
        _chunksLeft = _chunks;
        _bytes = group.IndexOffset - group.ChunksOffset;
    }

    /// <summary>Whether more bytes would change nothing: all sizes are known, or one of them is impossible.</summary>
    public bool IsOver => _chunksLeft == 0 || IsImpossible;

    private bool IsImpossible { get; set; }

    /// <summary>The next bytes of the index.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!IsOver)
        {
            while (_heldBits <= 56 && !bytes.IsEmpty)
            {
                _held |= (ulong)bytes[0] << _heldBits;
                _heldBits += 8;
                bytes = bytes[1..];
            }

            if (!(_ones < 0 ? TakeSign() : TakeOnes()) && bytes.IsEmpty)
            {
                return;
            }
        }
    }

    /// <summary>What the whole file is now that its index is known.</summary>
    public PlotFile Judge(PlotFile file)
    {
        if (file.Group is not { } group)
        {
            return file;
        }

        if (IsImpossible || (_chunksLeft == 0 && _sum != _bytes))
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.IndexMismatch };
        }

        if (_chunksLeft > 0)
        {
            // Each size has a sign, its low bits and a zero at least; of one that was begun at least the zero is missing.
            var needed = _bits + (_ones < 0 ? _chunksLeft * (_lowBits + 2) : 1 + (_chunksLeft - 1) * (_lowBits + 2));
            return file with
            {
                State = PlotFileState.Truncated,
                Note = PlotFileNote.EndsInIndex,
                LeastMissingBytes = (needed + 7) / 8
                    - (_bits + _heldBits) / 8,
            };
        }

        return PlotFileReader.Named(
            PlotFileReader.Measured(file with { Note = PlotFileNote.BuildUnknown }, group.IndexOffset + (_bits + 7) / 8));
    }

    internal static long ChunksOf(int k) => 1L << (k - 6);

    internal static long LeastBytes(int k, int groupSize) => (ChunksOf(k) * (LowBits(groupSize) + 2) + 7) / 8;

    internal static long MostBytes(int k) => ChunksOf(k) * MostBytesOfChunk;

    private static long Expected(int groupSize) => (groupSize * 60301L) >> 8;

    // The logarithm of the distance's median, rounded.
    private static int LowBits(int groupSize)
    {
        var median = (ulong)Math.Sqrt(357d * groupSize);
        var floor = BitOperations.Log2(median);
        return median * median < 1UL << (2 * floor + 1) ? floor : floor + 1;
    }

    private bool TakeSign()
    {
        if (_heldBits < 1 + _lowBits)
        {
            return false;
        }

        _isNegative = (_held & 1) != 0;
        _low = (long)((_held >> 1) & ((1UL << _lowBits) - 1));
        Drop(1 + _lowBits);
        _ones = 0;
        return true;
    }

    private bool TakeOnes()
    {
        var ones = Math.Min(BitOperations.TrailingZeroCount(~_held), _heldBits);
        _ones += ones;
        if (_ones > MostOnes)
        {
            IsImpossible = true;
            return true;
        }

        if (ones == _heldBits)
        {
            Drop(ones);
            return false;
        }

        Drop(ones + 1);
        var distance = ((long)_ones << _lowBits) | _low;
        var size = _isNegative ? _expected - distance : _expected + distance;
        _sum += size;
        _chunksLeft--;
        _ones = -1;
        IsImpossible = size < 1 || _sum > _bytes;
        return true;
    }

    private void Drop(int bits)
    {
        _held = bits == 64 ? 0 : _held >> bits;
        _heldBits -= bits;
        _bits += bits;
    }
}

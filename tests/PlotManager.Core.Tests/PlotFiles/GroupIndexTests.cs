using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

/// <summary>
/// Small groups, worked out by hand: k18 has 2^12 chunks. One plot: 235 bytes are expected of a chunk (60301 / 256), and the low bits are
/// 4, for the root of 357 is 18. 128 plots: 30150 bytes and 8 low bits, for the root of 45696 is 213.
/// </summary>
public sealed class GroupIndexTests
{
    private const byte K = 18;
    private const int Chunks = 4096;
    private const int Header = 51 + 112;

    [Fact]
    public void Judge_EveryChunkAsExpected_WholeAtItsLength()
    {
        // 6 bits a chunk: sign, four low bits, a zero.
        var index = Enumerable.Repeat((byte)0, Chunks * 6 / 8).ToArray();

        var file = Judge(1, Chunks * 235, index);

        file.State.ShouldBe(PlotFileState.Whole);
        file.Note.ShouldBe(PlotFileNote.BuildUnknown);
        file.ExpectedLength.ShouldBe(Header + 962_560 + 3072);
        file.Group.ShouldBe(new PlotGroup(2, 1, 7, Header, Header + 962_560));
        file.FarmerKey.ShouldBe("fa12be34");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(128)]
    [InlineData(65_535)]
    public void Judge_SizesOfAnyKind_WholeAtItsLength_AndByteShortTruncated(int groupSize)
    {
        var (sizes, index) = AnyIndex(groupSize, seed: groupSize);

        Judge(groupSize, sizes.Sum(), index).State.ShouldBe(PlotFileState.Whole);
        Judge(groupSize, sizes.Sum(), index).ExpectedLength.ShouldBe(Header + sizes.Sum() + index.Length);
        Judge(groupSize, sizes.Sum(), [.. index, 0]).SurplusBytes.ShouldBe(1);
        foreach (var missing in new[] { 1, 7, 100, index.Length - 1 })
        {
            var cut = Judge(groupSize, sizes.Sum(), index[..^missing]);
            cut.State.ShouldBe(PlotFileState.Truncated);
            cut.MissingBytes!.Value.ShouldBeInRange(1, missing); // so many at least
        }
    }

    [Fact]
    public void Add_PieceByPiece_JudgesAsAtOnce()
    {
        var (sizes, index) = AnyIndex(128, seed: 5);
        foreach (var piece in new[] { 1, 3, 7, 8, 64, 1000 })
        {
            var file = Head(128, sizes.Sum(), index.Length);
            var reading = new GroupIndex(K, file.Group!);
            foreach (var bytes in index.Chunk(piece))
            {
                reading.Add(bytes);
            }

            reading.Judge(file).State.ShouldBe(PlotFileState.Whole);
        }
    }

    [Fact]
    public void Judge_SizesThatAreNotTheChunks_Unreadable()
    {
        var (sizes, index) = AnyIndex(1, seed: 3);

        Judge(1, sizes.Sum() + 1, index).Note.ShouldBe(PlotFileNote.IndexMismatch);
        Judge(1, sizes.Sum() - 1, index).Note.ShouldBe(PlotFileNote.IndexMismatch);
    }

    [Fact]
    public void Judge_NothingButOnes_Unreadable() =>
        Judge(1, Chunks * 235, Enumerable.Repeat((byte)0xFF, 4000).ToArray()).Note.ShouldBe(PlotFileNote.IndexMismatch);

    [Fact]
    public void Judge_AChunkOfNoBytes_Unreadable()
    {
        long[] sizes = [0, 470, .. Enumerable.Repeat(235L, Chunks - 2)];

        Judge(1, sizes.Sum(), Encoded(sizes, 235, 4)).Note.ShouldBe(PlotFileNote.IndexMismatch);
    }

    [Theory]
    [InlineData(0, PlotFileState.Truncated, 3072L)] // it ends where the index should begin
    [InlineData(-1, PlotFileState.Truncated, 3073L)]
    [InlineData(3071, PlotFileState.Truncated, 1L)] // the shortest index has 3072 bytes
    [InlineData(3072, PlotFileState.Whole, null)]
    [InlineData(Chunks * 16, PlotFileState.Whole, null)]
    [InlineData(Chunks * 16 + 1, PlotFileState.Unreadable, null)]
    public void Read_WithoutTheIndex_JudgesByItsBounds(long index, PlotFileState state, long? missing)
    {
        var file = Head(1, Chunks * 235, index);

        file.State.ShouldBe(state);
        file.MissingBytes.ShouldBe(missing);
    }

    [Fact]
    public void Read_NoIndexYet_Unfinished() =>
        PlotFileReader.Read("g.gplot", 5000, HandMade.HeadOf(HandMade.Group(K, HandMade.ContractMemo, 1, 0), 5000)).State
            .ShouldBe(PlotFileState.Unfinished);

    [Theory]
    [InlineData((byte)0x82)] // farmers refuse it
    [InlineData((byte)1)]
    [InlineData((byte)3)]
    public void Read_AnotherVersion_CannotBeJudged(byte version) =>
        PlotFileReader.Read("g.gplot", 5000, HandMade.HeadOf(HandMade.Group(K, HandMade.ContractMemo, 1, 1000, version), 5000))
            .State.ShouldBe(PlotFileState.UnknownFormat);

    [Theory]
    [InlineData(K, 0, 100_000UL, PlotFileNote.Contradiction)] // a group of no plots
    [InlineData(K, 1, 162UL, PlotFileNote.Contradiction)] // the index within the header
    [InlineData(K, 1, (ulong)Header + Chunks - 1, PlotFileNote.Contradiction)] // not a byte for each chunk
    [InlineData(K, 1, ulong.MaxValue, PlotFileNote.Contradiction)]
    [InlineData((byte)19, 1, 100_000UL, PlotFileNote.ImpossibleK)]
    [InlineData((byte)16, 1, 100_000UL, PlotFileNote.ImpossibleK)]
    [InlineData((byte)200, 1, 100_000UL, PlotFileNote.ImpossibleK)]
    public void Read_FieldsOfNoPlotter_Unreadable(byte k, int groupSize, ulong offset, PlotFileNote note) =>
        PlotFileReader.Read("g.gplot", 200_000, HandMade.HeadOf(HandMade.Group(k, HandMade.ContractMemo, groupSize, offset), 200_000)).Note
            .ShouldBe(note);

    [Fact]
    public void Judge_AnotherGroupsName_NameMismatch()
    {
        var file = Head(1, Chunks * 235, 3072) with { Name = $"plot-k28-{new string('a', 64)}.gplot" };
        var reading = new GroupIndex(K, file.Group!);
        reading.Add(new byte[3072]);

        reading.Judge(file).State.ShouldBe(PlotFileState.NameMismatch);
    }

    private static PlotFile Judge(int groupSize, long chunkBytes, byte[] index)
    {
        var file = Head(groupSize, chunkBytes, index.Length);
        var reading = new GroupIndex(K, file.Group!);
        reading.Add(index);
        return reading.Judge(file);
    }

    private static PlotFile Head(int groupSize, long chunkBytes, long index)
    {
        var header = HandMade.Group(K, HandMade.ContractMemo, groupSize, (ulong)(Header + chunkBytes));
        var length = Header + chunkBytes + index;
        return PlotFileReader.Read("g.gplot", length, HandMade.HeadOf(header, length));
    }

    // Sizes around the expected one, some of them far away.
    private static (long[] Sizes, byte[] Index) AnyIndex(int groupSize, int seed)
    {
        var (expected, lowBits) = groupSize switch
        {
            1 => (235L, 4),
            2 => (471L, 5), // 120602 / 256; the root of 714 is 26, and 26 * 26 >= 2^9
            128 => (30_150L, 8),
            _ => (15_436_820L, 12), // 65535 * 60301 / 256; the root of 23395995 is 4836, and 4836 * 4836 < 2^25
        };
        var random = new Random(seed);
        var farthest = (int)Math.Min(expected - 1, (63L << lowBits) - 1);
        var sizes = Enumerable.Range(0, Chunks).Select(_ =>
        {
            var reach = random.Next(10) == 0 ? farthest : 1 << lowBits;
            return expected + random.Next(-reach, reach + 1);
        }).ToArray();
        return (sizes, Encoded(sizes, expected, lowBits));
    }

    private static byte[] Encoded(IEnumerable<long> sizes, long expected, int lowBits)
    {
        var bits = new List<bool>();
        foreach (var size in sizes)
        {
            var distance = Math.Abs(size - expected);
            bits.Add(size < expected);
            for (var bit = 0; bit < lowBits; bit++)
            {
                bits.Add(((distance >> bit) & 1) != 0);
            }

            bits.AddRange(Enumerable.Repeat(true, (int)(distance >> lowBits)));
            bits.Add(false);
        }

        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, at) => bit ? 1 << at : 0).Sum())];
    }
}

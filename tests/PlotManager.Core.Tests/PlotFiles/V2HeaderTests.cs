using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

public sealed class V2HeaderTests
{
    // Bladebit's order: C1 to C3 behind the header's block, then P3 to P7 (P1 and P2 are left out at this level), P1 and P2 have no place.
    private static readonly ulong[] Pointers =
    [
        0, 0, 2_000_000, 13_000_000, 28_000_000, 43_000_000, 60_000_000, 4096, 1_700_000, 1_710_000,
    ];
    private static readonly ulong[] Sizes = [0, 0, 11_000_000, 15_000_000, 15_000_000, 17_000_000, 18_000_000, 1_695_904, 10_000, 290_000];

    private const long End = 78_000_000; // P7: 60,000,000 + 18,000,000

    [Theory]
    [InlineData(End, PlotFileState.Whole)]
    [InlineData(End - 1, PlotFileState.Truncated)]
    [InlineData(End + 4095, PlotFileState.Whole)] // the last block is written in full
    [InlineData(End + (4 << 20), PlotFileState.Longer)]
    public void Read_Compressed_EndsWithItsLastTable(long length, PlotFileState state)
    {
        var file = Read(HandMade.V2(32, HandMade.ContractMemo, 7, Pointers, Sizes), length);

        file.State.ShouldBe(state);
        file.Format.ShouldBe(PlotFormat.V2);
        file.ExpectedLength.ShouldBe(End);
        file.Compression.ShouldBe(7);
        file.K.ShouldBe(32);
        file.Keys.ShouldBe(PlotKeys.Contract);
        file.FarmerKey.ShouldBe("fa12be34");
        file.MissingBytes.ShouldBe(length < End ? 1 : null);
    }

    [Fact]
    public void Read_WithoutCompression_HasNoLevelField()
    {
        var file = Read(HandMade.V2(32, HandMade.PoolKeyMemo, null, Pointers, Sizes), End);

        file.State.ShouldBe(PlotFileState.Whole);
        file.Compression.ShouldBe(0);
        file.Keys.ShouldBe(PlotKeys.PoolKey);
    }

    [Fact]
    public void Read_ZeroPointers_Unfinished() =>
        Read(HandMade.V2(32, HandMade.ContractMemo, 7, new ulong[10], new ulong[10]), End).State.ShouldBe(PlotFileState.Unfinished);

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(9)]
    public void Read_ATableWithoutAPlace_Unfinished(int table)
    {
        var pointers = Pointers.ToArray();
        pointers[table] = 0;

        Read(HandMade.V2(32, HandMade.ContractMemo, 7, pointers, Sizes), End).State.ShouldBe(PlotFileState.Unfinished);
    }

    [Theory]
    [InlineData(ulong.MaxValue, 1UL)]
    [InlineData(1UL << 61, ulong.MaxValue)]
    [InlineData(1UL << 62, 1UL << 62)]
    [InlineData(3UL, 1UL)]
    public void Read_TablesOfNoPlotter_Unreadable(ulong begin, ulong size)
    {
        var file = Read(HandMade.V2(32, HandMade.ContractMemo, 7, [.. Pointers[..9], begin], [.. Sizes[..9], size]), End);

        file.State.ShouldBe(PlotFileState.Unreadable);
        file.Note.ShouldBe(PlotFileNote.Contradiction);
    }

    [Fact]
    public void Read_AnotherVersion_CannotBeJudged()
    {
        var file = Read(HandMade.V2(32, HandMade.ContractMemo, 7, Pointers, Sizes, version: 3), End);

        file.State.ShouldBe(PlotFileState.UnknownFormat);
        file.NoteText.ShouldBe("3");
    }

    [Fact]
    public void Read_CutWithinTheHeader_Truncated()
    {
        var header = HandMade.V2(32, HandMade.ContractMemo, 7, Pointers, Sizes);
        for (var length = 1; length < header.Length; length++)
        {
            PlotFileReader.Read("p.plot", length, header.AsSpan(0, length)).State.ShouldBe(PlotFileState.Truncated, $"{length} bytes");
        }
    }

    [Fact]
    public void Read_AnyBytesMissing_TruncatedByThatMany()
    {
        var header = HandMade.V2(32, HandMade.ContractMemo, 7, Pointers, Sizes);
        for (long missing = 1; missing < End - header.Length; missing = missing * 3 + 1)
        {
            Read(header, End - missing).MissingBytes.ShouldBe(missing);
        }
    }

    private static PlotFile Read(byte[] header, long length) => PlotFileReader.Read("p.plot", length, HandMade.HeadOf(header, length));
}

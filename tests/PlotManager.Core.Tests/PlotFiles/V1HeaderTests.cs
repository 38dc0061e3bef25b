using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

public sealed class V1HeaderTests
{
    // A k32 plot in table order behind a header of 252 bytes. C1 has 11 entries of 4 bytes, so C3 has 10 parts of 3000.
    private static readonly ulong[] K32 =
    [
        252, 14_839_999_000, 29_430_000_000, 44_190_000_000, 59_200_000_000, 74_950_000_000, 92_000_000_000,
        108_000_000_000, 108_000_000_044, 108_000_000_052,
    ];

    private const long K32Length = 108_000_030_052; // C3 + 10 * 3000

    // In bladebit's order: the C tables first, behind a header that takes a block of 4096.
    private static readonly ulong[] Bladebit =
    [
        1_740_000_000, 16_000_000_000, 31_000_000_000, 46_000_000_000, 61_000_000_000, 76_000_000_000, 92_000_000_000,
        4096, 1_720_000, 1_730_000,
    ];

    [Theory]
    [InlineData(K32Length, PlotFileState.Whole, null)]
    [InlineData(K32Length - 1, PlotFileState.Truncated, 1L)]
    [InlineData(4_294_967_295, PlotFileState.Truncated, 103_705_062_757L)] // what FAT32 takes of it
    [InlineData(K32Length + 1, PlotFileState.Longer, null)]
    public void Read_K32InTableOrder_MeasuredByC3(long length, PlotFileState state, long? missing)
    {
        var file = Read(HandMade.V1(32, HandMade.ContractMemo, K32), length);

        file.State.ShouldBe(state);
        file.MissingBytes.ShouldBe(missing);
        file.ExpectedLength.ShouldBe(K32Length);
        file.K.ShouldBe(32);
    }

    [Theory]
    [InlineData((byte)19, 10_000)] // parts of C3 are larger below k20
    [InlineData((byte)20, 3_000)]
    public void Read_PartsOfC3_HaveTheirSizeByK(byte k, long part)
    {
        // 2 parts: C1 has 3 entries of 3 bytes, C2 has 2.
        ulong[] pointers = [252, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 7009, 7015];

        Read(HandMade.V1(k, HandMade.ContractMemo, pointers), 7015 + 2 * part).State.ShouldBe(PlotFileState.Whole);
        Read(HandMade.V1(k, HandMade.ContractMemo, pointers), 7014 + 2 * part).MissingBytes.ShouldBe(1);
    }

    [Theory]
    [InlineData(92_000_000_001, PlotFileState.Whole, PlotFileNote.LengthNotProvable, null)]
    [InlineData(108_000_000_000, PlotFileState.Whole, PlotFileNote.LengthNotProvable, null)]
    [InlineData(92_000_000_000, PlotFileState.Truncated, PlotFileNote.EndsBeforeTable, 1L)]
    [InlineData(4_294_967_295, PlotFileState.Truncated, PlotFileNote.EndsBeforeTable, 87_705_032_706L)]
    public void Read_BladebitsOrder_TruncatedOnlyUpToItsLastTable(long length, PlotFileState state, PlotFileNote note, long? missing)
    {
        var file = Read(HandMade.V1(32, HandMade.PoolKeyMemo, Bladebit), length);

        file.State.ShouldBe(state);
        file.Note.ShouldBe(note);
        file.ExpectedLength.ShouldBeNull();
        file.MissingBytes.ShouldBe(missing);
        file.Keys.ShouldBe(PlotKeys.PoolKey);
    }

    [Fact]
    public void Read_TableOrderBehindAnAlignedHeader_LengthNotProvable()
    {
        ulong[] pointers = [4096, .. K32[1..]];

        Read(HandMade.V1(32, HandMade.ContractMemo, pointers), K32Length - 1).Note.ShouldBe(PlotFileNote.LengthNotProvable);
    }

    [Theory]
    [InlineData("v2.4")]
    [InlineData("v1.1")]
    [InlineData("")]
    public void Read_AnotherVersion_CannotBeJudged(string version)
    {
        var file = Read(HandMade.V1(32, HandMade.ContractMemo, K32, version), 1_000_000, $"plot-k32-c7-2026-11-28-{HandMade.Id}.plot");

        file.State.ShouldBe(PlotFileState.UnknownFormat);
        file.Format.ShouldBe(PlotFormat.Unknown);
        file.NoteText.ShouldBe(version);
        file.Id.ShouldBe(HandMade.Id); // what is left is what the name says
        file.K.ShouldBe(32);
        file.Compression.ShouldBe(7);
        file.IsBad.ShouldBeFalse();
    }

    [Fact]
    public void Read_VersionWithControlCodes_IsPrintable() =>
        Read(HandMade.V1(32, HandMade.ContractMemo, K32, "\x1b[31m and twenty more letters"), 1_000_000).NoteText.ShouldBe(
            "?[31m and twenty");

    [Theory]
    [InlineData((byte)0)]
    [InlineData((byte)17)]
    [InlineData((byte)51)]
    [InlineData((byte)255)]
    public void Read_ImpossibleK_Unreadable(byte k) =>
        Read(HandMade.V1(k, HandMade.ContractMemo, K32), K32Length).Note.ShouldBe(PlotFileNote.ImpossibleK);

    public static TheoryData<string, ulong[]> Contradictions() => new()
    {
        { "a pointer beyond any file", [.. K32[..9], ulong.MaxValue] },
        { "a pointer into the header", [251, .. K32[1..]] },
        { "two tables at one place", [.. K32[..9], K32[8]] },
        { "C1 is no whole number of entries", [.. K32[..8], 108_000_000_045, 108_000_000_053] },
        { "C2 has one entry", [.. K32[..9], 108_000_000_048] },
        { "C3 would end beyond any file", [.. K32[..8], (1UL << 62) - 8, 1UL << 62] },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Read_PointersOfNoPlotter_Unreadable(string what, ulong[] pointers)
    {
        var file = Read(HandMade.V1(32, HandMade.ContractMemo, pointers), K32Length);

        file.State.ShouldBe(PlotFileState.Unreadable, what);
        file.Note.ShouldBe(PlotFileNote.Contradiction);
    }

    [Fact]
    public void Read_MemoOfNoKnownLength_HasNoKeys()
    {
        var header = HandMade.V1(32, [1, 2, 3], [143, .. K32[1..]]); // 60 + 3 + 80

        var file = Read(header, K32Length);

        file.State.ShouldBe(PlotFileState.Whole);
        file.Keys.ShouldBeNull();
        file.FarmerKey.ShouldBeNull();
    }

    private static PlotFile Read(byte[] header, long length, string name = "p.plot") =>
        PlotFileReader.Read(name, length, HandMade.HeadOf(header, length));
}

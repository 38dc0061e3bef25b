using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

/// <summary>Real plots of chiapos and madMax: their lengths are facts.</summary>
public sealed class RealHeadTests
{
    public static TheoryData<string> Ids() => [.. RealHead.All.Select(head => head.Id)];

    [Fact]
    public void Heads_OfBothPlottersAndFiveSizes() // or the tests below would show little
    {
        RealHead.All.Count.ShouldBe(17);
        RealHead.All.Select(head => head.Plotter).Distinct().Order().ShouldBe(["chiapos", "madmax"]);
        RealHead.All.Select(head => head.K).Distinct().Order().ShouldBe([18, 19, 20, 21, 22]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_AtItsLength_Whole(string id)
    {
        var real = Of(id);

        var file = PlotFileReader.Read(real.Name, real.Size, real.HeadOf(real.Size));

        file.State.ShouldBe(PlotFileState.Whole);
        file.Note.ShouldBe(PlotFileNote.None);
        file.ExpectedLength.ShouldBe(real.Size);
        file.Format.ShouldBe(PlotFormat.V1);
        file.Id.ShouldBe(real.Id);
        file.K.ShouldBe(real.K);
        file.Compression.ShouldBe(0);
        file.Keys.ShouldBe(real.MemoBytes == 112 ? PlotKeys.Contract : PlotKeys.PoolKey);
        file.FarmerKey.ShouldBe(Convert.ToHexStringLower(real.Head.AsSpan(60 + real.MemoBytes - 80, 4)));
        file.IsBad.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_BytesShort_TruncatedByThatMany(string id)
    {
        var real = Of(id);
        foreach (var missing in new[] { 1, 2, 511, 4096, real.Size / 2, real.Size - real.Head.Length })
        {
            var file = PlotFileReader.Read(real.Name, real.Size - missing, real.HeadOf(real.Size - missing));

            file.State.ShouldBe(PlotFileState.Truncated);
            file.MissingBytes.ShouldBe(missing);
            file.Id.ShouldBe(real.Id);
            file.IsBad.ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_ByteMore_LongerByIt(string id)
    {
        var real = Of(id);

        var file = PlotFileReader.Read(real.Name, real.Size + 1, real.HeadOf(real.Size + 1));

        file.State.ShouldBe(PlotFileState.Longer);
        file.SurplusBytes.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_CutWithinTheHeader_TruncatedByAnUnknownNumber(string id)
    {
        var real = Of(id);
        for (var length = 1; length < real.Head.Length; length++)
        {
            var file = PlotFileReader.Read(real.Name, length, real.Head.AsSpan(0, length));

            file.State.ShouldBe(PlotFileState.Truncated, $"{length} bytes");
            file.Note.ShouldBe(PlotFileNote.EndsInHeader);
            file.MissingBytes.ShouldBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_AnotherPlotsName_NameMismatch(string id)
    {
        var real = Of(id);

        var file = PlotFileReader.Read($"plot-k{real.K}-{HandMade.Id}.plot", real.Size, real.HeadOf(real.Size));

        file.State.ShouldBe(PlotFileState.NameMismatch);
        file.Id.ShouldBe(real.Id);
        file.NoteText.ShouldBe(HandMade.Id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_NameWithoutAnId_IsNoMismatch(string id) =>
        PlotFileReader.Read("renamed.plot", Of(id).Size, Of(id).HeadOf(Of(id).Size)).State.ShouldBe(PlotFileState.Whole);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_APointerIsZero_Unfinished(string id)
    {
        var real = Of(id);
        for (var table = 0; table < 10; table++)
        {
            var head = real.HeadOf(real.Size);
            head.AsSpan(real.Head.Length - 80 + 8 * table, 8).Clear();

            PlotFileReader.Read(real.Name, real.Size, head).State.ShouldBe(PlotFileState.Unfinished, $"table {table}");
        }
    }

    private static RealHead Of(string id) => RealHead.All.Single(head => head.Id == id);
}

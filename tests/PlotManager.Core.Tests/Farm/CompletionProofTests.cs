using PlotManager.Core.Farm;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.PlotFiles;

namespace PlotManager.Core.Tests.Farm;

public sealed class CompletionProofTests
{
    private static readonly PlotOutcome Completed = new(PlotState.Completed, null, null);
    private static readonly PlotRecord Plot = new("r1", 1) { PlotId = RealHead.All[0].Id, State = PlotState.Copying };

    [Fact]
    public void Of_WholeFile_IsCompleted() => CompletionProof.Of(Completed, Plot, File(RealHead.All[0], 0)).ShouldBe(Completed);

    [Fact]
    public void Of_FileThatNobodyHasSeen_IsCompleted() => CompletionProof.Of(Completed, Plot, null).ShouldBe(Completed);

    [Fact]
    public void Of_ShortFile_IsNotMade_ByHowMuch()
    {
        var outcome = CompletionProof.Of(Completed, Plot, File(RealHead.All[0], missing: 690));

        outcome.State.ShouldBe(PlotState.Failed);
        outcome.Failure.ShouldBe(
            new Failure(FailureCause.Unknown, "the plotter said that the plot was made, but its file has 3898000 bytes, 690 bytes short"));
    }

    [Fact]
    public void Of_FileThatFat32CutOff_SaysSo()
    {
        // k32 in table order: C1 has 11 entries of 4 bytes, so that 10 parts of 3000 bytes follow C3.
        ulong[] pointers =
        [
            252,
            14_000_000_000,
            29_000_000_000,
            44_000_000_000,
            59_000_000_000,
            74_000_000_000,
            92_000_000_000,
            108_000_000_000,
            108_000_000_044,
            108_000_000_052,
        ];
        var file =
            PlotFileReader.Read("p.plot", uint.MaxValue, HandMade.HeadOf(HandMade.V1(32, HandMade.ContractMemo, pointers), uint.MaxValue));

        var outcome = CompletionProof.Of(Completed, Plot, file);

        outcome.Failure!.Cause.ShouldBe(FailureCause.FileTooLarge);
        outcome.Failure.Text.ShouldBe(
            // 103,705,062,757 bytes
            "the plotter said that the plot was made, but its file has 4.0 GiB, 96.6 GiB short: FAT32 holds no more");
    }

    [Fact]
    public void Of_ZerosOf4GiB_AreMeasuredByTheLog()
    {
        var file = PlotFileReader.Read("p.plot", uint.MaxValue, new byte[4096]);

        // 101.370 GiB, as the log says
        CompletionProof.Of(Completed, Plot with { FinalBytes = 108_845_208_699 }, file).Failure!.Text.ShouldBe(
            "the plotter said that the plot was made, but its file has 4.0 GiB, 97.4 GiB short: FAT32 holds no more");
    }

    [Fact]
    public void Of_UnfinishedFile_IsNotMade()
    {
        var file = PlotFileReader.Read("p.plot", 5000, HandMade.HeadOf(HandMade.V1(32, HandMade.ContractMemo, new ulong[10]), 5000));

        CompletionProof.Of(Completed, Plot, file).State.ShouldBe(PlotState.Failed);
    }

    [Theory]
    [InlineData(100_000_000_000, 98_000_000_000, PlotState.Completed)]
    [InlineData(100_000_000_000, 97_999_999_999, PlotState.Failed)] // logs round what they say
    [InlineData(null, 5000, PlotState.Completed)] // nothing to measure it by
    public void Of_UnknownFormat_IsMeasuredByTheLog(long? said, long length, PlotState state)
    {
        var file = new PlotFile { Name = "p.plot", Length = length, State = PlotFileState.UnknownFormat, Note = PlotFileNote.UnknownMagic };

        CompletionProof.Of(Completed, Plot with { FinalBytes = said }, file).State.ShouldBe(state);
    }

    [Fact]
    public void Of_FileOfAnotherPlot_IsSuspect()
    {
        var real = RealHead.All[0];
        var file = PlotFileReader.Read($"plot-k18-{HandMade.Id}.plot", real.Size, real.HeadOf(real.Size));

        var outcome = CompletionProof.Of(Completed, Plot, file);

        outcome.State.ShouldBe(PlotState.Completed);
        outcome.Suspect.ShouldBe($"its file holds another plot, {real.Id}");
    }

    [Theory]
    [InlineData(PlotFileNote.CannotBeRead)] // as good as not seen
    [InlineData(PlotFileNote.Shrank)]
    [InlineData(PlotFileNote.Contradiction)]
    public void Of_FileThatCannotBeRead_IsCompleted(PlotFileNote note) =>
        CompletionProof.Of(Completed, Plot, PlotFileReader.Unreadable("p.plot", 5000, note)).ShouldBe(Completed);

    [Theory]
    [InlineData(PlotState.Failed)]
    [InlineData(PlotState.Copying)]
    [InlineData(PlotState.Unknown)]
    public void Of_PlotThatTheLogDoesNotCallCompleted_IsAsTheLogSays(PlotState state)
    {
        var said = new PlotOutcome(state, null, null);

        CompletionProof.Of(said, Plot, File(RealHead.All[0], missing: 690)).ShouldBe(said);
    }

    private static PlotFile File(RealHead real, long missing) =>
        PlotFileReader.Read(real.Name, real.Size - missing, real.HeadOf(real.Size - missing));
}

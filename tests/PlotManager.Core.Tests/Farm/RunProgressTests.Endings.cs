using PlotManager.Core.Farm;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.PlotFiles;

namespace PlotManager.Core.Tests.Farm;

/// <summary>What the file and the exit tell where the log alone does not.</summary>
public partial class RunProgressTests
{
    [Fact]
    public void Next_WrapperExits0WithoutAFile_HasFailed() =>
        Next(New(), Gone(Begun, exitCode: 0)).Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Failed);

    [Fact]
    public void Next_ExitCodeWithoutAWord_HasFailedAndSaysSo()
    {
        var plot = Next(New(), Gone("", exitCode: 3)).Plots.ShouldHaveSingleItem();
        (plot.State, plot.Number, plot.StartedAt, plot.EndedAt).ShouldBe((PlotState.Failed, 1, T0, Later));
        plot.Detail.ShouldNotBeNull().ShouldContain("exit code 3");
    }

    [Theory]
    [InlineData(106_699_872_534, PlotState.Completed)] // 98 % of 108,877,420,953 is 106,699,872,533.94
    [InlineData(106_699_872_533, PlotState.Failed)]
    [InlineData(0, PlotState.Failed)]
    public void Next_NoLastWord_TheFileDecides(long bytes, PlotState state)
    {
        var plot = Next(New(), Gone(Begun, exitCode: 0) with { FinalFile = id => id == Id ? bytes : 0 }).Plots.ShouldHaveSingleItem();
        plot.State.ShouldBe(state);
        plot.FinalBytes.ShouldBe(state == PlotState.Completed ? bytes : null);
    }

    [Theory]
    [InlineData(0, PlotState.Completed)]
    [InlineData(1, PlotState.Failed)]
    public void Next_LogSaysCompleted_TheFileHasTheLastWord(long missing, PlotState state)
    {
        var real = RealHead.All[0];
        var file = PlotFileReader.Read("p.plot", real.Size - missing, real.HeadOf(real.Size - missing));

        Next(New(), Alive(Named) with { Finished = asked => new FileReading(asked.PlotId == Id ? file : null) })
            .Plots.ShouldHaveSingleItem().State.ShouldBe(state);
    }

    [Fact]
    public void Next_NoLastWordButAFailure_IsFailedWhateverTheFile() =>
        Next(New(), Gone(Begun + "Caught plotting error: bad\n", exitCode: 0) with { FinalFile = _ => K32Bytes })
            .Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Failed);

    [Fact]
    public void Next_LogIsGoneWhenTheProcessEnds_ThePlotHasAnEndAllTheSame()
    {
        var begun = Next(New(), Alive(Begun));
        Next(begun, Gone("", exitCode: null)).Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Unknown);
        Next(begun, Gone("", exitCode: null, signal: 9)).Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Killed);
        Next(begun, Gone("", exitCode: 0) with { FinalFile = _ => K32Bytes }).Plots.ShouldHaveSingleItem().State
            .ShouldBe(PlotState.Completed);
    }

    [Fact]
    public void Next_SaysNothingAndExits0_IsUnknownAndTellsTheExitCode()
    {
        var plot = Next(New(), Gone("", exitCode: 0)).Plots.ShouldHaveSingleItem();
        plot.State.ShouldBe(PlotState.Unknown);
        plot.Detail.ShouldBe("the plotter ended with exit code 0, and its log does not say that the plot was made");
    }

    [Fact]
    public void Next_TheLogTellsARoundedSize_KeepsThatOfTheFile()
    {
        var plot = Made("Final File size: 101.400 GiB\n", K32Bytes);

        (plot.State, plot.Suspect, plot.Detail, plot.FinalBytes).ShouldBe((PlotState.Completed, null, null, K32Bytes));
    }

    [Fact]
    public void Next_TheFileIsNotThereAnyMore_IsCompletedAndSaysSo()
    {
        var plot = Made("", 0);

        (plot.State, plot.Suspect, plot.Detail).ShouldBe((PlotState.Completed, null, "its file was moved or removed before it was seen"));
    }

    [Fact]
    public void Next_TheDestinationIsGoneInMidCopy_IsSuspect()
    {
        var sight = Alive(Named) with { FinalFile = _ => null, DestinationGone = () => "/d: its drive /d is not mounted" };

        var plot = Next(New(), sight).Plots.ShouldHaveSingleItem();

        plot.State.ShouldBe(PlotState.Completed);
        plot.Suspect.ShouldBe("the plotter says that it is finished, but its destination is gone: /d: its drive /d is not mounted");
    }

    [Fact]
    public void Next_ARelativeFinalFile_IsInTheRunsDestination() =>
        Next(New(), Alive(Named.Replace("\"/d/plot", "\"out/plot", StringComparison.Ordinal))).Plots.ShouldHaveSingleItem()
            .FinalFile.ShouldBe($"/d/plot-k32-{Id}.plot");
}

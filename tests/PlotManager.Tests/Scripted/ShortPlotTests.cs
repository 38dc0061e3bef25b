using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>Plots whose log calls them completed, and whose file says otherwise.</summary>
public sealed class ShortPlotTests
{
    // k32 in table order: C1 has 11 entries of 4 bytes, so that 10 parts of 3000 bytes follow C3.
    private static readonly ulong[] Pointers =
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

    private const long Whole = 108_000_030_052;

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"));
    private int _plots;
    private long _length;

    public ShortPlotTests() => _farm.Machine.Script = Plot;

    [Fact]
    public void FileThatFat32CutOff_IsNotMade_AndToldOnce()
    {
        _length = uint.MaxValue;
        _farm.Starts().Look();
        _farm.Pass(5);

        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        (plot.State, plot.Cause).ShouldBe((PlotState.Failed, FailureCause.FileTooLarge));
        plot.Detail.ShouldBe("the plotter said that the plot was made, but its file has 4.0 GiB, 96.6 GiB short: FAT32 holds no more");
        _farm.Memory.Queued.Count(notice => notice == $"plot-failed:{PlotScript.Id(1)}").ShouldBe(1);
        _farm.Snapshot.Jobs.Single().Completed.ShouldBe(0);
    }

    [Fact]
    public void FileOfAnotherPlot_IsSuspect()
    {
        _length = Whole;
        _farm.Starts().Look();
        _farm.Pass(5);

        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        plot.Suspect.ShouldBe($"its file holds another plot, {HandMade.Id}");
    }

    private ImmutableArray<PlotStep> Plot(LaunchOrder order)
    {
        var id = PlotScript.Id(++_plots);
        var (unfinished, final) = ($"/a/temp/{PlotScript.FileName(id)}.2.tmp", $"/a-dest/plots/{PlotScript.FileName(id)}");
        return new PlotScript().Begins(0, id, "/a/temp").EndsPhase(1, 1).EndsPhase(2, 2).EndsPhase(3, 3).EndsPhase(4, 4)
            .Does(4, (machine, _) =>
            {
                machine.Files.Rename(unfinished, final);
                machine.Files.Append(final, HandMade.HeadOf(HandMade.V1(32, HandMade.ContractMemo, Pointers), Whole));
                machine.Files.Grow(final, _length);
            })
            .Says(4, $"Renamed final file from \"{unfinished}\" to \"{final}\"").Exits(4, 0).Steps;
    }
}

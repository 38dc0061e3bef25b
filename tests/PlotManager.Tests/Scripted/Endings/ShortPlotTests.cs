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
    internal static readonly ulong[] Pointers =
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

    internal const long Whole = 108_000_030_052;

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"));
    private int _plots;
    private long _length;

    // How long each plot's file is, and -1 where it is moved on at once; the last one stands for all that follow.
    private long[] _lengths = [];

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

    [Fact]
    public void TwoShortFilesInARow_SkipTheDestination_UntilTheUserReloads()
    {
        _length = uint.MaxValue;
        _farm.Starts().Look();
        _farm.Pass(30);

        _plots.ShouldBe(2, "nothing more is started there");
        _farm.Snapshot.Jobs.Single().Rule.ShouldBe("destination");
        _farm.Snapshot.Jobs.Single().Headline.ShouldContain("2 plots in a row were not made there");
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.StartsWith("/a-dest/plots: skipped: 2 plots in a row"));

        _farm.Stops();
        _farm.Starts().Look();
        _plots.ShouldBe(2, "the next manager knows");

        _lengths = [0, 0, Whole];
        _farm.Store.Commit(new FarmEvent.DirectorySeen("/a-dest/plots", Drive: null)); // as a reload does
        _farm.Pass(10);
        _plots.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void AnotherDrive_IsTriedAnew()
    {
        var state = FarmState.Empty.Apply(new FarmEvent.DirectorySeen("/d", "/old"))
            with
        { NotMade = FarmState.Empty.NotMade.Add("/d", new NotMadeThere(2, "short")) };

        state.Apply(new FarmEvent.DirectorySeen("/d", "/old")).NotMade.ShouldContainKey("/d");
        state.Apply(new FarmEvent.DirectorySeen("/d", "/new")).NotMade.ShouldBeEmpty();
    }

    [Fact]
    public void ShortFiles_WithAWholeOneBetween_SkipNothing()
    {
        _lengths = [uint.MaxValue, 0, uint.MaxValue, 0];
        _farm.Starts().Look();
        _farm.Pass(30);

        _plots.ShouldBeGreaterThan(4);
        _farm.Snapshot.Problems.ShouldNotContain(problem => problem.Text.Contains("skipped"));
    }

    [Fact]
    public void FilesThatAreMovedOn_SkipNothing()
    {
        _lengths = [-1];
        _farm.Starts().Look();
        _farm.Pass(30);

        _plots.ShouldBeGreaterThan(4);
        _farm.Memory.Load().Plots.First().Proof.ShouldBe(FileProof.Moved);
        _farm.Snapshot.Jobs.Single().Completed!.Value.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void DestinationOnAnotherDriveThanAtTheLaunch_IsSuspectAndNotCounted()
    {
        _lengths = [-1];
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Machine.Files.Devices["/a-dest"] = "another";
        _farm.Pass(2);

        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        (plot.State, plot.Proof).ShouldBe((PlotState.Completed, FileProof.NotSeen));
        plot.Suspect.ShouldBe("the plotter says that it is finished, but its destination is gone: /a-dest/plots lies on another drive "
            + "(/a-dest) than when the plotter was launched");
        _farm.Snapshot.Jobs.Single().Completed.ShouldBe(0);
        _farm.Snapshot.Jobs.Single().KickedOff.ShouldBe(2, "it counts against max_plots");
    }

    [Fact]
    public void LateAnswerOfADrive_IsEvidenceOfALaterPass()
    {
        _length = uint.MaxValue;
        var answer = new TaskCompletionSource();
        _farm.Read = async read =>
        {
            await answer.Task;
            return read();
        };
        _farm.Starts().Look();
        _farm.Pass(5);

        _farm.Memory.Load().Plots.Single().State.IsOver().ShouldBeFalse("nobody knows yet");
        _farm.Memory.Load().Runs.Single().State.ShouldBe(RunState.Running, "how it ended is settled with its plots");

        answer.SetResult();
        _farm.Look();
        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        (plot.State, plot.Proof).ShouldBe((PlotState.Failed, FileProof.NotMade));
        _farm.Memory.Load().Runs.Single(run => run.RunId == plot.RunId).ExitCode.ShouldBe(0);
    }

    private ImmutableArray<PlotStep> Plot(LaunchOrder order)
    {
        var number = ++_plots;
        var id = PlotScript.Id(number);
        var (unfinished, final) = ($"/a/temp/{PlotScript.FileName(id)}.2.tmp", $"/a-dest/plots/{PlotScript.FileName(id)}");
        return new PlotScript().Begins(0, id, "/a/temp").EndsPhase(1, 1).EndsPhase(2, 2).EndsPhase(3, 3).EndsPhase(4, 4)
            .Does(4, (machine, _) =>
            {
                machine.Files.Rename(unfinished, final);
                var length = _lengths.Length == 0 ? _length : _lengths[Math.Min(number, _lengths.Length) - 1];
                if (length < 0)
                {
                    machine.Files.Delete(final);
                    return;
                }

                var head = HandMade.HeadOf(HandMade.V1(32, HandMade.ContractMemo, Pointers), Whole);
                if (_lengths.Length > 0)
                {
                    Convert.FromHexString(id).CopyTo(head, "Proof of Space Plot".Length);
                }

                machine.Files.Append(final, head);
                machine.Files.Grow(final, length == 0 ? Whole : length);
            })
            .Says(4, $"Renamed final file from \"{unfinished}\" to \"{final}\"").Exits(4, 0).Steps;
    }
}

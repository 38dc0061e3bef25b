using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Snapshots;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Snapshots;

/// <summary>madMax with -n: plot 1 is copied while plot 2 is made.</summary>
public sealed class RunPartsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlotterProfile MadMax = BuiltInProfiles.Catalog.Find("madmax")!;

    private static RunPart Part(PlotState copy, RunFiles files, double? copied)
    {
        var known = new RunRecord
        {
            RunId = "r",
            Plotter = "madmax",
            K = 32,
            Plots = 2,
            State = RunState.Running,
            LaunchedAt = Noon.AddHours(-1),
            Directories = new PlotDirectories("/t", null, "/d"),
        };
        PlotRecord[] plots =
        [
            new("r", 1)
            {
                PlotId = "aa", State = copy, StartedAt = Noon.AddHours(-1),
                PhaseEnds = [.. Enumerable.Repeat((DateTimeOffset?)Noon.AddMinutes(-5), 4)],
            },
            new("r", 2) { PlotId = "bb", State = PlotState.Making, StartedAt = Noon.AddMinutes(-5) },
        ];
        var log = new RunLog
        {
            Plots =
            [
                new PlotLog { PlotId = "aa", State = copy, Phase = 5, Phases = [new(4, 600, null, 9)], Progress = 100 / 108.0 },
                new PlotLog { PlotId = "bb", State = PlotState.Making, Phase = 1, WithinPhase = 0.5, Progress = 23 / 108.0 },
            ],
        };
        var seen = new ObservedRun(
            new TrackedRun(known, [.. plots]), MadMax, log, "/logs/x.log", null, null, new PlotDirectories(null, null, null), files)
        {
            Copied = copied is { } share ? ImmutableDictionary<int, double>.Empty.Add(0, share) : ImmutableDictionary<int, double>.Empty,
        };
        var config = new ScriptedFarm(ScriptedFarm.Job("a")).Config;
        return new RunParts(new TimesLeft(new MemoryJournal()))
            .Of(config, new Observation([seen], ImmutableDictionary<string, DirectoryFinding>.Empty, Noon), 0).Single();
    }

    [Fact]
    public void Of_APlotThatIsCopiedBeside_IsItsOwnPart()
    {
        var part = Part(PlotState.Copying, RunFiles.None, copied: 0.5);

        (part.PlotId, part.Phase).ShouldBe(("bb", 1));
        var copy = part.Copies.ShouldHaveSingleItem();
        (copy.PlotId, copy.Phase, copy.State, copy.Elapsed, copy.Destination).ShouldBe(("aa", 5, "running", 3600, "/d"));
        copy.Progress.ShouldNotBeNull().ShouldBe(104 / 108.0, 1e-9);
    }

    [Fact]
    public void Of_ACopyThatWaitsForRoom_IsBlocked() =>
        Part(PlotState.Blocked, RunFiles.None, copied: null).Copies.ShouldHaveSingleItem().State.ShouldBe("blocked");

    [Fact]
    public void Of_FilesThatWereNotFoundYet_HaveNoSize()
    {
        Part(PlotState.Completed, RunFiles.None, null).TempBytes.ShouldBeNull();
        Part(PlotState.Completed, new RunFiles(5, 6, 0, null), null).TempBytes.ShouldBe(11);
        Part(PlotState.Completed, RunFiles.None, null).Copies.ShouldBeEmpty();
    }
}

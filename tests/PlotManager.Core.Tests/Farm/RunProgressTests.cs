using System.Text;
using PlotManager.Core.Farm;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Farm;

public partial class RunProgressTests
{
    private const string Id = "0d09ffe93a9cb41e08a6d363846f008c05e615c804f6eb1c56af8c5e544eedb6";
    private const string Id2 = "1111ffe93a9cb41e08a6d363846f008c05e615c804f6eb1c56af8c5e544eedb6";
    private const long K32Bytes = 108_877_420_953;

    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = T0.AddHours(1);

    private const string Begun = $"""
        Starting plotting progress into temporary dirs: /t and /t
        ID: {Id}
        Plot size is: 32
        Computing table 1
        Time for phase 1 = 100.000 seconds. CPU (100.000%) Sun Nov 22 10:01:40 2026

        """;

    private const string Named = Begun + $"""
        Total time = 400.500 seconds. CPU (100.000%)
        Renamed final file from "/t/plot-k32-{Id}.plot.2.tmp" to "/d/plot-k32-{Id}.plot"

        """;

    [Fact]
    public void Next_LogsLastWord_CompletesThePlotWhileTheProcessLingers()
    {
        var next = Next(New(), Alive(Named));
        var plot = next.Plots.ShouldHaveSingleItem();
        (plot.State, plot.PlotId, plot.TotalSeconds, plot.StartedAt, plot.EndedAt).ShouldBe((PlotState.Completed, Id, 400.5, T0, Later));
        next.Run.State.ShouldBe(RunState.Running);
        next.IsInFlight.ShouldBeFalse("its slot is free at the rename");

        var ended = Next(next, Gone(Named, exitCode: 0));
        ended.Plots.ShouldBe(next.Plots);
        (ended.Run.State, ended.Run.ExitCode, ended.Run.EndedAt).ShouldBe((RunState.Ended, 0, Later));
    }

    [Fact]
    public void Next_FirstLines_AreMaking()
    {
        var next = Next(New(), Alive(Begun));
        var plot = next.Plots.ShouldHaveSingleItem();
        (plot.State, plot.PlotId, plot.EndedAt).ShouldBe((PlotState.Making, Id, null));
        plot.PhaseSeconds.ShouldBe([100]);
        next.IsInFlight.ShouldBeTrue();
        Next(next, Alive(Begun)).Plots.ShouldBe(next.Plots, "nothing new is no change");
    }

    [Fact]
    public void Next_LogMerelyStopsAndNobodySawTheEnd_IsUnknown()
    {
        var plot = Next(New(), Gone(Begun, exitCode: null)).Plots.ShouldHaveSingleItem();
        plot.State.ShouldBe(PlotState.Unknown);
        plot.Detail.ShouldNotBeNull();
        plot.EndedAt.ShouldBe(Later);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public void Next_EndedBySignal_IsKilled(int signal)
    {
        var next = Next(New(), Gone(Begun, exitCode: null, signal));
        next.Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Killed);
        next.Run.Signal.ShouldBe(signal);
    }

    [Fact]
    public void Next_FailureInTheLog_IsItsCause()
    {
        var plot = Next(New(), Gone(Begun + "Caught plotting error: No space left on device\n", exitCode: 1)).Plots.ShouldHaveSingleItem();
        plot.State.ShouldBe(PlotState.Failed);
        plot.Detail.ShouldNotBeNull().ShouldContain("No space left on device");
    }

    [Fact]
    public void Next_LogWasReplacedByAnEarlierState_KeepsWhatIsKnown()
    {
        var made = Next(New(), Alive(Named));
        Next(made, Alive("")).Plots.ShouldBe(made.Plots);
        Next(made, Alive(Begun)).Plots.ShouldBe(made.Plots);
    }

    [Fact]
    public void Next_BlockedAndOnAgain_IsBlockedAndThenCompleted()
    {
        var blocked = Next(New(), Alive(Begun
            + "Could not copy \"/t/x.plot.2.tmp\" to \"/d/x.plot.2.tmp\". Error No space left on device. Retrying in five minutes.\n"));
        var plot = blocked.Plots.ShouldHaveSingleItem();
        (plot.State, plot.Cause).ShouldBe((PlotState.Blocked, FailureCause.DestinationFull));
        blocked.IsInFlight.ShouldBeTrue();
        Next(blocked, Alive(Named)).Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Completed);
    }

    [Fact]
    public void Next_SeveralPlotsARun_TheCopyOfAnEarlierOneEndsLate()
    {
        const string first = $"""
            Multi-threaded pipelined Chia k32 plotter - 5b5bd68
            Final Directory: /d/
            Number of Plots: 2
            Crafting plot 1 out of 2 (2026/11/22 10:00:00)
            Process ID: 7
            Working Directory:   /t/
            Plot Name: plot-k32-2026-11-22-10-00-{Id}
            Phase 4 took 0.42684 sec, final plot size is 108877420953 bytes
            Total plot creation time was 16.3412 sec (0.272354 min)
            Started copy to /d/plot-k32-2026-11-22-10-00-{Id}.plot
            Crafting plot 2 out of 2 (2026/11/22 10:30:00)
            Process ID: 7
            Working Directory:   /t/
            Plot Name: plot-k32-2026-11-22-10-30-{Id2}

            """;
        const string copied = first + $"""
            Renamed final plot to /d/plot-k32-2026-11-22-10-00-{Id}.plot
            Copy to /d/plot-k32-2026-11-22-10-00-{Id}.plot finished, took 7.5 sec, 10 MB/s avg.

            """;
        var run = New() with { Run = New().Run with { Plots = 2 } };
        var copying = Next(run, Alive(first, "madmax"), "madmax");
        copying.Plots.Select(plot => (plot.PlotId, plot.State)).ShouldBe([(Id, PlotState.Copying), (Id2, PlotState.Making)]);

        var one = Next(copying, Alive(copied, "madmax"), "madmax");
        one.Plots.Select(plot => plot.State).ShouldBe([PlotState.Completed, PlotState.Making]);
        (one.IsInFlight, one.PlotsToMake).ShouldBe((true, 1));

        var killed = Next(one, Gone(copied, exitCode: null, signal: 9, "madmax"), "madmax");
        killed.Plots.Select(plot => plot.State).ShouldBe([PlotState.Completed, PlotState.Killed]);
    }

    [Fact]
    public void Next_Suspended_IsSuspendedAndRunsOn()
    {
        var suspended = Next(New(), Alive(Begun) with { Suspended = true });
        suspended.Run.State.ShouldBe(RunState.Suspended);
        suspended.IsInFlight.ShouldBeTrue();
        Next(suspended, Alive(Begun)).Run.State.ShouldBe(RunState.Running);
    }

    [Fact]
    public void Next_SuspendedTwice_CountsBothTimes()
    {
        var suspended = Next(New(), Alive(Begun) with { Suspended = true }, at: 10);
        suspended.Run.SuspendedSince.ShouldBe(T0.AddMinutes(10));
        var still = Next(suspended, Alive(Begun) with { Suspended = true }, at: 20);
        still.Run.ShouldBe(suspended.Run, "nothing to write while nothing changes");
        still.Run.SuspendedUntil(still.Current, T0.AddMinutes(20)).ShouldBe(600);

        var on = Next(still, Alive(Begun), at: 25);
        (on.Plots.ShouldHaveSingleItem().SuspendedSeconds, on.Run.SuspendedSince).ShouldBe((900, null));
        var again = Next(on, Alive(Begun) with { Suspended = true }, at: 30);
        var dead = Next(again, Gone(Begun, null, 9), at: 32);
        (dead.Plots.ShouldHaveSingleItem().SuspendedSeconds, dead.Run.SuspendedSince).ShouldBe((1020, null));
    }

    [Fact]
    public void Next_SuspendedInTheFirstOfTwoPlots_SaysNothingOfTheSecond()
    {
        const string second = Named + $"Starting plotting progress into temporary dirs: /t and /t\nID: {Id2}\nComputing table 1\n";
        var two = New() with { Run = New().Run with { Plots = 2 } };
        var suspended = Next(two, Alive(Begun) with { Suspended = true }, at: 10);
        var on = Next(suspended, Alive(second), at: 25);
        on.Plots.Select(plot => (plot.State, plot.SuspendedSeconds)).ShouldBe([(PlotState.Completed, 900), (PlotState.Making, 0)]);
        on.Run.SuspendedUntil(on.Current, T0.AddMinutes(30)).ShouldBe(0);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.999", -12)]
    [InlineData("0001-01-01T00:00:00.000", 14)]
    public void Next_ATimeThatNoClockShows_IsNotKnown(string time, int hours)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(hours), "far", "far");
        var log = $"{time}  chia.plotting.create_plots       : Starting phase 1/4: Forward Propagation\n{time}  "
            + "chia.plotting.create_plots       : Time for phase 1 = 100.000 seconds.\n";
        var next = RunProgress.Next(New(), BuiltInProfiles.Catalog.Find("chia")!, Alive(log), Later, zone);
        next.Plots.ShouldHaveSingleItem().PhaseEnds.ShouldBe([T0.AddSeconds(100)]);
    }

    [Fact]
    public void Next_LogIsCutOffAtItsHead_KeepsWhatItSaid()
    {
        var first = Next(New(), Alive(Begun));
        const string rest = $"""
            Time for phase 2 = 20.000 seconds. CPU (100.000%)
            Time for phase 3 = 30.000 seconds. CPU (100.000%)

            """;
        var plot = Next(first, Alive(rest)).Plots.ShouldHaveSingleItem();
        (plot.PlotId, plot.State).ShouldBe((Id, PlotState.Making));
        plot.PhaseSeconds.ShouldBe([100, 20, 30]);

        Next(New(), Alive(rest)).Plots.ShouldHaveSingleItem().PhaseSeconds.ShouldBeEmpty("phase 1 is not known");
    }

    private static PlotRecord Made(string size, long bytes) =>
        Next(New(), Alive(Begun + size + Named[Begun.Length..]) with { FinalFile = _ => bytes }).Plots.ShouldHaveSingleItem();

    private static TrackedRun New() => new(
        new RunRecord
        {
            RunId = "r",
            Job = "a",
            Plotter = "chia",
            K = 32,
            State = RunState.Running,
            Process = new ProcessIdentity(7, 1, "boot"),
            LaunchedAt = T0,
            Directories = new PlotDirectories("/t", null, "/d"),
            LogFile = "/logs/r.log",
        },
        []);

    private static TrackedRun Next(TrackedRun run, RunEvidence sight, string plotter = "chia") =>
        RunProgress.Next(run, BuiltInProfiles.Catalog.Find(plotter)!, sight, Later, TimeZoneInfo.Utc);

    private static TrackedRun Next(TrackedRun run, RunEvidence sight, double at) =>
        RunProgress.Next(run, BuiltInProfiles.Catalog.Find("chia")!, sight, T0.AddMinutes(at), TimeZoneInfo.Utc);

    private static RunEvidence Alive(string log, string plotter = "chia") =>
        new() { Alive = true, Log = Read(log, plotter), FinalFile = _ => 0 };

    private static RunEvidence Gone(string log, int? exitCode, int? signal = null, string plotter = "chia") => new()
    {
        Alive = false,
        Exit = exitCode is null && signal is null ? null : new ProcessExit(7, exitCode, signal),
        Log = Read(log, plotter),
        FinalFile = _ => 0,
    };

    private static RunLog Read(string text, string plotter)
    {
        var reader = new PlotLogReader(BuiltInProfiles.Catalog.Find(plotter)!);
        reader.Feed(Encoding.UTF8.GetBytes(text));
        return reader.State;
    }
}

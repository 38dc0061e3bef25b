namespace PlotManager.Tests.Scripted;

/// <summary>When a phase ended, by the manager's clock, and what starts early by it.</summary>
public sealed class PhaseEndTests
{
    // Phase 1 ends at minute 10; a second plot may start when that is more than 20 minutes back: at the look of minute 31.
    private const int EndOfPhase1 = 10;
    private const int SecondStart = 31;

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a") with
    {
        MaxConcurrentWithStartEarly = 2,
        StartEarlyPhase = 2,
        StartEarlyDelay = TimeSpan.FromMinutes(20),
    });

    public PhaseEndTests() => _farm.Machine.Script = order => new PlotScript()
        .Does(0, Says("Starting phase 1/4: Forward Propagation into tmp files... {0}"))
        .Does(EndOfPhase1, Says("Time for phase 1 = 600.000 seconds. CPU (100.000%) {0}"))
        .Steps;

    [Fact]
    public void NobodySetsTheClock_TheSecondStartsAtItsMinute()
    {
        _farm.Starts().Look();
        StartsSecondAt(SecondStart);
    }

    [Theory]
    [InlineData(5, 120)] // in phase 1: what the plotter writes at its start is of the old clock, at its end of the new
    [InlineData(5, -120)]
    [InlineData(20, 120)] // in phase 2: the end of phase 1 is of the old clock
    [InlineData(20, -120)]
    public void ClockIsSet_TheSecondStartsAtItsMinute(int minute, int by)
    {
        _farm.Starts().Look();
        _farm.Pass(minute);
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(by));
        StartsSecondAt(SecondStart);
        Phase1EndedBack.ShouldBe(TimeSpan.FromMinutes(SecondStart - EndOfPhase1));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(-120)]
    public void ClockIsSetAndTheManagerRestarted_TheSecondStartsAtItsMinute(int by)
    {
        _farm.Starts().Look();
        _farm.Pass(15);
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(by));
        _farm.Pass(1);
        _farm.Crashes();
        _farm.Machine.Pass(TimeSpan.FromMinutes(2));
        _farm.Starts().Look();
        StartsSecondAt(SecondStart);
    }

    [Theory]
    [InlineData(5, 120)] // phase 1 ends while no manager runs, by a clock that was set meanwhile
    [InlineData(5, -120)]
    [InlineData(15, 120)]
    [InlineData(15, -120)]
    public void ClockIsSetWhileNoManagerRuns_TheSecondStartsAtItsMinute(int minute, int by)
    {
        _farm.Starts().Look();
        _farm.Pass(minute);
        _farm.Stops();
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(by));
        _farm.Machine.Pass(TimeSpan.FromMinutes(10));
        _farm.Starts().Look();
        StartsSecondAt(SecondStart);
        _farm.Log.Count(line => line.Contains("the wall clock was set")).ShouldBe(1);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(-120)]
    public void ClockWasSetBeforeTheManagerMeetsAForeignRun_TheSecondStartsAtItsMinute(int by)
    {
        _farm.Machine.Start(
            ["/bin/chia", "plots", "create", "-t", "/a/temp", "-d", "/a-dest/plots"], _farm.Machine.Script(null!), "/logs/a.log");
        _farm.Machine.Pass(TimeSpan.FromMinutes(15));
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(by));
        _farm.Starts().Look();
        StartsSecondAt(SecondStart);
    }

    [Fact]
    public void PhaseEndedWhileNoManagerRan_IsAsTheLogSays()
    {
        _farm.Starts().Look();
        _farm.Pass(5);
        _farm.Crashes();
        _farm.Machine.Pass(TimeSpan.FromMinutes(10));
        _farm.Starts().Look();
        Phase1EndedBack.ShouldBe(TimeSpan.FromMinutes(15 - EndOfPhase1));
    }

    [Fact]
    public void LinesWithoutTime_PhaseEndedWhenItWasSeen()
    {
        _farm.Machine.Script =
            _ => new PlotScript().Says(0, "Computing table 1").Says(EndOfPhase1, "Time for phase 1 = 900.000 seconds.").Steps;
        _farm.Starts().Look();
        StartsSecondAt(SecondStart);
        Phase1EndedBack.ShouldBe(TimeSpan.FromMinutes(SecondStart - EndOfPhase1));
    }

    private TimeSpan Phase1EndedBack
    {
        get
        {
            var world = _farm.Look().World;
            return world.Now - world.Runs.MinBy(run => run.Started)!.PhaseEnds.ShouldHaveSingleItem().ShouldNotBeNull();
        }
    }

    private static Action<ScriptedMachine, ScriptedProcess> Says(string line) => (machine, process) =>
        machine.Files.Append(process.LogFile!, string.Format(
            System.Globalization.CultureInfo.InvariantCulture, line, machine.Clock.GetUtcNow()
                .ToString("ddd MMM d HH:mm:ss yyyy", System.Globalization.CultureInfo.InvariantCulture)) + "\n");

    private void StartsSecondAt(int minute)
    {
        var passed = _farm.Machine.Clock.Elapsed.TotalMinutes;
        _farm.Pass(minute - 1 - passed);
        _farm.Machine.Alive.Count().ShouldBe(1, $"at minute {minute - 1}");
        _farm.Pass(1);
        _farm.Machine.Alive.Count().ShouldBe(2, $"at minute {minute}");
    }
}

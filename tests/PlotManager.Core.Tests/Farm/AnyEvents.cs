using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Farm;

/// <summary>
/// Events in any order, as they can come and as they cannot: of runs that have ended or were never launched, of plots that are over, of
/// managers that crash.
/// </summary>
internal sealed class AnyEvents(Choices choices)
{
    private static readonly string?[] Jobs = ["a", "b", null];

    private readonly List<RunRecord> _runs = [];
    private readonly Dictionary<string, int> _begun = [];
    private DateTimeOffset _now = SmallFarm.T0;

    public FarmEvent Next()
    {
        _now = _now.AddMinutes(choices.Of(20));
        return _runs.Count < 1 + choices.Of(6)
            ? NewRun()
            : choices.Of(3) == 0
            ? OfTheFarm()
            : OfRun(_runs[^(1 + choices.Of(Math.Min(3, _runs.Count)))]);
    }

    private FarmEvent NewRun()
    {
        var adopted = choices.Of(3) == 0;
        var run = new RunRecord
        {
            RunId = $"run {_runs.Count}",
            Job = adopted ? Jobs[choices.Of(3)] : Jobs[choices.Of(2)],
            Plotter = "chia",
            Plots = 1 + choices.Of(3),
            State = adopted ? RunState.Running : RunState.Ended, // an intention says itself that it is one
            Process = adopted ? AnyProcess() : null,
            LaunchedAt = _now.AddMinutes(-choices.Of(5)),
            Directories = new PlotDirectories("/t", null, "/d"),
            Owner = adopted ? RunOwner.Adopted : RunOwner.Own,
        };
        _runs.Add(run);
        return adopted ? new FarmEvent.RunAdopted(run) : new FarmEvent.RunIntended(run);
    }

    private FarmEvent OfRun(RunRecord run) => choices.Of(16) switch
    {
        0 or 1 or 2 => new FarmEvent.RunLaunched(run.RunId, AnyProcess()),
        3 => new FarmEvent.RunConfirmed(run.RunId, choices.Coin() ? AnyProcess() : null),
        4 => new FarmEvent.RunForgotten(run.RunId, _now),
        5 => new FarmEvent.RunInherited(run.RunId, AnyProcess()),
        6 => new FarmEvent.KillAsked(run.RunId, choices.Of(3) > 0),
        7 => new FarmEvent.RunFound(run.RunId, "/log", 30 + choices.Of(5)),
        8 => new FarmEvent.RunSuspended(run.RunId, _now),
        9 => new FarmEvent.RunResumed(run.RunId, _now),
        10 => new FarmEvent.RunFailed(run.RunId, choices.Coin(), "it died", _now),
        11 => new FarmEvent.RunEnded(run.RunId, _now, 1),
        _ => new FarmEvent.PlotChanged(AnyPlot(run), _now),
    };

    private PlotRecord AnyPlot(RunRecord run)
    {
        var begun = _begun.GetValueOrDefault(run.RunId);
        var number = begun < run.Plots && choices.Of(3) > 0 ? begun + 1 : Math.Max(1, begun - choices.Of(3));
        _begun[run.RunId] = Math.Max(begun, number);
        return new PlotRecord(run.RunId, number)
        {
            State = (PlotState)choices.Of(7),
            Suspect = choices.Of(4) == 0 ? "it looks odd" : null,
            StartedAt = _now,
            PhaseEnds = [_now.AddMinutes(1)],
        };
    }

    private FarmEvent OfTheFarm() => choices.Of(14) switch
    {
        0 or 1 => new FarmEvent.SessionBegun("s", 1, _now),
        2 => new FarmEvent.SessionEnded(_now),
        3 => new FarmEvent.SessionFailed("it broke", _now),
        4 or 5 => new FarmEvent.FirstPassMade(),
        6 => new FarmEvent.StartsChanged((StartMode)choices.Of(3)),
        7 => new FarmEvent.ClockShifted(TimeSpan.FromHours(choices.Of(5) - 2), choices.Coin()),
        8 => new FarmEvent.DirectorySeen($"/{choices.Of(2)}", choices.Coin() ? "/drive" : null),
        9 or 10 => new FarmEvent.BackOffBegun(Jobs[choices.Of(2)]!, "r", _now, _now.AddMinutes(5), "it died"),
        11 => new FarmEvent.JobReleased(Jobs[choices.Of(2)]!),
        12 => new FarmEvent.ShortageBegun(Jobs[choices.Of(2)]!, _now, "full"),
        _ => new FarmEvent.ShortageEnded(Jobs[choices.Of(2)]!),
    };

    private ProcessIdentity AnyProcess() => new(choices.Of(100), choices.Of(100), "boot");
}

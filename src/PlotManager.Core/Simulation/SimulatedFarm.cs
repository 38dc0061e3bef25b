using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PlotManager.Core.Farm;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>
/// A farm whose processes, files and drives are imagined, and whose state is the manager's own: everything that happens is an event
/// that <see cref="FarmState.Apply"/> is given.
/// </summary>
public sealed class SimulatedFarm
{
    private readonly string[] _jobs;
    private readonly FarmObservation _atStart;
    private readonly Dictionary<string, Flight> _flights = [];
    private readonly Dictionary<string, string[]> _paths;
    private readonly JobRecord?[] _records;
    private readonly JobHistory[] _histories;
    private Dictionary<string, DirectoryFinding> _directories;
    private World? _world;
    private bool _hasStrangers;

    /// <param name="start">Its jobs are those of the config, in their order.</param>
    public SimulatedFarm(World start)
    {
        (State, _atStart) = WorldView.TakeUp(start);
        Now = start.Now;
        _jobs = [.. start.Jobs.Select(job => job.Name)];
        (_records, _histories) = (new JobRecord?[_jobs.Length], new JobHistory[_jobs.Length]);
        _directories = new(start.Directories);
        _paths = _directories.Where(found => found.Value.Drive is not null).GroupBy(found => found.Value.Drive!, found => found.Key)
            .ToDictionary(drive => drive.Key, drive => drive.ToArray());
        foreach (var run in start.Runs)
        {
            Add(new(_atStart.Runs[run.RunId], run));
        }
    }

    public FarmState State { get; private set; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Told of each event after it was applied.</summary>
    public Action<FarmEvent>? Happened { get; init; }

    /// <summary>
    /// Told of each run in flight that has changed: as it was, null for a new one, and as it is, null for one that is gone.
    /// </summary>
    public Action<RunInFlight?, RunInFlight?>? RunChanged { get; init; }

    /// <summary>What the imagined machine shows beside the state.</summary>
    public FarmObservation Observed => _atStart with
    {
        At = Now,
        Runs = _flights.ToDictionary(flight => flight.Key, flight => flight.Value.Figures),
        Directories = _directories,
    };

    /// <summary>As <see cref="WorldView.Of"/> gives it. Made when it is asked for, of what has not changed since the last time.</summary>
    public World World => _world ??= View();

    public void PassTo(DateTimeOffset instant)
    {
        Now = instant;
        _world = _world?.At(instant);
    }

    /// <summary>A run is launched.</summary>
    /// <param name="runId">Null: one made of the job's name and its place among the job's runs.</param>
    public RunInFlight Start(StartRun start, string? runId = null)
    {
        runId ??= $"{start.Job.Name}#{State.Job(start.Job.Name).DirectoryOffset}";
        foreach (var happened in WorldView.Launch(start, runId, Now))
        {
            Apply(happened);
        }

        var figures = WorldView.FiguresOf(start);
        var run = WorldView.InFlight(State.Find(runId)!, figures);
        Add(new(figures, run));
        RunChanged?.Invoke(null, run);
        return run;
    }

    /// <summary>A run that this manager did not start is there.</summary>
    public void Appear(RunInFlight run)
    {
        var tracked = WorldView.Tracked(run);
        Apply(new FarmEvent.RunAdopted(tracked.Run));
        foreach (var plot in tracked.Plots)
        {
            Apply(new FarmEvent.PlotChanged(plot, Now));
        }

        Add(new(WorldView.FiguresOf(run), run));
        RunChanged?.Invoke(null, run);
    }

    /// <summary>A run's plot has ended this phase (1-based) and is in the next.</summary>
    /// <param name="tempPeak">Peak in temp of the phases still to come.</param>
    public void EndPhase(string runId, int phase, long tempPeak = 0, long temp2Peak = 0)
    {
        if (State.Find(runId) is { } run)
        {
            var plot = Plot(run);
            Apply(new FarmEvent.PlotChanged(plot with { PhaseEnds = Ended(plot.PhaseEnds, phase) }, Now));
            View(runId, _flights[runId].Figures with { Phase = phase + 1, TempPeakBytes = tempPeak, Temp2PeakBytes = temp2Peak });
        }
    }

    /// <summary>Whether the plot in the making, of a run in flight, has room at its destination.</summary>
    public bool HasRoomFor(RunInFlight run) =>
        run.DestinationDrive is not { } drive || !_paths.TryGetValue(drive, out var paths)
        || _directories[paths[0]].FreeBytes >= run.PlotBytes - run.BytesAtDestination;

    /// <summary>A run has made a plot. It begins the next one, or ends with its last.</summary>
    public void MakePlot(string runId, long tempPeak = 0, long temp2Peak = 0)
    {
        if (State.Find(runId) is not { } run)
        {
            return;
        }

        var flight = _flights[runId];
        Fill(flight.Run);
        var after = run.With(Over(run, PlotState.Completed));
        if (after.HasMadeAll)
        {
            End(run, after);
            return;
        }

        Apply(Settlement.Between(State, run, after, default, Now));
        Apply(new FarmEvent.PlotChanged(Begun(after), Now));
        View(runId, flight.Figures with
        {
            Phase = 1,
            BytesAtDestination = 0,
            TempPeakBytes = tempPeak,
            Temp2PeakBytes = temp2Peak,
            TempBytes = 0,
            Temp2Bytes = 0,
        });
    }

    /// <summary>A run's plotter dies, and the plot in the making is lost with it.</summary>
    public void Fail(string runId, string cause)
    {
        if (State.Find(runId) is { } run)
        {
            End(run, run.With(Over(run, PlotState.Failed) with { Cause = FailureCause.Unknown, Detail = cause }));
        }
    }

    /// <summary>Anything else that happens and is not about a run in flight.</summary>
    public void Apply(FarmEvent happened)
    {
        State = State.Apply(happened);
        _world = null;
        Happened?.Invoke(happened);
    }

    private void Apply(ImmutableArray<FarmEvent> events)
    {
        foreach (var happened in events)
        {
            Apply(happened);
        }
    }

    private void End(TrackedRun before, TrackedRun after)
    {
        var ended = after with { Run = after.Run with { State = RunState.Ended, EndedAt = Now } };
        Apply(Settlement.Between(State, before, ended, default, Now));
        _flights.Remove(before.RunId, out var flight);
        RunChanged?.Invoke(flight.Run, null);
    }

    private void View(string runId, RunFigures figures)
    {
        var before = _flights[runId].Run;
        var run = WorldView.InFlight(State.Find(runId)!, figures);
        _flights[runId] = new(figures, run);
        RunChanged?.Invoke(before, run);
    }

    private void Add(Flight flight)
    {
        _flights[flight.Run.RunId] = flight;
        _hasStrangers |= !flight.Run.IsKickedOff;
        _world = null;
    }

    // The plot in the making, which begins with its run or after the one before it.
    private PlotRecord Plot(TrackedRun run) => run.Current is { } plot && !plot.State.IsOver() ? plot : Begun(run);

    private PlotRecord Begun(TrackedRun run) =>
        new(run.RunId, run.PlotsBegun + 1) { StartedAt = run.PlotsBegun == 0 ? run.Run.LaunchedAt : Now };

    private PlotRecord Over(TrackedRun run, PlotState state) => Plot(run) with { State = state, EndedAt = Now };

    private ImmutableArray<DateTimeOffset?> Ended(ImmutableArray<DateTimeOffset?> ends, int phase)
    {
        while (ends.Length < phase - 1)
        {
            ends = ends.Add(null);
        }

        return ends.Length < phase ? ends.Add(Now) : ends.SetItem(phase - 1, Now);
    }

    // The destination's drive once the plot in the making is written to its end.
    private void Fill(RunInFlight run)
    {
        var bytes = Math.Max(0, run.PlotBytes - run.BytesAtDestination);
        if (bytes == 0 || run.DestinationDrive is not { } drive || !_paths.TryGetValue(drive, out var paths))
        {
            return;
        }

        // A world that was given away keeps its own.
        _directories = new(_directories);
        foreach (var path in paths)
        {
            var finding = _directories[path];
            _directories[path] = finding with { FreeBytes = Math.Max(0, finding.FreeBytes - bytes) };
        }
    }

    private World View()
    {
        var flying = new RunInFlight[_flights.Count];
        var count = 0;
        foreach (var flight in _flights.Values)
        {
            flying[count++] = flight.Run;
        }

        var runs = ImmutableCollectionsMarshal.AsImmutableArray(flying);
        for (var index = 0; index < _jobs.Length; index++)
        {
            var record = index < State.Jobs.Length && State.Jobs[index].Name == _jobs[index] ? State.Jobs[index] : State.Job(_jobs[index]);
            if (_hasStrangers || !ReferenceEquals(record, _records[index]))
            {
                _records[index] = record;
                _histories[index] = WorldView.History(record, runs, _atStart.PlotterProblems.GetValueOrDefault(_jobs[index]));
            }
        }

        ImmutableArray<JobHistory> histories = [.. _histories];
        return new World
        {
            Now = Now,
            ManagerStarted = State.Session!.StartedAt,
            Starts = State.Starts,
            Runs = runs,
            Jobs = histories,
            LastStart = WorldView.LastStart(histories, _atStart.LastStart),
            Directories = _directories,
        };
    }

    private readonly record struct Flight(RunFigures Figures, RunInFlight Run);
}

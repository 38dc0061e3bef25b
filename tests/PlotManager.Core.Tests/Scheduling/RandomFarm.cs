using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>Choices drawn from numbers that a property hands in, so that a failing case can be made smaller.</summary>
internal sealed class Choices(byte[] numbers)
{
    private int _next;

    public bool AnyLeft => _next < numbers.Length;

    /// <summary>0 to <paramref name="count"/> - 1; 0 once the numbers have run out.</summary>
    public int Of(int count) => _next < numbers.Length ? numbers[_next++] % count : 0;

    public bool Coin() => Of(2) == 1;
}

/// <summary>
/// A farm whose events come at random. It keeps its own books, plainly, and builds each World anew from them as a manager's look does;
/// beside it the same history goes through <see cref="World.After(FarmEvent)"/>.
/// </summary>
internal sealed class RandomFarm
{
    private readonly List<RunInFlight> _runs = [];
    private readonly Dictionary<string, JobHistory> _histories = [];
    private readonly Dictionary<string, long> _free = [];
    private readonly Choices _choices;
    private DateTimeOffset _now = SmallFarm.T0;
    private DateTimeOffset? _lastStart;
    private StartMode _starts;
    private int _number;

    public RandomFarm(Choices choices, int? jobs = null)
    {
        _choices = choices;
        Config = AnyConfig(jobs ?? 1 + choices.Of(3));
        foreach (var path in Config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)))
        {
            _free.TryAdd(SmallFarm.Drive(path), (150 + (choices.Of(20) * 60)) * SmallFarm.GB);
        }

        Chained = Observed();
    }

    public Config Config { get; private set; }

    /// <summary>The world of the last look, and every event since put through After.</summary>
    public World Chained { get; private set; }

    /// <summary>The world as a look finds it.</summary>
    public World Observed() => new()
    {
        Now = _now,
        ManagerStarted = SmallFarm.T0,
        Starts = _starts,
        Runs = [.. _runs],
        LastStart = _lastStart,
        Jobs = [.. Config.Jobs.Select(job => HistoryOf(job.Name))],
        Directories = Config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)).Distinct()
            .ToDictionary(path => path, path => SmallFarm.Usable(path, _free[SmallFarm.Drive(path)])),
    };

    /// <summary>Does what was decided, in the books and in the chain.</summary>
    public void Do(Decision decision)
    {
        foreach (var start in decision.Starts)
        {
            var id = $"run {_number++}";
            Chained = Chained.After(start, id);
            _runs.Add(new(id, start.Job.Name)
            {
                Started = _now,
                IsKickedOff = true,
                Temp = start.Directories.Temp,
                Temp2 = start.Directories.Temp2,
                Destination = start.Directories.Destination,
                TempDrive = DriveOf(start.Directories.Temp),
                Temp2Drive = DriveOf(start.Directories.Temp2),
                DestinationDrive = DriveOf(start.Directories.Destination),
                PlotsToMake = start.Plots,
                PlotBytes = PlotNeeds.FinalBytes(start.Job),
                TempPeakBytes = PlotNeeds.PeakTemp(start.Job, 0).Temp,
                Temp2PeakBytes = PlotNeeds.PeakTemp(start.Job, 0).Temp2,
            });
            var history = HistoryOf(start.Job.Name);
            _histories[start.Job.Name] = history with
            {
                KickedOff = history.KickedOff + start.Plots,
                DirectoryOffset = history.DirectoryOffset + 1,
                LastStart = _now,
            };
            _lastStart = _now;
        }
    }

    /// <summary>Something happens, if only that time passes.</summary>
    public void Happen()
    {
        _now = _now.AddMinutes(_choices.Of(40));
        Chained = Chained.At(_now);
        var run = _runs.Count == 0 ? null : _runs[_choices.Of(_runs.Count)];
        switch (_choices.Of(8))
        {
            case 0 or 1 when run is not null:
                EndPhase(run);
                break;
            case 2 when run is not null:
                EndRun(run, made: true);
                break;
            case 3 when run is not null:
                EndRun(run, made: false);
                break;
            case 4:
                Appear();
                break;
            case 5:
                _starts = (StartMode)Math.Max(0, _choices.Of(9) - 6);
                Chained = Chained.After(new FarmEvent.StartsSwitched(_starts));
                break;
            case 6:
                HoldBack();
                break;
            case 7:
                Reload();
                break;
        }
    }

    private void EndPhase(RunInFlight run)
    {
        var phase = Math.Max(1, run.Phase);
        if (phase > 4)
        {
            return;
        }

        var ends = run.PhaseEnds.ToList();
        while (ends.Count < phase)
        {
            ends.Add(null);
        }

        ends[phase - 1] = _now;
        _runs[_runs.IndexOf(run)] = run with { Phase = phase + 1, PhaseEnds = [.. ends], TempPeakBytes = run.TempPeakBytes / 2, Temp2PeakBytes = 0 };
        Chained = Chained.After(new FarmEvent.PhaseEnded(run.RunId, phase, run.TempPeakBytes / 2));
    }

    private void EndRun(RunInFlight run, bool made)
    {
        _runs.Remove(run);
        if (run.Job is { } job && Config.FindJob(job) is not null)
        {
            var history = HistoryOf(job);
            _histories[job] = made
                ? history with { Completed = history.Completed + run.PlotsToMake }
                : history with { KickedOff = history.KickedOff - (run.IsKickedOff ? run.PlotsToMake : 0) };
        }
        if (made && run.DestinationDrive is { } drive)
        {
            _free[drive] = Math.Max(0, _free[drive] - Math.Max(0, (run.PlotsToMake * run.PlotBytes) - run.BytesAtDestination));
        }

        Chained = Chained.After(new FarmEvent.RunEnded(run.RunId, made));
    }

    /// <summary>A foreign run, or one of a job that an earlier manager started.</summary>
    private void Appear()
    {
        var job = Config.Jobs[_choices.Of(Config.Jobs.Length)];
        var to = job.Destination[_choices.Of(job.Destination.Length)];
        var run = new RunInFlight($"run {_number++}", _choices.Coin() ? job.Name : null)
        {
            Started = _now.AddMinutes(-_choices.Of(100)),
            Phase = _choices.Of(6),
            Temp = job.Temp[0],
            TempDrive = SmallFarm.Drive(job.Temp[0]),
            TempPeakBytes = _choices.Of(200) * SmallFarm.GB,
            Destination = to,
            DestinationDrive = SmallFarm.Drive(to),
            PlotBytes = 108_877_420_953,
            PlotsToMake = 1 + _choices.Of(2),
            BytesAtDestination = _choices.Of(120) * SmallFarm.GB,
        };
        _runs.Add(run);
        Chained = Chained.After(new FarmEvent.RunAppeared(run));
    }

    private void HoldBack()
    {
        var job = Config.Jobs[_choices.Of(Config.Jobs.Length)].Name;
        var until = _now.AddMinutes(_choices.Of(60));
        _histories[job] = HistoryOf(job) with { HeldBackUntil = until, HeldBackCause = "temp full" };
        Chained = Chained.After(new FarmEvent.JobHeldBack(job, until, "temp full"));
    }

    /// <summary>The same jobs with other limits.</summary>
    private void Reload() => Config = Config with
    {
        Global = AnyLimits(),
        Jobs = [.. Config.Jobs.Select(job => job with { MaxPlots = job.MaxPlots + _choices.Of(4), MaxConcurrent = job.MaxConcurrentWithStartEarly })],
    };

    private JobHistory HistoryOf(string job) => _histories.GetValueOrDefault(job) ?? new JobHistory(job);

    private static string? DriveOf(string? path) => path is null ? null : SmallFarm.Drive(path);

    private GlobalLimits AnyLimits() => new(
        2 + _choices.Of(8), 1 + _choices.Of(5), TimeSpan.FromMinutes(_choices.Coin() ? 0 : _choices.Of(20)));

    private Config AnyConfig(int jobs)
    {
        var check = _choices.Coin();
        return SmallFarm.Config([.. Enumerable.Range(0, jobs).Select(i => AnyJob($"j{i}", check))]) with { Global = AnyLimits() };
    }

    private Job AnyJob(string name, bool checkTempSpace)
    {
        var early = _choices.Of(6);
        var limit = 1 + _choices.Of(4);
        return SmallFarm.Job(name) with
        {
            Temp = Any($"/{name}-temp{_choices.Of(2)}/t", 3),
            Temp2 = _choices.Of(4) == 0 ? Any("/fast/x", 2) : [],
            Destination = Any(_choices.Coin() ? "/hdd/d" : $"/{name}-temp0/d", 3),
            MaxPlots = 2 + _choices.Of(30),
            MaxConcurrent = limit,
            MaxConcurrentWithStartEarly = limit + _choices.Of(3),
            MaxForPhase1 = _choices.Of(3),
            StartEarlyPhase = early == 0 ? null : early,
            StartEarlyDelay = TimeSpan.FromMinutes(_choices.Of(30)),
            Stagger = TimeSpan.FromMinutes(_choices.Coin() ? 0 : _choices.Of(60)),
            InitialDelay = TimeSpan.FromMinutes(_choices.Of(30)),
            PlotsPerRun = 1 + _choices.Of(3),
            Temp2DestinationSync = _choices.Of(5) == 0,
            CheckTempSpace = checkTempSpace,
        };
    }

    private ImmutableArray<string> Any(string stem, int most) => [.. Enumerable.Range(0, 1 + _choices.Of(most)).Select(i => $"{stem}{i}")];
}

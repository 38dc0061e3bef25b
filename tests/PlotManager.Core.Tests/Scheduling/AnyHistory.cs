using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;

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

/// <summary>A farm to which things happen at random, played by the engine that the manager has.</summary>
internal sealed class AnyHistory
{
    private readonly Choices _choices;
    private int _number;

    public AnyHistory(Choices choices, int? jobs = null)
    {
        _choices = choices;
        Config = AnyConfig(jobs ?? 1 + choices.Of(3));
        var free = new Dictionary<string, long>();
        foreach (var path in Config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)))
        {
            free.TryAdd(SmallFarm.Drive(path), (150 + (choices.Of(20) * 60)) * SmallFarm.GB);
        }

        var start = SmallFarm.World(Config);
        Farm = new(start with
        {
            Directories = start.Directories.Keys.ToDictionary(
            path => path, path => SmallFarm.Usable(path, free[SmallFarm.Drive(path)]))
        })
        {
            Happened = Events.Add,
        };
    }

    public Config Config { get; private set; }

    public SimulatedFarm Farm { get; }

    /// <summary>All that has happened.</summary>
    public List<FarmEvent> Events { get; } = [];

    /// <summary>Does what was decided.</summary>
    public void Do(Decision decision)
    {
        foreach (var start in decision.Starts)
        {
            Farm.Start(start, $"run {_number++}");
        }
    }

    /// <summary>Something happens, if only that time passes.</summary>
    public void Happen()
    {
        Farm.PassTo(Farm.Now.AddMinutes(_choices.Of(40)));
        var runs = Farm.World.Runs;
        var run = runs.IsEmpty ? null : runs[_choices.Of(runs.Length)];
        switch (_choices.Of(8))
        {
            case 0 or 1 when run is { Phase: <= 4 }:
                Farm.EndPhase(run.RunId, Math.Max(1, run.Phase), run.TempPeakBytes / 2);
                break;
            case 2 when run is not null:
                Farm.MakePlot(run.RunId);
                break;
            case 3 when run is not null:
                Farm.Fail(run.RunId, "temp full");
                break;
            case 4:
                Appear();
                break;
            case 5:
                Farm.Apply(new FarmEvent.StartsChanged((StartMode)Math.Max(0, _choices.Of(9) - 6)));
                break;
            case 6:
                var job = Config.Jobs[_choices.Of(Config.Jobs.Length)].Name;
                Farm.Apply(new FarmEvent.BackOffBegun(job, "r", Farm.Now, Farm.Now.AddMinutes(_choices.Of(60)), "temp full"));
                break;
            case 7:
                Reload();
                break;
        }
    }

    /// <summary>A foreign run, or one of a job that an earlier manager started.</summary>
    private void Appear()
    {
        var job = Config.Jobs[_choices.Of(Config.Jobs.Length)];
        var to = job.Destination[_choices.Of(job.Destination.Length)];
        Farm.Appear(new($"run {_number++}", _choices.Coin() ? job.Name : null)
        {
            Started = Farm.Now.AddMinutes(-_choices.Of(100)),
            Phase = _choices.Of(6),
            Temp = job.Temp[0],
            TempDrive = SmallFarm.Drive(job.Temp[0]),
            TempPeakBytes = _choices.Of(200) * SmallFarm.GB,
            Destination = to,
            DestinationDrive = SmallFarm.Drive(to),
            PlotBytes = 108_877_420_953,
            PlotsToMake = 1 + _choices.Of(2),
            BytesAtDestination = _choices.Of(120) * SmallFarm.GB,
        });
    }

    /// <summary>The same jobs with other limits.</summary>
    private void Reload() => Config = Config with
    {
        Global = AnyLimits(),
        Jobs = [.. Config.Jobs.Select(
            job => job with { MaxPlots = job.MaxPlots + _choices.Of(4), MaxConcurrent = job.MaxConcurrentWithStartEarly })],
    };

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

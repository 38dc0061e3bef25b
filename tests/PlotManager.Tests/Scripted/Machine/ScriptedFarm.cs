using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Journal;
using PlotManager.Logging;
using PlotManager.Loop;
using PlotManager.Metrics;
using PlotManager.Observing;
using PlotManager.Snapshots;
using PlotManager.Store;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>A farm on a scripted machine, and the managers that live on it one after another.</summary>
internal sealed class ScriptedFarm
{
    public static readonly FarmIdentity Identity = new("1f", "/farm/config.yaml");

    private ManagerLife? _life;
    private ConfigSource? _source;
    private int _sessions;

    public ScriptedFarm(params Job[] jobs)
    {
        Config = Scripted(jobs);
        foreach (var folder in jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)))
        {
            Machine.Files.Folders.Add(folder);
        }

        Machine.Files.Executables.Add("/bin/chia");
    }

    public ScriptedMachine Machine { get; } = new();

    public Config Config { get; set; }

    public IJournal Journal { get; init; } = new MemoryJournal();

    public List<string> Log { get; } = [];

    /// <summary>How the manager reads plot files.</summary>
    public FinishedFiles.Reader Read { get; set; } = FinishedFiles.AtOnce;

    public PlottingLoop Loop { get; private set; } = null!;

    public FarmStore Store { get; private set; } = null!;

    /// <summary>Between the manager that lives and its journal.</summary>
    public BufferedJournal Buffer { get; private set; } = null!;

    public Snapshot Snapshot => Loop.Snapshot!;

    public MemoryJournal Memory => (MemoryJournal)Journal;

    public static Job Job(string name, int maxPlots = 100) => new()
    {
        Name = name,
        Plotter = BuiltInProfiles.Catalog.Find("chia")!,
        Location = "/bin/chia",
        MaxPlots = maxPlots,
        Temp = [$"/{name}/temp"],
        Destination = [$"/{name}-dest/plots"],
        K = 32,
        Buckets = 128,
        Threads = 2,
        MemoryBufferMiB = 3389,
        MaxConcurrent = 1,
        MaxConcurrentWithStartEarly = 1,
        Stagger = TimeSpan.FromMinutes(1),
    };

    /// <summary>A manager starts; one that lives is stopped in good order first.</summary>
    public ScriptedFarm Starts(SeamCalls? calls = null)
    {
        calls ??= SeamCalls.Undisturbed();
        (var machine, _life) = Machine.NewLife();
        machine = FaultyMachine.Over(machine, calls);
        Buffer = new BufferedJournal(new CrashingJournal(Journal, calls), Machine.Clock);
        var log = new ListLog(Log);
        Store = new FarmStore(Buffer, new NoticeWriter("host", () => ["webhook"]), new PlotEventLog(log, new MetricsState()));
        Store.Commit(new FarmEvent.SessionBegun($"session-{++_sessions}", _life.Pid, Machine.Clock.GetUtcNow()));
        var hooks = new ConfigHooks(() => null, () => new ConfigReading(Config, []), (_, _, _) => { }, _ => { });
        var snapshots = new SnapshotBuilder(
            machine, Buffer, Store, new FarmName("host", "/farm/config.yaml"), machine.Processes.Self,
            problem => log.Write(problem.Severity == "error" ? LogLevel.Error : LogLevel.Warning, problem.Text, problem.Job));
        _source = new ConfigSource(Config, hooks, machine.Time);
        Loop = new PlottingLoop(
            _source, machine, Store, new WaitTimes(Buffer, Store, (_, _, _) => { }), snapshots, log, _ => null, read: Read);
        return this;
    }

    /// <summary>The config is changed under a manager that lives, which takes it over.</summary>
    public void Reloads(Config fresh)
    {
        Config = fresh;
        _source!.Reload().Done.ShouldBeTrue();
    }

    public Decision Look() => Loop.Pass();

    /// <summary>Time passes in steps, with a look after each.</summary>
    public void Pass(double minutes, double step = 1)
    {
        for (var passed = 0.0; passed < minutes; passed += step)
        {
            Machine.Pass(TimeSpan.FromMinutes(step));
            Loop.TryPass();
        }
    }

    /// <summary>SIGKILL: nothing is written, children are init's.</summary>
    public void Crashes() => Machine.End(_life!);

    public void Stops()
    {
        Store.Commit(new FarmEvent.SessionEnded(Machine.Clock.GetUtcNow()));
        Machine.End(_life!);
    }

    private static Config Scripted(Job[] jobs) => Configs.Of([.. jobs]) with { ChiaLocation = "/bin/chia" };

    private sealed class ListLog(List<string> lines) : IEventLog
    {
        public void Write(LogLevel level, string message, string? job = null, string? plot = null) => lines.Add($"{level} {job} {message}");
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Notifications;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>A farm of four jobs, its managers one after another, and what is done to them.</summary>
public sealed class ChaosFarm : IAsyncDisposable
{
    public const int Sigkilled = 128 + Processes.SigKill;

    public static readonly ImmutableArray<string> Jobs = ["renaming", "copying", "madmax", "crashing"];

    private const string Full = "fail: destination_full\n";
    private static readonly TimeSpan LongestStarving = TimeSpan.FromSeconds(8);

    private const int SigStop = 19;
    private const int SigCont = 18;

    // chia twice as it renames and as it copies, madMax, and one whose every fourth plot crashes in phase 3.
    private static readonly ImmutableArray<string> Settings =
    [
        "seconds: 4\nretry_seconds: 1\n",
        "seconds: 3\nversion: 1\ncopy_seconds: 1\nretry_seconds: 1\n",
        "seconds: 4\nretry_seconds: 1\n",
        "seconds: 3\nretry_seconds: 1\nfail: crash@3.50\nfail_every: 4\n",
    ];

    private static readonly ImmutableArray<int> Most = [2, 1, 1, 1];

    private readonly TestFarm _farm;
    // Its own address: on a busy machine other tests call ports that were somebody else's a moment ago.
    private readonly string _hook = Guid.NewGuid().ToString("N");
    private readonly RecordingServer _services = new(new Played(200));
    private readonly List<(TimeSpan Due, Action Undo)> _undoings = [];
    private readonly List<ChaosStep> _pending = [];
    private readonly HashSet<string> _struckSinceAPlot = [];
    private readonly List<Task<Outcome>> _commands = [];
    private readonly long _begun = Stopwatch.GetTimestamp();
    private (Process Process, Task<string> Said)? _manager;

    private ChaosFarm(TestFarm farm)
    {
        _farm = farm;
        Witness = new Witness(farm.Folder, Jobs.Zip(Most).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
    }

    public TestFarm Farm => _farm;

    public Witness Witness { get; }

    /// <summary>How often each fault has truly happened.</summary>
    public Dictionary<Fault, int> Struck { get; } = Enum.GetValues<Fault>().ToDictionary(fault => fault, _ => 0);

    /// <summary>How many plotters have waited for their destination.</summary>
    public int Starved => Jobs.Sum(Waiting);

    /// <summary>What the managers said on their error output.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Ids of the notices that were received, as often as they came.</summary>
    public IReadOnlyList<string> Received => [.. _services.Requests.Where(request => request.Target == "/" + _hook).Select(request => Uri.UnescapeDataString(request.Headers["Idempotency-Key"]))];

    private TimeSpan Now => Stopwatch.GetElapsedTime(_begun);

    public static ChaosFarm Make()
    {
        var chaos = new ChaosFarm(TestFarm.Make());
        chaos.Configure();
        return chaos;
    }

    public async Task Live(ImmutableArray<ChaosStep> steps)
    {
        StartManager();
        foreach (var step in steps)
        {
            await Pass(step.Pause);
            if (step.Fault == Fault.KillManager)
            {
                await KillManager();
                await Pass(step.Length);
                StartManager();
            }
            else
            {
                _pending.Add(step);
            }
        }

        // A kind that has found nobody to strike at all does so while the last manager lives.
        await _farm.Until(
            async () =>
            {
                await Pass(TimeSpan.FromMilliseconds(100));
                return _pending.TrueForAll(step => Struck[step.Fault] > 0);
            },
            "every kind of fault has found its plotter");
        _pending.Clear();
    }

    /// <summary>All faults are undone, and the farm makes what it has begun.</summary>
    public async Task Finish()
    {
        await _farm.Until(
            async () =>
            {
                await Pass(TimeSpan.FromMilliseconds(100));
                return _undoings.Count == 0;
            },
            "every fault is undone");
        foreach (var outcome in await Task.WhenAll(_commands))
        {
            outcome.ExitCode.ShouldBeOneOf(0, 1, 2); // done, refused, or its manager died meanwhile; never an unexpected error
            (outcome.Out + outcome.Error).ShouldNotBeEmpty();
        }

        await _farm.Until(async () => (await _farm.Run("drain")).ExitCode == 0, "the manager drains");
        var (process, said) = _manager!.Value;
        await _farm.Until(() => process.HasExited, "the manager ends by itself");
        Complaints.Add(await said);
        process.ExitCode.ShouldBe(0);
        _manager = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Witness.DisposeAsync();
        if (_manager is { } living)
        {
            living.Process.Kill();
        }

        foreach (var plotter in _farm.Plotters())
        {
            Processes.Signal(plotter, SigCont);
        }

        await _services.DisposeAsync();
        await _farm.DisposeAsync();
    }

    private void Configure()
    {
        _farm.Folders("logs");
        var jobs = "";
        for (var job = 0; job < Jobs.Length; job++)
        {
            var name = Jobs[job];
            var link = _farm.AddPlotter(name == "madmax" ? "chia_plot" : "chia", Settings[job], $"bin-{name}");
            var more = name == "madmax"
                ? $"backend: demo-madmax\nfarmer_public_key: {new string('a', 96)}\npool_public_key: {new string('b', 96)}\nchia_location: {link}"
                : $"chia_location: {link}";
            jobs += _farm.Job(name, 10_000, Most[job], $"temp-{name}", $"plots-{name}", more);
        }

        _farm.Configure(jobs + $"notifications:\n  notify_webhook: true\n  webhook_url: {_services.Address}{_hook}\n", maxConcurrent: 100, maxForPhase1: 100);
    }

    private void StartManager()
    {
        var process = BuiltProgram.Begin(_farm.Folder, null, "run", "--config", _farm.Config);
        _manager = (process, process.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    private async Task KillManager()
    {
        var (process, said) = _manager!.Value;
        Processes.Signal(process.Id, Processes.SigKill);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Complaints.Add(await said);
        process.ExitCode.ShouldBe(Sigkilled, $"it ended before it was killed: {await said}");
        process.Dispose();
        Struck[Fault.KillManager]++;
    }

    // Time passes; what is due is undone, and what waits for a plotter strikes as soon as there is one.
    private async Task Pass(TimeSpan time)
    {
        var until = Now + time;
        while (true)
        {
            foreach (var undoing in _undoings.Where(undoing => undoing.Due <= Now).ToList())
            {
                _undoings.Remove(undoing);
                undoing.Undo();
            }

            foreach (var fault in _pending.Where(Strike).ToList())
            {
                _pending.Remove(fault);
                Struck[fault.Fault]++;
            }

            var left = until - Now;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(left < TimeSpan.FromMilliseconds(50) ? left : TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private bool Strike(ChaosStep step)
    {
        var (job, due) = (Jobs[step.Job], Now + step.Length);
        return step.Fault switch
        {
            Fault.KillPlotter => KillPlotter(job),
            Fault.SuspendPlotter => SuspendPlotter(job, due),
            Fault.KillByCommand => KillByCommand(job),
            Fault.TakeDestination => TakeDestination(job, due),
            Fault.FillDestination => FillDestination(step.Job, due),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no fault that waits"),
        };
    }

    // A job that loses three plots running is held back for minutes: each loses one at most between two that are made.
    private SeenPlotter? Victim(string job)
    {
        if (IsStarved(job))
        {
            return null;
        }

        var made = _farm.Plots($"plots-{job}").Count;
        return _struckSinceAPlot.Contains($"{job} {made}") || _struckSinceAPlot.Contains($"{job} {made - 1}") ? null : AtWork(job);
    }

    private SeenPlotter? AtWork(string job) =>
        Witness.Plotters().Where(plotter => plotter.Job == job && PlotLogText.IsAtWork(Witness.ReadLog(plotter.Log))).MinBy(plotter => plotter.Log);

    private void Mark(string job) => _struckSinceAPlot.Add($"{job} {_farm.Plots($"plots-{job}").Count}");

    private bool KillPlotter(string job)
    {
        if (Victim(job) is not { } victim)
        {
            return false;
        }

        Mark(job);
        Processes.Signal(victim.Pid, Processes.SigKill);
        return true;
    }

    private bool KillByCommand(string job)
    {
        if (Victim(job) is not { } victim || _farm.ManagerPid() is null)
        {
            return false;
        }

        Mark(job);
        _commands.Add(_farm.Run("kill", $"{victim.Pid}", "--force"));
        return true;
    }

    private bool SuspendPlotter(string job, TimeSpan due)
    {
        if (AtWork(job) is not { } victim)
        {
            return false;
        }

        Processes.Signal(victim.Pid, SigStop);
        _undoings.Add((due, () => Processes.Signal(victim.Pid, SigCont)));
        return true;
    }

    // Both last until a plotter has met them, if one comes.
    private bool TakeDestination(string job, TimeSpan due)
    {
        var destination = Path.Combine(_farm.Folder, $"plots-{job}");
        if (IsStarved(job) || AtWork(job) is null)
        {
            return false;
        }

        var waiting = Waiting(job);
        Directory.Move(destination, destination + ".away");
        _undoings.Add((due, () => UndoOnceMet(job, waiting, due + LongestStarving, () => Directory.Move(destination + ".away", destination))));
        return true;
    }

    private bool FillDestination(int job, TimeSpan due)
    {
        var name = Jobs[job];
        var settings = Directory.GetFiles(Path.Combine(_farm.Folder, $"bin-{name}"), "*.stand-in").Single();
        if (IsStarved(name))
        {
            return false;
        }

        var waiting = Waiting(name);
        Replace(settings, Settings[job].Split("fail:")[0] + Full);
        _undoings.Add((due, () => UndoOnceMet(name, waiting, due + LongestStarving, () => Replace(settings, Settings[job]))));
        return true;
    }

    // Whole or not at all: plotters read it at any moment.
    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    private void UndoOnceMet(string job, int before, TimeSpan latest, Action undo)
    {
        if (Waiting(job) > before || Now > latest)
        {
            undo();
        }
        else
        {
            _undoings.Add((Now, () => UndoOnceMet(job, before, latest, undo)));
        }
    }

    private bool IsStarved(string job) =>
        !Directory.Exists(Path.Combine(_farm.Folder, $"plots-{job}")) || Directory.GetFiles(Path.Combine(_farm.Folder, $"bin-{job}"), "*.stand-in").Any(file => File.ReadAllText(file).Contains(Full));

    private int Waiting(string job) => Directory.GetFiles(Path.Combine(_farm.Folder, "logs"), $"{job}_*.log").Count(log => PlotLogText.WaitsForDestination(Witness.ReadLog(log)));
}

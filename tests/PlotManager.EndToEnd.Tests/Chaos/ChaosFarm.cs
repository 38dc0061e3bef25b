using System.Collections.Immutable;
using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Notifications;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>A farm of four jobs, its managers one after another, and what is done to them.</summary>
public sealed partial class ChaosFarm : IAsyncDisposable
{
    public const int Sigkilled = 128 + Processes.SigKill;

    public static readonly ImmutableArray<string> Jobs = ["renaming", "copying", "madmax", "crashing"];

    // chia twice as it renames and as it copies, madMax, and one whose every fourth plot crashes in phase 3.
    public static readonly ImmutableArray<string> Settings =
    [
        "seconds: 4\nretry_seconds: 1\n",
        "seconds: 3\nversion: 1\ncopy_seconds: 1\nretry_seconds: 1\n",
        "seconds: 4\nretry_seconds: 1\n",
        "seconds: 3\nretry_seconds: 1\nfail: crash@3.50\nfail_every: 4\n",
    ];

    /// <summary>The job whose temp directory is a small drive of its own; it copies its plots, so that they may be on another.</summary>
    public const string OnItsOwnTemp = "copying";

    private static readonly ImmutableArray<int> Most = [2, 1, 1, 1];

    private readonly TestFarm _farm;
    private readonly Surroundings _surroundings;

    // Its own address: on a busy machine other tests call ports that were somebody else's a moment ago.
    private readonly string _hook = Guid.NewGuid().ToString("N");
    private readonly RecordingServer _services = new(new Played(200));
    private readonly List<(TimeSpan Due, Func<Task> Undo)> _undoings = [];
    private readonly List<ChaosStep> _pending = [];
    private readonly PlotterFaults _plotters;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private (Process Process, Task<string> Said)? _manager;

    private ChaosFarm(TestFarm farm, Surroundings surroundings)
    {
        (_farm, _surroundings) = (farm, surroundings);
        Witness = new Witness(farm.Folder, Jobs.Zip(Most).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
        _plotters = new PlotterFaults(farm, Witness, () => Now, (due, undo) => _undoings.Add((due, AsTask(undo))));
    }

    public TestFarm Farm => _farm;

    public Witness Witness { get; }

    /// <summary>How often each fault has truly happened.</summary>
    public Dictionary<Fault, int> Struck { get; } = Enum.GetValues<Fault>().ToDictionary(fault => fault, _ => 0);

    /// <summary>The faults that this machine cannot play, each with its reason.</summary>
    public ImmutableArray<string> Missing => _surroundings.Missing;

    /// <summary>How many starts of a manager were refused, as its config was cut off or its journal's drive full or dead.</summary>
    public int RefusedStarts { get; private set; }

    /// <summary>How many plotters have waited for their destination.</summary>
    public int Starved => Jobs.Sum(_plotters.Waiting);

    /// <summary>What the managers said on their error output.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Ids of the notices that were received, as often as they came.</summary>
    public IReadOnlyList<string> Received => [.. _services.Requests.Where(request => request.Target == "/" + _hook)
        .Select(request => Uri.UnescapeDataString(request.Headers["Idempotency-Key"]))];

    private TimeSpan Now => Stopwatch.GetElapsedTime(_begun);

    public static async Task<ChaosFarm> Make()
    {
        var farm = TestFarm.Make();
        var chaos = new ChaosFarm(farm, await Surroundings.Of(farm));
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
            else if (ChaosSchedule.OfSurroundings.Contains(step.Fault))
            {
                await StrikeSurroundings(step);
            }
            else
            {
                _pending.Add(step);
            }
        }

        // A kind that has found nobody to strike at all does so while the last manager lives.
        try
        {
            await _farm.Until(
                async () =>
                {
                    await SeeRefusal();
                    await Pass(TimeSpan.FromMilliseconds(100));
                    StrikeAnybody();
                    return !Unstruck().Any();
                },
                "every kind of fault has found its plotter");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"nobody to strike was found for {string.Join(", ", Unstruck())}", late);
        }

        _pending.Clear();

        // The plots of one job may be at work for too short a time to be met on a busy machine.
        void StrikeAnybody()
        {
            foreach (var step in Unstruck().ToList())
            {
                if (Enumerable.Range(0, Jobs.Length).Any(job => _plotters.Strike(step with { Job = job })))
                {
                    Struck[step.Fault]++;
                }
            }
        }

        IEnumerable<ChaosStep> Unstruck() => _pending.Where(step => Struck[step.Fault] == 0);
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
        foreach (var outcome in await Task.WhenAll(_plotters.Commands))
        {
            outcome.ExitCode.ShouldBeOneOf(0, 1, 2); // done, refused, or its manager died meanwhile; never an unexpected error
            (outcome.Out + outcome.Error).ShouldNotBeEmpty();
        }

        await _surroundings.UndoWhatBarsAStart();
        await SeeRefusal();
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
            Processes.Signal(plotter, PlotterFaults.SigCont);
        }

        await _services.DisposeAsync();
        await _surroundings.DisposeAsync();
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
                ? $"backend: demo-madmax\nfarmer_public_key: {new string('a', 96)}\npool_public_key: "
                    + $"{new string('b', 96)}\nchia_location: {link}"
                : $"chia_location: {link}";
            jobs += _farm.Job(name, 10_000, Most[job], $"temp-{name}", $"plots-{name}", more);
        }

        _farm.Configure(
            jobs + $"notifications:\n  notify_webhook: true\n  webhook_url: {_services.Address}{_hook}\n",
            maxConcurrent: 100,
            maxForPhase1: 100);
    }

    private async Task StrikeSurroundings(ChaosStep step)
    {
        if (await _surroundings.Strike(step))
        {
            Struck[step.Fault]++;
            _undoings.Add(
                (Now + step.Length, step.Fault == Fault.FailJournalDrive ? ReplaceManager : () => _surroundings.Undo(step.Fault)));
        }
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
                await undoing.Undo();
            }

            foreach (var fault in _pending.Where(_plotters.Strike).ToList())
            {
                _pending.Remove(fault);
                Struck[fault.Fault]++;
            }

            var left = until - Now;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(
                left < TimeSpan.FromMilliseconds(50) ? left : TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    private static Func<Task> AsTask(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}

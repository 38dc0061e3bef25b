using System.Collections.Immutable;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>
/// A machine in memory, whose plotters are little scripts over virtual time. What was launched lives in the machine, not in the
/// manager: it goes on when the manager dies.
/// </summary>
internal sealed class ScriptedMachine
{
    public static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private ImmutableList<ScriptedProcess> _processes = [];
    private int _lastPid = 1000;
    private int _boots = 1;

    public ScriptedMachine() => Files = new ScriptedFiles(Clock);

    public ScriptedClock Clock { get; } = new(T0);

    public ScriptedFiles Files { get; }

    /// <summary>What a launched plotter does.</summary>
    public Func<LaunchOrder, ImmutableArray<PlotStep>> Script { get; set; } = _ => [];

    /// <summary>Changes a launched process before anybody sees it: another name, say.</summary>
    public Action<ScriptedProcess> Dress { get; set; } = _ => { };

    /// <summary>Why nothing can be launched at present.</summary>
    public string? RefusesLaunch { get; set; }

    /// <summary>Every launch that there ever was.</summary>
    public List<LaunchOrder> Launches { get; } = [];

    public IEnumerable<ScriptedProcess> Alive => _processes.Where(process => process.Exit is null);

    /// <summary>The machine as a new manager process has it.</summary>
    public (Machine Machine, ManagerLife Life) NewLife()
    {
        var life = new ManagerLife(new ProcessIdentity(++_lastPid, Ticks(Clock.Elapsed), $"boot-{_boots}"));
        return (new Machine(new Launcher(
            this, life), new Inspector(this, life), new Signaller(this), Files, Files, new ScriptedEntries(), new Load(), Clock), life);
    }

    /// <summary>The manager is gone: its children are init's, and init reaps.</summary>
    public void End(ManagerLife life)
    {
        foreach (var child in _processes.Where(process => process.Parent == life).ToList())
        {
            (child.Parent, child.ParentPid) = (null, 1);
            if (child.Exit is not null)
            {
                _processes = _processes.Remove(child);
            }
        }
    }

    public ScriptedProcess Start(
        ImmutableArray<string> arguments, ImmutableArray<PlotStep> steps, string? log =
            null, string? mark = null, ManagerLife? parent = null, int? pid = null,
        FarmIdentity? farm = null, Dictionary<string, string>? container = null)
    {
        if (log is not null)
        {
            Files.Append(log, "");
        }

        var began = Clock.Elapsed;
        var process = new ScriptedProcess
        {
            Identity = new ProcessIdentity(pid ?? ++_lastPid, Ticks(Clock.Elapsed), $"boot-{_boots}"),
            StartedAt = () => Clock.GetUtcNow() - (Clock.Elapsed - began),
            Began = began,
            ParentPid = parent?.Pid ?? 1,
            Parent = parent,
            Arguments = arguments,
            Executable = arguments[0],
            Environment = Marks(mark, farm),
            LogFile = log,
            Container = container,
            Steps = new Queue<PlotStep>(steps),
        };
        _processes = _processes.Add(process);
        Dress(process);
        RunStepsUntil(Clock.Elapsed);
        return process;
    }

    private static ImmutableDictionary<string, string> Marks(string? run, FarmIdentity? farm)
    {
        var marks = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in new[] { ("PLOTMANAGER_RUN", run), ("PLOTMANAGER_FARM", farm?.Text) })
        {
            if (value is not null)
            {
                marks[name] = value;
            }
        }

        return marks.ToImmutable();
    }

    public void Pass(TimeSpan time)
    {
        var until = Clock.Elapsed + time;
        RunStepsUntil(until);
        if (until > Clock.Elapsed)
        {
            Clock.PassTo(until);
        }
    }

    public void Finish(ScriptedProcess process, int? exitCode, int? signal)
    {
        process.Exit = new ProcessExit(process.Pid, exitCode, signal);
        process.Condition = ProcessCondition.Zombie;
        if (process.Parent is { } parent)
        {
            parent.Exits.Add(process.Exit);
        }
        else
        {
            _processes = _processes.Remove(process);
        }
    }

    /// <summary>Power lost and back: nothing of what ran is left, and pids begin anew.</summary>
    public void Reboot()
    {
        _processes = _processes.Clear();
        (_lastPid, _boots) = (1000, _boots + 1);
    }

    private void RunStepsUntil(TimeSpan until)
    {
        while (true)
        {
            var next = _processes.Where(process => process is { Condition: ProcessCondition.Running, Steps.Count: > 0 })
                .MinBy(process => process.Began + process.Steps.Peek().At);
            if (next is null || next.Began + next.Steps.Peek().At > until)
            {
                return;
            }

            var due = next.Began + next.Steps.Peek().At;
            if (due > Clock.Elapsed)
            {
                Clock.PassTo(due);
            }

            next.Steps.Dequeue().Do(this, next);
        }
    }

    private sealed class Launcher(ScriptedMachine machine, ManagerLife life) : ILauncher
    {
        public ProcessIdentity Launch(LaunchOrder order)
        {
            if (machine.RefusesLaunch is { } refusal)
            {
                throw new LaunchException(refusal);
            }

            machine.Launches.Add(order);
            var mark = order.Environment.GetValueOrDefault("PLOTMANAGER_RUN");
            return machine.Start(
                [order.Executable, .. order.Arguments],
                machine.Script(order),
                order.LogFile,
                mark,
                life,
                farm: FarmIdentity.Read(order.Environment.GetValueOrDefault("PLOTMANAGER_FARM"))).Identity;
        }

        public IReadOnlyList<ProcessExit> Reap()
        {
            List<ProcessExit> exits = [.. life.Exits];
            life.Exits.Clear();
            machine._processes = machine._processes.RemoveAll(process => process.Parent == life && exits.Contains(process.Exit!));
            return exits;
        }

        public bool WillTellEndOf(int pid) => machine._processes.Exists(process => process.Pid == pid && process.Parent == life);
    }

    private static long Ticks(TimeSpan time) => time.Ticks / (TimeSpan.TicksPerSecond / 100);

    private sealed class Inspector(ScriptedMachine machine, ManagerLife life) : IProcessInspector
    {
        public ProcessIdentity Self => life.Self;

        public TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) =>
            first.BootId == second.BootId ? TimeSpan.FromSeconds((second.StartTicks - first.StartTicks) / 100.0) : null;

        public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) =>
            [.. machine._processes.Where(process => mayMatter(string.Join(' ', process.Arguments))).Select(process => process.Sighting)];

        public ProcessSighting? Find(int pid) => machine._processes.Find(process => process.Pid == pid)?.Sighting;

        public string? EnvironmentVariable(int pid, string name) =>
            machine._processes.Find(process => process.Pid == pid
                && process is { Exit: null, IsAnothers: false })?.Environment.GetValueOrDefault(name);

        public string? OutputFile(int pid) =>
            machine._processes.Find(process => process.Pid == pid && process is { Exit: null, IsAnothers: false })?.LogFile;

        public PathPlace PlaceOf(int pid, string path) =>
            machine._processes.Find(process => process.Pid == pid)?.Container is { } drives
                ? new PathPlace(false, drives.GetValueOrDefault(path))
                : PathPlace.Ours;

        public OpenFileList OpenFiles(Func<string, bool> mayMatter) => new(
            [
                .. from process in machine._processes
                   where process is { Exit: null, IsAnothers: false }
                   from path in process.Open
                   where mayMatter(path)
                   select new OpenFile(process.Pid, path, null, ForWriting: true),
            ],
            null, new HashSet<int>());

        public IReadOnlyList<int> Descendants(int pid) =>
            [.. machine._processes.Where(process => process.ParentPid == pid).Select(process => process.Pid)];
    }

    private sealed class Signaller(ScriptedMachine machine) : ISignaller
    {
        public string? Send(ProcessIdentity target, ProcessSignal signal)
        {
            if (machine._processes.Find(process => process.Identity == target && process.Exit is null) is not { } found)
            {
                return "it is gone";
            }

            switch (signal)
            {
                case ProcessSignal.Suspend:
                    found.Condition = ProcessCondition.Suspended;
                    break;
                case ProcessSignal.Resume:
                    found.Condition = ProcessCondition.Running;
                    break;
                default:
                    machine.Finish(found, null, signal == ProcessSignal.Kill ? 9 : 15);
                    break;
            }

            return null;
        }
    }

    private sealed class Load : ILoad
    {
        public MachineLoad Read() => MachineLoad.Unknown;
    }
}

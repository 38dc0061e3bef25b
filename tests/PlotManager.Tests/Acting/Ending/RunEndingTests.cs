using PlotManager.Acting.Ending;
using PlotManager.Acting.Processes;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Tests.Acting.Ending;

public sealed class RunEndingTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);
    private readonly FakeClock _clock = new(Begin);
    private readonly Neighbours _processes = new();

    private RunEnding Ending(int pid = 10, int plots = 1) => RunEnding.Begin(Machine, Run(pid, plots)).Ending.ShouldNotBeNull();

    private Machine Machine => new(null!, _processes, _processes, null!, null!, null!, null!, _clock);

    private static TrackedRun Run(int pid, int plots) => new(
        new RunRecord
        {
            RunId = "run",
            Plotter = "chia",
            Plots = plots,
            State = RunState.Running,
            Process = Neighbours.Identity(pid),
            LaunchedAt = Begin,
            Directories = new PlotDirectories("/t", null, "/d"),
        }, []);

    private EndingStage StepAfter(RunEnding ending, double seconds)
    {
        _clock.Now = Begin + TimeSpan.FromSeconds(seconds);
        return ending.Step();
    }

    [Fact]
    public void Begin_APlotterWithChildren_TellsEachOfThemAndNobodyElse()
    {
        _processes.Add(10, parent: 1).Add(11, parent: 10).Add(12, parent: 11).Add(20, parent: 1);

        Ending();

        _processes.Sent.Where(sent => sent.Signal == ProcessSignal.Terminate).Select(sent => sent.Pid).ShouldBe([10, 11, 12]);
        _processes.Sent.ShouldNotContain(sent => sent.Pid == 20);
    }

    [Fact]
    public void Begin_ASuspendedPlotter_LetsItGoOnSoThatItCanEnd()
    {
        _processes.Add(10, parent: 1);

        Ending();

        _processes.Sent.ShouldBe([(10, ProcessSignal.Terminate), (10, ProcessSignal.Resume)]);
    }

    [Fact]
    public void Step_ItEnds_IsGone()
    {
        _processes.Add(10, parent: 1).Add(11, parent: 10);
        var ending = Ending();
        ending.Step().ShouldBe(EndingStage.Waiting);
        _processes.End(10);
        ending.Step().ShouldBe(EndingStage.Waiting, "its child still lives");

        _processes.End(11);

        ending.Step().ShouldBe(EndingStage.Gone);
        ending.WasForced.ShouldBeFalse();
    }

    [Fact]
    public void Step_ItIgnoresSigterm_IsKilledAfterTenSeconds()
    {
        _processes.Add(10, parent: 1).Add(11, parent: 10);
        var ending = Ending();
        StepAfter(ending, 9.9);
        _processes.Sent.ShouldNotContain(sent => sent.Signal == ProcessSignal.Kill);

        StepAfter(ending, 10);

        _processes.Sent.Where(sent => sent.Signal == ProcessSignal.Kill).Select(sent => sent.Pid).ShouldBe([10, 11], ignoreOrder: true);
        ending.WasForced.ShouldBeTrue();
    }

    [Fact]
    public void Step_NotEvenSigkillEndsIt_IsStuckAfterTwentySeconds()
    {
        _processes.Add(10, parent: 1);
        var ending = Ending();
        StepAfter(ending, 10).ShouldBe(EndingStage.Waiting);
        StepAfter(ending, 19.9).ShouldBe(EndingStage.Waiting);

        StepAfter(ending, 20).ShouldBe(EndingStage.Stuck);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(0, 2)] // no end
    public void Step_SeveralPlots_TellsItTwiceWithinASecond(int plots, int times)
    {
        _processes.Add(10, parent: 1);
        var ending = Ending(plots: plots);

        StepAfter(ending, 0.4);
        StepAfter(ending, 0.8);

        _processes.Sent.Count(sent => sent.Signal == ProcessSignal.Terminate).ShouldBe(times);
    }

    [Fact]
    public void Step_APidThatIsUsedAgain_IsAnotherProcess()
    {
        _processes.Add(10, parent: 1);
        var ending = Ending();
        _processes.End(10);
        _processes.Add(10, parent: 1, ticks: 99);

        ending.Step().ShouldBe(EndingStage.Gone);
    }

    [Fact]
    public void Begin_NotPermitted_SaysSo()
    {
        _processes.Add(10, parent: 1);
        _processes.Refusal = "no permission to signal process 10";

        RunEnding.Begin(Machine, Run(10, 1)).Refusal.ShouldBe("no permission to signal process 10");
    }

    /// <summary>Processes that end when the test says so, whatever they are sent.</summary>
    private sealed class Neighbours : IProcessInspector, ISignaller
    {
        private readonly Dictionary<int, (int Parent, long Ticks)> _living = [];

        public List<(int Pid, ProcessSignal Signal)> Sent { get; } = [];
        public string? Refusal { get; set; }

        public static ProcessIdentity Identity(int pid, long ticks = 5) => new(pid, ticks, "boot");

        public ProcessIdentity Self => Identity(1);

        public Neighbours Add(int pid, int parent, long ticks = 5)
        {
            _living[pid] = (parent, ticks);
            return this;
        }

        public void End(int pid) => _living.Remove(pid);

        public string? Send(ProcessIdentity process, ProcessSignal signal)
        {
            Sent.Add((process.Pid, signal));
            return Refusal;
        }

        public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) => [.. _living.Keys.Select(pid => Find(pid)!)];

        public ProcessSighting? Find(int pid) =>
            _living.TryGetValue(pid, out var process)
                ? new ProcessSighting(Identity(pid, process.Ticks)) { ParentPid = process.Parent }
                : null;

        public string? EnvironmentVariable(int pid, string name) => null;

        public string? OutputFile(int pid) => null;

        public IReadOnlyList<int> Descendants(int pid) =>
            [.. _living.Where(process => process.Value.Parent == pid)
                .SelectMany(process => Descendants(process.Key).Prepend(process.Key))
                .Order()];
    }
}

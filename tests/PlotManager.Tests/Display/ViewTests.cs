using System.Text;
using System.Threading.Channels;
using PlotManager.Display;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;
using Spectre.Console;

namespace PlotManager.Tests.Display;

public class ViewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Run_Quit_GivesTheTerminalBack()
    {
        var terminal = new RecordingTerminal();
        var run = Start(terminal, SampleFarms.Of(7));

        await terminal.Saw("240dc9d");
        terminal.Press('q');
        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);

        terminal.Calls.First().ShouldBe("enter");
        terminal.Calls.Last().ShouldBe("leave");
    }

    [Fact]
    public async Task Run_Cancelled_GivesTheTerminalBack()
    {
        var terminal = new RecordingTerminal();
        using var ending = new CancellationTokenSource();
        var run = Start(terminal, SampleFarms.Of(1), ending: ending);

        await terminal.Saw("240dc9d");
        await ending.CancelAsync();
        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);

        terminal.Calls.Last().ShouldBe("leave");
    }

    [Fact]
    public async Task Run_TheTerminalFails_GivesItBackAndSaysSo()
    {
        var terminal = new RecordingTerminal { WriteFailure = new InvalidOperationException("broken") };

        await Should.ThrowAsync<InvalidOperationException>(
            Start(terminal, SampleFarms.Of(1)).WaitAsync(Patience, TestContext.Current.CancellationToken));

        terminal.Calls.Last().ShouldBe("leave");
    }

    [Fact]
    public async Task Run_ALookFails_SaysWhyAndGoesOn()
    {
        var terminal = new RecordingTerminal();
        var looks = 0;
        var sources = new ViewSources
        {
            Look = _ => ++looks == 1 ? throw new IOException("the socket is gone") : Task.FromResult(SampleFarms.Of(1)),
        };
        var run = Start(terminal, sources);

        await terminal.Saw("cannot be updated: the socket is gone");
        terminal.Press('r');
        await terminal.Saw("240dc9d");
        terminal.Press('q');
        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_TheVersionChanges_LooksAtOnce()
    {
        var terminal = new RecordingTerminal();
        var version = "1";
        var farm = SampleFarms.Of(0);
        var run = Start(terminal, new ViewSources { Look = _ => Task.FromResult(farm), Version = _ => Task.FromResult<string?>(version) });

        await terminal.Saw("Nothing is plotting");
        farm = SampleFarms.Of(1);
        version = "2";
        await terminal.Saw("240dc9d");
        terminal.Press('q');
        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_KillAndYes_KillsTheSelectedRun()
    {
        var terminal = new RecordingTerminal();
        var actions = new RecordingActions();
        var run = Start(terminal, SampleFarms.Of(3), actions);

        await terminal.Saw("240dc9d");
        terminal.Press(ConsoleKey.DownArrow);
        terminal.Press(ConsoleKey.DownArrow);
        await terminal.Saw("tail of run-0");
        terminal.Press('k');
        await terminal.Saw("kill the run of micron with pid 18269");
        terminal.Press('y');
        await terminal.Saw("killed run-0");
        terminal.Press('q');
        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);

        actions.Asked.ShouldBe(["kill run-0"]);
    }

    [Fact]
    public void Press_KillWithoutYes_KillsNothing()
    {
        var state = new ViewState { Selected = "run-0", MayKill = "run-0" };

        var (next, wish) = state.Press(Key('n'), Drawn(3), SampleFarms.Of(3));

        wish.ShouldBe(ViewWish.None);
        next.MayKill.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, ConsoleKey.DownArrow, "run-1"), InlineData(
        "run-1", ConsoleKey.DownArrow, "run-0"), InlineData("run-1", ConsoleKey.UpArrow, "run-1")]
    [InlineData("run-0", ConsoleKey.End, "run-6"), InlineData(
        "run-6", ConsoleKey.Home, "run-1"), InlineData("run-6", ConsoleKey.DownArrow, "run-6")]
    [InlineData("run-6", ConsoleKey.PageUp, "run-1"), InlineData("run-0", ConsoleKey.Escape, null)]
    public void Press_AnArrow_MovesThePointerInTheOrderShown(string? selected, ConsoleKey key, string? expected) =>
        new ViewState { Selected = selected }.Press(
            new ConsoleKeyInfo('\0', key, false, false, false), Drawn(7), SampleFarms.Of(7)).State.Selected.ShouldBe(expected);

    [Theory]
    [InlineData('q', ViewWish.Quit), InlineData(
        's', ViewWish.SuspendOrResume), InlineData('p', ViewWish.Pause), InlineData('r', ViewWish.Refresh), InlineData('x', ViewWish.None)]
    public void Press_ALetter_IsItsWish(char letter, object wish) =>
        new ViewState { Selected = "run-0" }.Press(Key(letter), Drawn(3), SampleFarms.Of(3)).Wish.ShouldBe(wish);

    [Fact]
    public void Press_SuspendWithNothingSelected_SaysWhatToDo()
    {
        var (state, wish) = new ViewState().Press(Key('s'), Drawn(3), SampleFarms.Of(3));

        wish.ShouldBe(ViewWish.None);
        state.Message.ShouldBe("select a run with the arrow keys first");
    }

    [Fact]
    public void After_TheRunIsGone_NothingIsSelected() =>
        new ViewState { Selected = "run-9", MayKill = "run-9" }.After(SampleFarms.Of(3)).ShouldBe(new ViewState());

    [Fact]
    public void Update_OneRowChanged_SendsThatRowAlone()
    {
        var frame = new Frame(ColorSystemSupport.NoColors);
        frame.Update([Line.Of("one"), Line.Of("two")], 5, 3, anew: true)
            .ShouldBe("\x1b[?2026h\x1b[2J\x1b[1;1Hone\x1b[K\x1b[2;1Htwo\x1b[K\x1b[?2026l");

        frame.Update([Line.Of("one"), Line.Of("three")], 5, 3, anew: false).ShouldBe("\x1b[?2026h\x1b[2;1Hthree\x1b[?2026l");
        frame.Update([Line.Of("one"), Line.Of("three")], 5, 3, anew: false).ShouldBe("");
        frame.Update([Line.Of("one")], 5, 3, anew: false).ShouldBe("\x1b[?2026h\x1b[2;1H\x1b[K\x1b[?2026l");
    }

    [Fact]
    public void Last_ALogCutWithinALine_LeavesItOut() =>
        LogTail.Last(Encoding.UTF8.GetBytes("alf a line\nComputing table 2\n\n 40%\r 45%\n"), cut: true, lines: 2)
            .ShouldBe([" 40%", " 45%"]);

    [Fact]
    public void Last_AMemo_IsNotShown() =>
        LogTail.Last(Encoding.UTF8.GetBytes($"INFO Memo: {new string('9', 256)}\e[0m\nStarting plot 1/1\n"), cut: false, lines: 2)
            .ShouldBe(["INFO Memo: ***", "Starting plot 1/1"]);

    private static Screen Drawn(int runs) =>
        FarmScreen.Render(SampleFarms.Of(runs), SampleFarms.View, new ScreenOptions { Width = 80, Live = true });

    private static ConsoleKeyInfo Key(char letter) => new(letter, ConsoleKey.None, false, false, false);

    private static Task Start(ITerminal terminal, Snapshot farm, IFarmActions? actions = null, CancellationTokenSource? ending = null) =>
        Start(
            terminal,
            new ViewSources { Look = _ => Task.FromResult(farm), LogTail = (run, _) => [$"tail of {run.RunId}"] },
            actions,
            ending);

    private static Task Start(
        ITerminal terminal, ViewSources sources, IFarmActions? actions = null, CancellationTokenSource? ending = null) =>
        new LiveView(terminal, SampleFarms.View, sources, actions ?? new RecordingActions(), TimeProvider.System).Run(
            ending?.Token ?? TestContext.Current.CancellationToken);

    private sealed class RecordingActions : IFarmActions
    {
        public List<string> Asked { get; } = [];

        public Task<string> Suspend(RunPart run, CancellationToken cancellation) => Note("suspend", run);

        public Task<string> Resume(RunPart run, CancellationToken cancellation) => Note("resume", run);

        public Task<string> Kill(RunPart run, CancellationToken cancellation) => Note("kill", run);

        public Task<string> Pause(CancellationToken cancellation) => Task.FromResult("paused");

        public Task<string> Unpause(CancellationToken cancellation) => Task.FromResult("unpaused");

        private Task<string> Note(string what, RunPart run)
        {
            Asked.Add($"{what} {run.RunId}");
            return Task.FromResult($"{what}ed {run.RunId}");
        }
    }

    private sealed class RecordingTerminal : ITerminal
    {
        private readonly Channel<TerminalInput> _inputs = Channel.CreateUnbounded<TerminalInput>();
        private readonly Channel<string> _writes = Channel.CreateUnbounded<string>();

        public List<string> Calls { get; } = [];

        public Exception? WriteFailure { get; init; }

        public int Width => 120;

        public int Height => 40;

        public Glyphs Glyphs => Glyphs.Unicode;

        public ColorSystemSupport Colors => ColorSystemSupport.NoColors;

        public int Redraws => 0;

        public void Enter() => Calls.Add("enter");

        public void Leave() => Calls.Add("leave");

        public void Write(string text)
        {
            if (WriteFailure is not null)
            {
                throw WriteFailure;
            }

            _writes.Writer.TryWrite(text);
        }

        public async ValueTask<TerminalInput?> Read(CancellationToken cancellation) => await _inputs.Reader.ReadAsync(cancellation);

        public void Press(char letter) => Put(new TerminalInput(Key(letter)));

        public void Press(ConsoleKey key) => Put(new TerminalInput(new ConsoleKeyInfo('\0', key, false, false, false)));

        public void Put(TerminalInput input) => _inputs.Writer.TryWrite(input);

        /// <summary>Waits until a write holds the text.</summary>
        public async Task Saw(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            await foreach (var write in _writes.Reader.ReadAllAsync(patience.Token))
            {
                if (write.Contains(text))
                {
                    return;
                }
            }
        }
    }
}

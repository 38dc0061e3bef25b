using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>What a key asks for beyond the screen itself.</summary>
internal enum ViewWish
{
    None,
    Quit,
    Refresh,
    SuspendOrResume,
    Kill,
    Pause,
}

/// <summary>What the person at the view has chosen; every key makes a new one.</summary>
internal sealed record ViewState
{
    public string? Selected { get; init; }
    public int Top { get; init; }
    public RunOrder Order { get; init; }
    public bool Help { get; init; }
    public string? Message { get; init; }

    /// <summary>Id of the run that waits for the answer whether to kill it.</summary>
    public string? MayKill { get; init; }

    private const string NothingSelected = "select a run with the arrow keys first";

    /// <param name="screen">What was drawn last: its order of runs is what the arrows follow.</param>
    public (ViewState State, ViewWish ControlCommand) Press(ConsoleKeyInfo key, Screen screen, Snapshot? snapshot)
    {
        var state = this with { Message = null };
        if (MayKill is not null)
        {
            var confirmed = key.KeyChar is 'y' or 'Y';
            return (state with { MayKill = confirmed ? MayKill : null, Message = confirmed ? null : "not killed" }, confirmed
                ? ViewWish.Kill
                : ViewWish.None);
        }

        if (Help && key.Key is ConsoleKey.Escape)
        {
            return (state with { Help = false }, ViewWish.None);
        }

        switch (key.Key)
        {
            case ConsoleKey.UpArrow:
                return (state.Move(screen, -1), ViewWish.None);
            case ConsoleKey.DownArrow:
                return (state.Move(screen, 1), ViewWish.None);
            case ConsoleKey.PageUp:
                return (state.Move(screen, -Math.Max(1, screen.Shown - 1)), ViewWish.None);
            case ConsoleKey.PageDown:
                return (state.Move(screen, Math.Max(1, screen.Shown - 1)), ViewWish.None);
            case ConsoleKey.Home:
                return (state.Move(screen, int.MinValue), ViewWish.None);
            case ConsoleKey.End:
                return (state.Move(screen, int.MaxValue), ViewWish.None);
            case ConsoleKey.Escape:
                return (state with { Selected = null }, ViewWish.None);
            default:
                return state.Letter(char.ToLowerInvariant(key.KeyChar), snapshot);
        }
    }

    /// <summary>The same after a new snapshot: a run that is gone is selected no longer.</summary>
    public ViewState After(Snapshot snapshot) =>
        snapshot.Runs.Any(run => run.RunId == Selected) ? this : this with { Selected = null, MayKill = null };

    private (ViewState State, ViewWish ControlCommand) Letter(char letter, Snapshot? snapshot) => letter switch
    {
        'q' => (this, ViewWish.Quit),
        '?' or 'h' => (this with { Help = !Help }, ViewWish.None),
        'o' => (this with { Order = (RunOrder)(((int)Order + 1) % Enum.GetValues<RunOrder>().Length), Top = 0 }, ViewWish.None),
        'r' => (this, ViewWish.Refresh),
        'p' => (this, ViewWish.Pause),
        's' when Selected is null => (this with { Message = NothingSelected }, ViewWish.None),
        's' => (this, ViewWish.SuspendOrResume),
        'k' when Chosen(snapshot) is { } run => (this with { MayKill = run.RunId, Message = Question(run) }, ViewWish.None),
        'k' => (this with { Message = NothingSelected }, ViewWish.None),
        _ => (this, ViewWish.None),
    };

    private RunPart? Chosen(Snapshot? snapshot) => snapshot?.Runs.FirstOrDefault(run => run.RunId == Selected);

    private static string Question(RunPart run) =>
        $"kill the run of {run.Job ?? "?"} with pid "
            + $"{run.Pid?.ToString() ?? "?"}{(RunsTable.ShortId(run) is { Length: > 0 } id ? $", plot {id}" : "")}? y or n";

    private ViewState Move(Screen screen, int by)
    {
        if (screen.Runs.IsEmpty)
        {
            return this;
        }

        var place = Selected is null ? -1 : screen.Runs.IndexOf(Selected);
        var next = place < 0
            ? by > 0 && by != int.MaxValue ? screen.Top : by == int.MinValue ? 0 : by == int.MaxValue ? screen.Runs.Length
                - 1 : Math.Max(0, screen.Top + screen.Shown - 1)
            : (int)Math.Clamp((long)place + by, 0, screen.Runs.Length - 1);
        return this with { Selected = screen.Runs[Math.Min(next, screen.Runs.Length - 1)], Top = screen.Top };
    }
}

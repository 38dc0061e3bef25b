using System.Collections.Immutable;
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

/// <summary>What the view shows: the farm, or a page over it.</summary>
internal enum ViewPage
{
    Farm,
    Run,
    Explain,
    History,
    Drive,
    Help,
}

/// <summary>What the person at the view has chosen; every key makes a new one.</summary>
internal sealed record ViewState
{
    public ViewPage Page { get; init; }
    public Pane Pane { get; init; }

    /// <summary>Id of the run that the pointer is on.</summary>
    public string? Selected { get; init; }
    public string? SelectedJob { get; init; }
    public string? SelectedDrive { get; init; }

    /// <summary>Index of the first run shown.</summary>
    public int Top { get; init; }

    /// <summary>Lines that a page is scrolled: from its top, on the page of a run from the end of the log.</summary>
    public int Scroll { get; init; }
    public RunOrder Order { get; init; }
    public bool Reverse { get; init; }
    public string Filter { get; init; } = "";

    /// <summary>What is typed goes into the filter.</summary>
    public bool Typing { get; init; }
    public string? Message { get; init; }

    /// <summary>Id of the run that waits for the answer whether to kill it.</summary>
    public string? MayKill { get; init; }

    private const string NothingSelected = "select a run with the arrow keys first";
    private const int WheelRows = 3;

    /// <param name="screen">What was drawn last: its order of rows is what the arrows follow.</param>
    public (ViewState State, ViewWish Wish) Press(ConsoleKeyInfo key, Screen screen, Snapshot? snapshot)
    {
        var state = this with { Message = null };
        if (MayKill is not null)
        {
            var confirmed = key.KeyChar is 'y' or 'Y';
            return (state with { MayKill = confirmed ? MayKill : null, Message = confirmed ? null : "not killed" }, confirmed
                ? ViewWish.Kill
                : ViewWish.None);
        }

        if (Typing)
        {
            return (state.Type(key), ViewWish.None);
        }

        return key.Key switch
        {
            ConsoleKey.UpArrow => (state.Move(screen, -1), ViewWish.None),
            ConsoleKey.DownArrow => (state.Move(screen, 1), ViewWish.None),
            ConsoleKey.PageUp => (state.Move(screen, -Math.Max(1, screen.Shown - 1)), ViewWish.None),
            ConsoleKey.PageDown => (state.Move(screen, Math.Max(1, screen.Shown - 1)), ViewWish.None),
            ConsoleKey.Home => (state.Move(screen, int.MinValue), ViewWish.None),
            ConsoleKey.End => (state.Move(screen, int.MaxValue), ViewWish.None),
            ConsoleKey.Escape => (state.Back(), ViewWish.None),
            ConsoleKey.Enter => (state.Open(screen), ViewWish.None),
            ConsoleKey.Tab => (state.NextPane(screen, key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1), ViewWish.None),
            _ => state.Letter(key.KeyChar, snapshot),
        };
    }

    /// <summary>The mouse: the wheel moves, a click selects, a click on what is selected opens it.</summary>
    public ViewState Point(TerminalInput input, Screen screen)
    {
        if (MayKill is not null || Typing)
        {
            return this;
        }

        var state = this with { Message = null };
        return input.Mouse switch
        {
            MouseAct.WheelUp => state.Move(screen, -WheelRows),
            MouseAct.WheelDown => state.Move(screen, WheelRows),
            MouseAct.Click when Page == ViewPage.Farm && input.Row < screen.Targets.Length && screen.Targets[input.Row] is { } target =>
                target.Pane == Pane && target.Name == SelectedIn(Pane) ? state.Open(screen)
                    : (state with { Pane = target.Pane }).Select(target.Name),
            _ => this,
        };
    }

    /// <summary>The same after a new snapshot: what is gone is selected no longer.</summary>
    public ViewState After(Snapshot snapshot)
    {
        var state = this with
        {
            SelectedJob = snapshot.Jobs.Any(job => job.Name == SelectedJob) ? SelectedJob : null,
            SelectedDrive = snapshot.Drives.Any(drive => drive.Path == SelectedDrive) ? SelectedDrive : null,
        };
        return snapshot.Runs.Any(run => run.RunId == Selected)
            ? state
            : state with
            {
                Selected = null,
                MayKill = null,
                Page = Page == ViewPage.Run ? ViewPage.Farm : Page,
                Message = Page == ViewPage.Run ? "the run has ended; h shows its plots" : Message,
            };
    }

    private string? SelectedIn(Pane pane) => pane switch
    {
        Pane.Jobs => SelectedJob,
        Pane.Drives => SelectedDrive,
        _ => Selected,
    };

    private ViewState Select(string? name) => Pane switch
    {
        Pane.Jobs => this with { SelectedJob = name },
        Pane.Drives => this with { SelectedDrive = name },
        _ => this with { Selected = name },
    };

    private (ViewState State, ViewWish Wish) Letter(char letter, Snapshot? snapshot) => letter switch
    {
        'q' or 'Q' => (this, ViewWish.Quit),
        '?' => (Toggle(ViewPage.Help), ViewWish.None),
        'h' or 'H' => (Toggle(ViewPage.History), ViewWish.None),
        'e' or 'E' => (Explain(snapshot), ViewWish.None),
        '/' => (this with { Page = ViewPage.Farm, Pane = Pane.Runs, Typing = true, Filter = "", Top = 0 }, ViewWish.None),
        'o' => (this with { Order = (RunOrder)(((int)Order + 1) % Enum.GetValues<RunOrder>().Length), Top = 0 }, ViewWish.None),
        'O' => (this with { Reverse = !Reverse, Top = 0 }, ViewWish.None),
        'r' or 'R' => (this, ViewWish.Refresh),
        'p' or 'P' => (this, ViewWish.Pause),
        's' or 'S' when Selected is null => (this with { Message = NothingSelected }, ViewWish.None),
        's' or 'S' => (this, ViewWish.SuspendOrResume),
        'k' or 'K' when Chosen(snapshot) is { } run => (this with { MayKill = run.RunId, Message = Question(run) }, ViewWish.None),
        'k' or 'K' => (this with { Message = NothingSelected }, ViewWish.None),
        _ => (this, ViewWish.None),
    };

    private ViewState Type(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Enter => this with { Typing = false },
        ConsoleKey.Escape => this with { Typing = false, Filter = "" },
        ConsoleKey.Backspace => this with { Filter = Filter.Length > 0 ? Filter[..^1] : "" },
        _ => char.IsControl(key.KeyChar) ? this : this with { Filter = Filter + key.KeyChar, Top = 0 },
    };

    private ViewState Toggle(ViewPage page) => this with { Page = Page == page ? ViewPage.Farm : page, Scroll = 0 };

    // Of the job that the pointer is on, or of the selected run's; of all jobs where neither is.
    private ViewState Explain(Snapshot? snapshot) =>
        Toggle(ViewPage.Explain) with { SelectedJob = Pane == Pane.Runs ? Chosen(snapshot)?.Job : SelectedJob };

    private ViewState Back() =>
        Page != ViewPage.Farm ? this with { Page = ViewPage.Farm, Scroll = 0 }
        : Filter.Length > 0 ? this with { Filter = "" }
        : Select(null);

    private ViewState Open(Screen screen)
    {
        if (Page != ViewPage.Farm || (SelectedIn(Pane) ?? Rows(screen).FirstOrDefault()) is not { } name)
        {
            return this;
        }

        var page = Pane switch
        {
            Pane.Jobs => ViewPage.Explain,
            Pane.Drives => ViewPage.Drive,
            _ => ViewPage.Run,
        };
        return Select(name) with { Page = page, Scroll = 0 };
    }

    private ViewState NextPane(Screen screen, int by)
    {
        var panes = Enum.GetValues<Pane>();
        var next = this;
        do
        {
            next = next with { Pane = panes[((int)next.Pane + by + panes.Length) % panes.Length] };
        }
        while (next.Pane != Pane && next.Rows(screen).IsEmpty);
        return Page != ViewPage.Farm ? this : next.Select(next.SelectedIn(next.Pane) ?? next.Rows(screen).FirstOrDefault());
    }

    private ImmutableArray<string> Rows(Screen screen) => Pane switch
    {
        Pane.Jobs => screen.Jobs,
        Pane.Drives => screen.Drives,
        _ => screen.Runs,
    };

    private RunPart? Chosen(Snapshot? snapshot) => snapshot?.Runs.FirstOrDefault(run => run.RunId == Selected);

    private static string Question(RunPart run) =>
        $"kill the run of {run.Job ?? "?"} with pid "
            + $"{run.Pid?.ToString() ?? "?"}{(RunsTable.ShortId(run) is { Length: > 0 } id ? $", plot {id}" : "")}? y or n";

    private ViewState Move(Screen screen, int by)
    {
        if (Page != ViewPage.Farm)
        {
            // The page of a run is scrolled back from the end of its log.
            var back = Page == ViewPage.Run ? -(long)by : by;
            return this with { Scroll = (int)Math.Clamp(Scroll + back, 0, int.MaxValue) };
        }

        var rows = Rows(screen);
        if (rows.IsEmpty)
        {
            return this;
        }

        var top = Pane == Pane.Runs ? screen.Top : 0;
        var shown = Pane == Pane.Runs ? screen.Shown : rows.Length;
        var place = SelectedIn(Pane) is { } name ? rows.IndexOf(name) : -1;
        var next = (place, by) switch
        {
            ( >= 0, _) => (int)Math.Clamp((long)place + by, 0, rows.Length - 1),
            (_, int.MinValue) => 0,
            (_, int.MaxValue) => rows.Length - 1,
            (_, > 0) => top,
            _ => Math.Max(0, top + shown - 1),
        };
        return Select(rows[Math.Min(next, rows.Length - 1)]) with { Top = screen.Top };
    }
}

using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Display.Terminal;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>
/// The interactive view: draws the farm, counts down to the next look, looks at once when something changes or a key asks for it, and
/// leaves the terminal as it was however it ends.
/// </summary>
public sealed class LiveView(ITerminal terminal, ViewSettings view, ViewSources sources, IFarmActions actions, TimeProvider time)
{
    /// <summary>How often the countdown moves, the size of the terminal and the cheap version are read.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private const int LinesOfPage = 2000;

    private readonly Frame _frame = new(terminal.Colors);
    private ViewState _state = new();
    private Snapshot? _snapshot;
    private Screen _screen = new([], [], 0, 0);
    private ImmutableArray<string> _log = [];
    private ImmutableArray<PastPlot>? _past;
    private string? _trouble;
    private string? _version;
    private long _lookedAt;
    private long _seenAt;
    private int _drawn;

    /// <summary>Returns when the person quits or on cancellation.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        terminal.Enter();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await Loop(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Ctrl-C, SIGTERM: an ordinary way to leave.
        }
        finally
        {
            await ending.CancelAsync();
            terminal.Leave();
        }
    }

    // One loop owns the state. Looks, polls and actions run beside it, so that a slow answer never holds up a key, and hand in values.
    private async Task Loop(CancellationToken cancellation)
    {
        var input = terminal.Read(cancellation).AsTask();
        var beat = Task.Delay(Beat, time, cancellation);
        Task<Seen>? look = Look(cancellation);
        Task<bool>? poll = null;
        Task<string?>? act = null;
        Task<ImmutableArray<PastPlot>>? past = null;
        Draw();
        while (true)
        {
            await Task.WhenAny(new Task?[] { input, beat, look, poll, act, past }.OfType<Task>());
            cancellation.ThrowIfCancellationRequested();
            var again = false;
            if (input.IsCompleted)
            {
                if (await input is not { } done)
                {
                    return;
                }

                (_state, var wish) = done.Mouse == MouseAct.None
                    ? _state.Press(done.Key, _screen, _snapshot)
                    : (_state.Point(done, _screen), ViewWish.None);
                switch (wish)
                {
                    case ViewWish.Quit:
                        return;
                    case ViewWish.Refresh:
                        again = true;
                        break;
                    case not ViewWish.None:
                        act ??= Act(wish, cancellation);
                        _state = _state with { MayKill = null };
                        break;
                }

                ReadLog();
                past ??= ShowsPast && _past is null ? ReadPast(cancellation) : null;
                input = terminal.Read(cancellation).AsTask();
            }

            if (act is { IsCompleted: true })
            {
                _state = _state with { Message = await act };
                act = null;
                again = true;
            }

            if (look is { IsCompleted: true })
            {
                Take(await look);
                look = null;
                past ??= ShowsPast ? ReadPast(cancellation) : null;
            }

            if (past is { IsCompleted: true })
            {
                _past = await past;
                past = null;
            }

            if (poll is { IsCompleted: true })
            {
                again |= await poll;
                poll = null;
            }

            if (beat.IsCompleted)
            {
                beat = Task.Delay(Beat, time, cancellation);
                ReadLog();
                again |= RefreshIn() <= TimeSpan.Zero;
                poll ??= HasChanged(cancellation);
            }

            if (again)
            {
                look ??= Look(cancellation);
            }

            Draw();
        }
    }

    private TimeSpan RefreshIn() => view.CheckInterval - time.GetElapsedTime(_lookedAt);

    private async Task<bool> HasChanged(CancellationToken cancellation)
    {
        try
        {
            return await sources.Version(cancellation) is { } now && now != _version;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The look, when it is due, meets the same failure and shows it.
            return false;
        }
    }

    private Task<Seen> Look(CancellationToken cancellation)
    {
        // The next look is due from the start of this one, also when it fails.
        _lookedAt = time.GetTimestamp();
        return See(cancellation);
    }

    private async Task<Seen> See(CancellationToken cancellation)
    {
        try
        {
            var before = await sources.Version(cancellation);
            return new Seen(await sources.Look(cancellation), before, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new Seen(null, null, $"cannot be updated: {failure.Message}");
        }
    }

    // What was seen last stays on the screen when a look fails, with why it is old.
    private void Take(Seen seen)
    {
        _trouble = seen.Trouble;
        if (seen.Snapshot is { } now)
        {
            _snapshot = now;
            _seenAt = time.GetTimestamp();
            _version = seen.Version;
            _state = _state.After(now);
            ReadLog();
        }
    }

    private async Task<string?> Act(ViewWish wish, CancellationToken cancellation)
    {
        var run = _snapshot?.Runs.FirstOrDefault(run => run.RunId == (_state.MayKill ?? _state.Selected));
        try
        {
            return (wish, run) switch
            {
                (ViewWish.SuspendOrResume, { State: "suspended" }) => await actions.Resume(run, cancellation),
                (ViewWish.SuspendOrResume, not null) => await actions.Suspend(run, cancellation),
                (ViewWish.Kill, not null) => await actions.Kill(run, cancellation),
                (ViewWish.Pause, _) when _snapshot?.Manager.Starts == "allowed" => await actions.Pause(cancellation),
                (ViewWish.Pause, _) => await actions.Unpause(cancellation),
                _ => null,
            };
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return failure.Message;
        }
    }

    private sealed record Seen(Snapshot? Snapshot, string? Version, string? Trouble);

    private bool ShowsPast => _state.Page is ViewPage.Run or ViewPage.History;

    private async Task<ImmutableArray<PastPlot>> ReadPast(CancellationToken cancellation)
    {
        try
        {
            return await sources.Past(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            _trouble = $"the history cannot be read: {failure.Message}";
            return _past ?? [];
        }
    }

    // Of the page of a run all that is scrolled through; beside the farm as much as there may be room for.
    private void ReadLog()
    {
        var wanted = _state.Selected ?? _screen.Detailed;
        _log = _snapshot?.Runs.FirstOrDefault(run => run.RunId == wanted) is { } run
            ? sources.LogTail(run, _state.Page == ViewPage.Run ? LinesOfPage : Math.Max(10, terminal.Height / 3))
            : [];
    }

    private void Draw()
    {
        var (width, height) = (terminal.Width, terminal.Height);
        var next = RefreshIn();
        IReadOnlyList<Line> lines;
        if (_snapshot is null)
        {
            lines = [Line.Of(" " + (_trouble ?? "reading the farm " + terminal.Glyphs.Ellipsis)).Cut(width, terminal.Glyphs.Ellipsis)];
        }
        else
        {
            var now = _snapshot.Later(time.GetElapsedTime(_seenAt));
            _screen = ViewScreens.Draw(_state, now, view, new ViewData(_log, _past), new ScreenOptions
            {
                Width = width,
                Height = height,
                Glyphs = terminal.Glyphs,
                Zone = time.LocalTimeZone,
                Live = true,
                RefreshIn = next > TimeSpan.Zero ? next : TimeSpan.Zero,
                Order = _state.Order,
                Reverse = _state.Reverse,
                Filter = _state.Filter,
                Typing = _state.Typing,
                Pane = _state.Pane,
                Selected = _state.Selected,
                SelectedJob = _state.SelectedJob,
                SelectedDrive = _state.SelectedDrive,
                Top = _state.Top,
                LogTail = _log,
                Message = _state.Message ?? _trouble,
            });
            _state = _state.Page == ViewPage.Farm ? _state with { Top = _screen.Top } : _state with { Scroll = _screen.Top };
            lines = _screen.Lines;
        }

        var codes = _frame.Update(lines, width, height, anew: _drawn != terminal.Redraws);
        _drawn = terminal.Redraws;
        if (codes.Length > 0)
        {
            terminal.Write(codes);
        }
    }
}

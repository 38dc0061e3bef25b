using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>
/// What the keys of the view do to the farm. Each answers with one sentence for the foot of the screen; a failure is an answer too.
/// </summary>
public interface IFarmActions
{
    Task<string> Suspend(RunPart run, CancellationToken cancellation);

    Task<string> Resume(RunPart run, CancellationToken cancellation);

    /// <summary>Asked for and confirmed.</summary>
    Task<string> Kill(RunPart run, CancellationToken cancellation);

    Task<string> Pause(CancellationToken cancellation);

    Task<string> Unpause(CancellationToken cancellation);
}

/// <summary>Where the view gets what it shows.</summary>
public sealed record ViewSources
{
    public required Func<CancellationToken, Task<Snapshot>> Look { get; init; }

    /// <summary>Something cheap that differs whenever the snapshot would; null if it cannot be told.</summary>
    public Func<CancellationToken, Task<string?>> Version { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>The last lines of a run's log.</summary>
    public Func<RunPart, ImmutableArray<string>> LogTail { get; init; } = _ => [];
}

/// <summary>
/// The interactive view: draws the farm, counts down to the next look, looks at once when something changes or a key asks for it, and
/// leaves the terminal as it was however it ends.
/// </summary>
public sealed class LiveView(ITerminal terminal, ViewSettings view, ViewSources sources, IFarmActions actions, TimeProvider time)
{
    /// <summary>How often the countdown moves, the size of the terminal and the cheap version are read.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Frame _frame = new(terminal.Colors);
    private ViewState _state = new();
    private Snapshot? _snapshot;
    private Screen _screen = new([], [], 0, 0);
    private ImmutableArray<string> _logTail = [];
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
        var key = terminal.ReadKey(cancellation).AsTask();
        var beat = Task.Delay(Beat, time, cancellation);
        Task<Seen>? look = Look(cancellation);
        Task<bool>? poll = null;
        Task<string?>? act = null;
        Draw();
        while (true)
        {
            await Task.WhenAny(new Task?[] { key, beat, look, poll, act }.OfType<Task>());
            cancellation.ThrowIfCancellationRequested();
            var again = false;
            if (key.IsCompleted)
            {
                if (await key is not { } pressed)
                {
                    return;
                }

                var (next, wish) = _state.Press(pressed, _screen, _snapshot);
                _state = next;
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
                key = terminal.ReadKey(cancellation).AsTask();
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
            return new Seen(null, null, $"cannot look: {failure.Message}");
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

    private void ReadLog() =>
        _logTail = _snapshot?.Runs.FirstOrDefault(run => run.RunId == _state.Selected) is { } run ? sources.LogTail(run) : [];

    private void Draw()
    {
        var (width, height) = (terminal.Width, terminal.Height);
        var next = RefreshIn();
        IReadOnlyList<Line> lines;
        if (_snapshot is null)
        {
            lines = [Line.Of(" " + (_trouble ?? "looking at the farm " + terminal.Glyphs.Ellipsis)).Cut(width, terminal.Glyphs.Ellipsis)];
        }
        else
        {
            _screen = FarmScreen.Render(_snapshot.Later(time.GetElapsedTime(_seenAt)), view, new ScreenOptions
            {
                Width = width,
                Height = height,
                Glyphs = terminal.Glyphs,
                Zone = time.LocalTimeZone,
                Live = true,
                RefreshIn = next > TimeSpan.Zero ? next : TimeSpan.Zero,
                Order = _state.Order,
                Selected = _state.Selected,
                Top = _state.Top,
                LogTail = _logTail,
                Help = _state.Help,
                Message = _state.Message ?? _trouble,
            });
            _state = _state with { Top = _screen.Top };
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

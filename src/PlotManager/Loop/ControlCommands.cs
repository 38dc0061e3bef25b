using PlotManager.Acting;
using PlotManager.Acting.Checking;
using PlotManager.Acting.Ending;
using PlotManager.Core.Control;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>What people ask of the running manager, granted or refused in words. Called on the loop's own thread.</summary>
/// <param name="stop">Ends the loop after this round.</param>
/// <param name="reload">Reads the config again and takes it over, or says why not.</param>
public sealed class ControlCommands(FarmStore store, RunControl runs, RunEndings endings, Action stop, Func<ControlAnswer> reload)
{
    /// <param name="answer">Told once, now or when what was asked for is done.</param>
    /// <returns>Whether a pass should follow at once.</returns>
    public bool Grant(ControlRequest request, Action<ControlAnswer> answer)
    {
        if (request.Command == ControlCommand.Kill)
        {
            endings.Begin(request.Plot, request.DeleteFinished, answer);
            return false;
        }

        var (now, lookAgain) = Grant(request);
        answer(store.Trouble is { } trouble
            ? now with { Warning = NotSaved.Words(request.Command == ControlCommand.Stop, store.Unsaved, trouble) }
            : now);
        return lookAgain;
    }

    private (ControlAnswer Answer, bool LookAgain) Grant(ControlRequest request) => request.Command switch
    {
        ControlCommand.Stop => Stop(),
        ControlCommand.Reload => Reload(),
        ControlCommand.Pause => Set(StartMode.Paused, "Paused: no new plots are started until plotmanager unpause; running plots go on."),
        ControlCommand.Unpause => Set(StartMode.Allowed, "New plots are started again."),
        ControlCommand.Drain => Set(
            StartMode.Draining, "Draining: no new plots are started; the manager ends when the running ones are done."),
        ControlCommand.Suspend => (runs.Suspend(request.Plot), true),
        ControlCommand.Resume => (runs.Resume(request.Plot), true),
        ControlCommand.Accept or ControlCommand.Lost => (
            PlotSettling.Settle(store, request.Plot, request.Command == ControlCommand.Accept), true),
        ControlCommand.Checked => (CheckResults.Take(store, request.Check), true),
        _ => (new ControlAnswer(false, $"this manager does not know '{request.Command}'"), false),
    };

    private (ControlAnswer, bool) Stop()
    {
        stop();
        return (new ControlAnswer(true, "The manager ends."), true);
    }

    // Who asks by hand has also seen to the drives: a directory that has moved to another one is taken as it is now.
    private (ControlAnswer, bool) Reload()
    {
        store.Commit([.. store.State.Drives.Keys.Select(path => new FarmEvent.DirectorySeen(path, Drive: null))]);
        return (reload(), true);
    }

    private (ControlAnswer, bool) Set(StartMode mode, string text)
    {
        store.Commit(new FarmEvent.StartsChanged(mode));
        return (new ControlAnswer(true, text), true);
    }
}

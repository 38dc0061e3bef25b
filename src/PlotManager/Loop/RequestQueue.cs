using PlotManager.Core.Control;
using PlotManager.Hosting;

namespace PlotManager.Loop;

/// <summary>
/// Requests from other threads, and what the loop waits at: it wakes when somebody asks for something or the manager is to end.
/// </summary>
internal sealed class RequestQueue
{
    private readonly Queue<(ControlRequest Request, TaskCompletionSource<ControlAnswer> Answer)> _requests = new();

    private TaskCompletionSource? _look;

    /// <summary>Whether somebody waits for the farm as it is now.</summary>
    public bool IsLookAsked
    {
        get
        {
            lock (_requests)
            {
                return _look is not null;
            }
        }
    }

    public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ControlAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_requests)
        {
            _requests.Enqueue((request, answer));
            Monitor.Pulse(_requests);
        }

        return answer.Task.WaitAsync(cancel);
    }

    /// <summary>Asks for the farm as it is now. All who ask before the answer share it.</summary>
    public Task LookAsync()
    {
        lock (_requests)
        {
            _look ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_requests);
            return _look.Task;
        }
    }

    /// <summary>The picture is of now: those who asked may have it.</summary>
    public void AnswerLook()
    {
        lock (_requests)
        {
            _look?.SetResult();
            _look = null;
        }
    }

    /// <summary>Returns when there is a request, when it is woken, or after this time.</summary>
    public void Wait(TimeSpan atMost, CancellationToken stop)
    {
        lock (_requests)
        {
            if (_requests.Count == 0 && _look is null && !stop.IsCancellationRequested)
            {
                // what is left of a millisecond would be waited for busily
                Monitor.Wait(_requests, (int)Math.Ceiling(atMost.TotalMilliseconds));
            }
        }
    }

    public void Wake()
    {
        lock (_requests)
        {
            Monitor.Pulse(_requests);
        }
    }

    /// <summary>Answers what was asked for; one that the system refuses gets that for an answer.</summary>
    /// <param name="grant">Answers a request, now or later, and says whether a pass should follow at once.</param>
    /// <returns>Whether one should.</returns>
    public bool AnswerAll(Func<ControlRequest, Action<ControlAnswer>, bool> grant)
    {
        var passAgain = false;
        while (Next() is { } next)
        {
            try
            {
                passAgain |= grant(next.Request, next.Answer.SetResult);
            }
            catch (Exception failed) when (SystemRefusal.Is(failed))
            {
                next.Answer.TrySetResult(new ControlAnswer(false, $"that failed, try again: {failed.Message}"));
            }
        }

        return passAgain;
    }

    private (ControlRequest Request, TaskCompletionSource<ControlAnswer> Answer)? Next()
    {
        lock (_requests)
        {
            return _requests.TryDequeue(out var next) ? next : null;
        }
    }
}

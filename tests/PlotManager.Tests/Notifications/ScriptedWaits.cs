namespace PlotManager.Tests.Notifications;

/// <summary>
/// The system's clock, on which waits shorter than a time-out are over at once and noted, and time-outs come when the test says so.
/// </summary>
internal sealed class ScriptedWaits(TimeSpan timeOut) : TimeProvider
{
    private readonly Lock _turn = new();
    private readonly List<TimeSpan> _made = [];
    private readonly List<Wait> _timeOuts = [];

    public IReadOnlyList<TimeSpan> Made
    {
        get
        {
            lock (_turn)
            {
                return [.. _made];
            }
        }
    }

    /// <summary>The time-outs that are running now come.</summary>
    public void TimeOut()
    {
        List<Wait> due;
        lock (_turn)
        {
            due = [.. _timeOuts];
            _timeOuts.Clear();
        }

        due.ForEach(wait => wait.End());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this, () => callback(state));
        wait.Change(dueTime, period);
        return wait;
    }

    private sealed class Wait(ScriptedWaits waits, Action end) : ITimer
    {
        public void End() => end();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (waits._turn)
            {
                waits._timeOuts.Remove(this);
                if (dueTime >= waits.TimeOutAfter)
                {
                    waits._timeOuts.Add(this);
                    return true;
                }

                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                waits._made.Add(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => end());
            return true;
        }

        public void Dispose()
        {
            lock (waits._turn)
            {
                waits._timeOuts.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan TimeOutAfter => timeOut;
}

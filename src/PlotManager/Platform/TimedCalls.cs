using System.Collections.Concurrent;

namespace PlotManager.Platform;

/// <summary>A call that was begun and not yet waited for.</summary>
internal sealed record BegunCall<T>(string Path, Task<T> Answer, TimedCalls.Steps Steps);

/// <summary>
/// Runs calls that a dead drive can keep for ever on threads of their own, and waits only so long. While a call about a place has not come
/// back nobody asks about that place again, so at most one thread hangs for each.
/// </summary>
/// <param name="limit">How long an answer is waited for.</param>
/// <param name="placeOf">What hangs together, by path: all paths of one drive are one place.</param>
/// <param name="start">Starts a thread; null: as the system does.</param>
internal sealed class TimedCalls(TimeSpan limit, Func<string, string> placeOf, Action<Thread>? start = null)
{
    private readonly ConcurrentDictionary<string, Task> _overdue = new();
    private readonly ConcurrentBag<Worker> _idle = [];

    /// <summary>In words, for paths that did not answer.</summary>
    internal string Silence => $"its drive did not answer within {limit.TotalSeconds:0.#} s";

    /// <returns>False if there was no answer in time, or an earlier one about the same place is still overdue. An exception of the call is thrown here.</returns>
    internal bool TryCall<T>(string path, Func<T> call, out T? answer) => TryWork(path, _ => call(), out answer);

    /// <summary>The same for work of many steps, each of which may take so long: one change of thread for all of them.</summary>
    internal bool TryWork<T>(string path, Func<Steps, T> work, out T? answer)
    {
        answer = default;
        return Begin(path, work) is { } begun && TryEnd(begun, out answer);
    }

    internal string PlaceOf(string path) => placeOf(path);

    /// <summary>Begins a work and does not wait: of several drives that do not answer all are waited for in the time of one.</summary>
    /// <returns>Null if an earlier call about the same place is still overdue.</returns>
    internal BegunCall<T>? Begin<T>(string path, Func<Steps, T> work)
    {
        // Where the path lies is asked only when something is amiss.
        if (!_overdue.IsEmpty && IsOverdue(placeOf(path)))
        {
            return null;
        }

        var result = new TaskCompletionSource<T>();
        var steps = new Steps();
        var worker = _idle.TryTake(out var rested) ? rested : new Worker(_idle, start);
        worker.Begin(() => Complete(result, () => work(steps)));
        return new BegunCall<T>(path, result.Task, steps);
    }

    /// <summary>Waits for the answer, no longer than the limit since the call was begun or its last step was.</summary>
    internal bool TryEnd<T>(BegunCall<T> begun, out T? answer)
    {
        answer = default;
        while (Task.WaitAny([begun.Answer], Left(begun.Steps)) != 0)
        {
            if (Left(begun.Steps) == TimeSpan.Zero)
            {
                begun.Steps.GiveUp();
                _overdue[placeOf(begun.Path)] = begun.Answer;
                return false;
            }
        }
        answer = begun.Answer.GetAwaiter().GetResult();
        return true;
    }

    private TimeSpan Left(Steps steps) => limit - steps.SinceLast is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private bool IsOverdue(string place)
    {
        if (!_overdue.TryGetValue(place, out var earlier))
        {
            return false;
        }

        if (!earlier.IsCompleted)
        {
            return true;
        }

        _overdue.TryRemove(new KeyValuePair<string, Task>(place, earlier));
        return false;
    }

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> call)
    {
        try
        {
            result.SetResult(call());
        }
        catch (Exception failure)
        {
            result.SetException(failure); // thrown again where the answer is taken
        }
    }

    /// <summary>Tells when a work last got on.</summary>
    internal sealed class Steps
    {
        private long _begun = Environment.TickCount64;
        private volatile bool _isGivenUp;

        internal TimeSpan SinceLast => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _begun));

        /// <summary>To be called before each step, by the work itself.</summary>
        /// <exception cref="IOException">Nobody waits for the work any more.</exception>
        internal void Next()
        {
            if (_isGivenUp)
            {
                throw new IOException("nobody waits for it any more");
            }

            Volatile.Write(ref _begun, Environment.TickCount64);
        }

        internal void GiveUp() => _isGivenUp = true;
    }

    /// <summary>A thread that goes back to the idle ones when its call has come back, however late.</summary>
    private sealed class Worker
    {
        private readonly object _gate = new();
        private Action? _next;

        internal Worker(ConcurrentBag<Worker> idle, Action<Thread>? start)
        {
            try
            {
                var thread = new Thread(() => Work(idle), maxStackSize: 512 * 1024) { IsBackground = true, Name = "drive" };
                (start ?? (fresh => fresh.Start()))(thread);
            }
            catch (OutOfMemoryException refused)
            {
                throw new IOException("the machine is out of memory or threads", refused); // so says the runtime; the next call tries again
            }
        }

        internal void Begin(Action call)
        {
            lock (_gate)
            {
                _next = call;
                Monitor.Pulse(_gate);
            }
        }

        private void Work(ConcurrentBag<Worker> idle)
        {
            while (true)
            {
                Next()();
                idle.Add(this);
            }
        }

        private Action Next()
        {
            lock (_gate)
            {
                while (_next == null)
                {
                    Monitor.Wait(_gate);
                }

                var call = _next;
                _next = null;
                return call;
            }
        }
    }
}

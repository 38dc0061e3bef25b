using System.Collections.Concurrent;
using System.Diagnostics;

namespace PlotManager.Platform;

/// <summary>A call that was begun and not yet waited for.</summary>
internal sealed record BegunCall<T>(string Place, Task<T> Answer, long At);

/// <summary>
/// Runs calls that a dead drive can keep for ever on threads of their own, and waits only so long. While a call about a place has not come
/// back nobody asks about that place again, so at most one thread hangs for each.
/// </summary>
/// <param name="limit">How long an answer is waited for.</param>
/// <param name="placeOf">What hangs together, by path: all paths of one drive are one place.</param>
/// <param name="start">Starts a thread; null: as the system does.</param>
internal sealed class TimedCalls(TimeSpan limit, Func<string, string> placeOf, Action<Thread>? start = null)
{
    private readonly ConcurrentDictionary<string, Task> overdue = new();
    private readonly ConcurrentBag<Worker> idle = [];

    /// <summary>In words, for paths that did not answer.</summary>
    internal string Silence => $"its drive did not answer within {limit.TotalSeconds:0.#} s";

    /// <returns>False if there was no answer in time, or an earlier one about the same place is still overdue. An exception of the call is thrown here.</returns>
    internal bool TryCall<T>(string path, Func<T> call, out T? answer)
    {
        answer = default;
        return Begin(path, call) is { } begun && TryEnd(begun, out answer);
    }

    internal string PlaceOf(string path) => placeOf(path);

    /// <summary>Begins a call and does not wait: of several drives that do not answer all are waited for in the time of one.</summary>
    /// <returns>Null if an earlier call about the same place is still overdue.</returns>
    internal BegunCall<T>? Begin<T>(string path, Func<T> call)
    {
        var place = placeOf(path);
        if (overdue.TryGetValue(place, out var earlier))
        {
            if (!earlier.IsCompleted)
            {
                return null;
            }

            overdue.TryRemove(new KeyValuePair<string, Task>(place, earlier));
        }
        var result = new TaskCompletionSource<T>();
        var worker = idle.TryTake(out var rested) ? rested : new Worker(idle, start);
        worker.Begin(() => Complete(result, call));
        return new BegunCall<T>(place, result.Task, Stopwatch.GetTimestamp());
    }

    /// <summary>Waits for the answer, no longer than the limit since the call was begun.</summary>
    internal bool TryEnd<T>(BegunCall<T> begun, out T? answer)
    {
        answer = default;
        var left = limit - Stopwatch.GetElapsedTime(begun.At);
        if (Task.WaitAny([begun.Answer], left > TimeSpan.Zero ? left : TimeSpan.Zero) != 0)
        {
            overdue[begun.Place] = begun.Answer;
            return false;
        }
        answer = begun.Answer.GetAwaiter().GetResult();
        return true;
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

    /// <summary>A thread that goes back to the idle ones when its call has come back, however late.</summary>
    private sealed class Worker
    {
        private readonly object gate = new();
        private Action? next;

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
            lock (gate)
            {
                next = call;
                Monitor.Pulse(gate);
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
            lock (gate)
            {
                while (next == null)
                {
                    Monitor.Wait(gate);
                }

                var call = next;
                next = null;
                return call;
            }
        }
    }
}

using System.Collections.Concurrent;

namespace PlotManager.Platform;

/// <summary>
/// Runs calls that a dead drive can keep for ever on threads of their own, and waits only so long. While a call about a place has not come
/// back nobody asks about that place again, so at most one thread hangs for each.
/// </summary>
/// <param name="limit">How long an answer is waited for.</param>
/// <param name="placeOf">What hangs together, by path: all paths of one drive are one place.</param>
internal sealed class TimedCalls(TimeSpan limit, Func<string, string> placeOf)
{
    private readonly ConcurrentDictionary<string, Task> overdue = new();
    private readonly ConcurrentBag<Worker> idle = [];

    /// <summary>In words, for paths that did not answer.</summary>
    internal string Silence => $"its drive did not answer within {limit.TotalSeconds:0.#} s";

    /// <returns>False if there was no answer in time, or an earlier one about the same place is still overdue. An exception of the call is thrown here.</returns>
    internal bool TryCall<T>(string path, Func<T> call, out T? answer)
    {
        answer = default;
        var place = placeOf(path);
        if (overdue.TryGetValue(place, out var earlier))
        {
            if (!earlier.IsCompleted)
            {
                return false;
            }

            overdue.TryRemove(new KeyValuePair<string, Task>(place, earlier));
        }
        var result = new TaskCompletionSource<T>();
        var worker = idle.TryTake(out var rested) ? rested : new Worker(idle);
        worker.Begin(() => Complete(result, call));
        if (Task.WaitAny([result.Task], limit) != 0)
        {
            overdue[place] = result.Task;
            return false;
        }
        answer = result.Task.GetAwaiter().GetResult();
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

        internal Worker(ConcurrentBag<Worker> idle) =>
            new Thread(() => Work(idle), maxStackSize: 512 * 1024) { IsBackground = true, Name = "drive" }.Start();

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

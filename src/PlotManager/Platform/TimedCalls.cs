using System.Collections.Concurrent;

namespace PlotManager.Platform;

/// <summary>
/// Runs calls that a dead drive can keep for ever, each on a thread of its own, and waits only so long. While a call about a place has not come
/// back, nobody asks about that place again: at most one thread hangs for each.
/// </summary>
internal sealed class TimedCalls(TimeSpan limit)
{
    private readonly ConcurrentDictionary<string, Task> overdue = new();

    /// <summary>Whether an answer about this place is overdue.</summary>
    internal bool IsOverdue(string place) => overdue.TryGetValue(place, out var call) && !call.IsCompleted;

    /// <returns>False if there was no answer in time, or an earlier one about the same place is still overdue. An exception of the call is thrown here.</returns>
    internal bool TryCall<T>(string place, Func<T> call, out T? answer)
    {
        answer = default;
        if (IsOverdue(place))
            return false;
        var result = new TaskCompletionSource<T>();
        var thread = new Thread(() => Complete(result, call), maxStackSize: 512 * 1024) { IsBackground = true, Name = "drive" };
        thread.Start();
        if (!WaitHandled(result.Task))
        {
            overdue[place] = result.Task;
            return false;
        }
        overdue.TryRemove(place, out _);
        answer = result.Task.GetAwaiter().GetResult();
        return true;
    }

    private bool WaitHandled(Task task) => Task.WaitAny([task], limit) == 0;

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
}

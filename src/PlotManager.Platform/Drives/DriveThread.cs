using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PlotManager.Platform;

/// <summary>Work on a thread.</summary>
internal sealed class DriveCall(DriveThread thread, Action<TimedCalls.Steps> work)
{
    private ExceptionDispatchInfo? _failure;

    internal TimedCalls.Steps Steps { get; } = new();

    internal bool IsOver => thread.Ends(this, TimeSpan.Zero);

    internal void Begin() => thread.Begin(this);

    /// <summary>On the thread that was taken.</summary>
    internal void Run()
    {
        try
        {
            work(Steps);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure); // thrown again where the end is waited for
        }
    }

    internal bool Ends(TimeSpan atMost)
    {
        if (!thread.Ends(this, atMost))
        {
            return false;
        }

        _failure?.Throw();
        return true;
    }
}

/// <summary>
/// A thread that goes back to the idle ones when its call has come back, however late. Both sides wait without spinning: a drive takes
/// longer.
/// </summary>
internal sealed class DriveThread
{
    private readonly object _gate = new();
    private readonly ConcurrentStack<DriveThread> _idle;
    private DriveCall? _call;

    internal DriveThread(ConcurrentStack<DriveThread> idle, Action<Thread>? start)
    {
        _idle = idle;
        try
        {
            var thread = new Thread(Work, maxStackSize: 512 * 1024) { IsBackground = true, Name = "drive" };
            (start ?? (fresh => fresh.Start()))(thread);
        }
        catch (OutOfMemoryException refused)
        {
            throw new IOException("the machine is out of memory or threads", refused); // so says the runtime; the next call tries again
        }
    }

    internal void Begin(DriveCall call)
    {
        lock (_gate)
        {
            _call = call;
            Monitor.PulseAll(_gate);
        }
    }

    internal bool Ends(DriveCall call, TimeSpan atMost)
    {
        lock (_gate)
        {
            return _call != call || (atMost > TimeSpan.Zero && Monitor.Wait(_gate, atMost) && _call != call);
        }
    }

    private void Work()
    {
        for (var call = Next(); ; call = NextAfter())
        {
            call.Run();
        }
    }

    private DriveCall NextAfter()
    {
        lock (_gate)
        {
            _call = null;
            _idle.Push(this);
            Monitor.PulseAll(_gate);
            return Next();
        }
    }

    private DriveCall Next()
    {
        lock (_gate)
        {
            while (_call is null)
            {
                Monitor.Wait(_gate);
            }

            return _call;
        }
    }
}

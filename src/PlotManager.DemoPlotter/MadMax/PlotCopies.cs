using System.Collections.Concurrent;
using System.Diagnostics;
using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.MadMax;

/// <summary>
/// Brings finished plots to the destination, one after another, while the next plot is made: by renaming on one device, by copying
/// otherwise. A copy that fails is tried again every five minutes, for ever, and the process does not end before it is done.
/// </summary>
internal sealed class PlotCopies : IDisposable
{
    private readonly PlotterProcess _process;
    private readonly BlockingCollection<Copy> _queue = [];
    private readonly CountdownEvent _open = new(1);
    private Thread? _worker;

    public PlotCopies(PlotterProcess process)
    {
        _process = process;
    }

    public void Start(string from, string to, PlannedFailure? failure)
    {
        if (_worker is null)
        {
            _worker = new Thread(Work) { IsBackground = true, Name = "final/copy" };
            _worker.Start();
        }

        _open.AddCount();
        _queue.Add(new Copy(from, to, failure?.Cause == FailureCause.DestinationFull));
    }

    /// <summary>Returns when all that was started is at its destination.</summary>
    public void Wait()
    {
        _open.Signal();
        _open.Wait();
        _open.Reset(1);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _open.Dispose();
    }

    private void Work()
    {
        foreach (var copy in _queue.GetConsumingEnumerable())
        {
            Bring(copy);
            _open.Signal();
        }
    }

    private void Bring(Copy copy)
    {
        var begin = Stopwatch.GetTimestamp();
        var full = copy.Full;
        while (Attempt(copy, full) is { } refused)
        {
            var call = refused.Opening ? "fopen()" : "fwrite()";
            _process.Output.Line($"Copy to {copy.To} failed with: {call} failed on {refused.Path} ({refused.Text})");
            _process.WaitForRetry();
            full = full && _process.StillFailing(FailureCause.DestinationFull);
        }

        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (seconds > 1)
        {
            var speed = new FileInfo(copy.To).Length / seconds / 1024 / 1024;
            _process.Output.Line($"Copy to {copy.To} finished, took {Numbers.Six(seconds)} sec, {Numbers.Six(speed)} MB/s avg.");
        }
        else
        {
            _process.Output.Line($"Renamed final plot to {copy.To}");
        }
    }

    private FailedWrite? Attempt(Copy copy, bool full)
    {
        var partial = copy.To + ".tmp";
        if (full || _process.Settings.CopySeconds is not null || Renaming.Rename(copy.From, partial) != 0)
        {
            var refused = PlotFiles.Copy(copy.From, partial, TimeSpan.FromSeconds(_process.Settings.CopySeconds ?? 0), full);
            if (refused is not null)
            {
                return refused;
            }

            PlotFiles.Delete(copy.From);
        }

        // The real one does not look at the outcome of this rename either.
        Renaming.Rename(partial, copy.To);
        return null;
    }

    private sealed record Copy(string From, string To, bool Full);
}

using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>
/// The picture of the farm that is given out: that of the last pass, or of an observation since then that somebody has asked for. Such an
/// observation is settled and committed like that of a pass; nothing is decided, started or ended by it.
/// </summary>
internal sealed class FarmPicture(
    Machine machine, FarmStore store, Observer observer, SnapshotBuilder snapshots, WaitTimes waits, RequestQueue requests)
{
    /// <summary>
    /// Observations for those who ask are this far apart: however many ask, they cost no more than a check_interval of 1.
    /// </summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private (Config Config, Decision Decision)? _pass;
    private volatile Taken? _taken;

    /// <summary>As it was observed; null before the first pass.</summary>
    public Snapshot? Observed => _taken?.Snapshot;

    /// <summary>As it is to be shown now, with its true age.</summary>
    public Snapshot? Shown => _taken is { } taken ? taken.Snapshot.Later(machine.Time.GetElapsedTime(taken.At)) : null;

    /// <summary>
    /// Differs from pass to pass and when a problem comes or goes; not with an observation for one who asks, or two that watch would make
    /// each other ask for ever.
    /// </summary>
    public string? Stamp => _taken is { } taken ? $"{taken.Pass:O} {taken.Snapshot.Problems.Length}" : null;

    /// <summary>The farm as it is now; as it was seen last, with its age, where a new look takes too long. From any thread.</summary>
    /// <returns>Null before the first pass.</returns>
    public async Task<Snapshot?> OfNowAsync(CancellationToken cancel)
    {
        if (_taken is not null)
        {
            try
            {
                await requests.LookAsync().WaitAsync(Patience, machine.Time, cancel);
            }
            catch (TimeoutException)
            {
                // a drive keeps the loop waiting
            }
        }

        return Shown;
    }

    /// <summary>What a pass has seen and decided.</summary>
    /// <param name="begun">When it began to observe, by the monotonic clock.</param>
    public void Take(Config config, Observation seen, Decision decision, long begun)
    {
        var snapshot = snapshots.Build(config, seen, decision, waits);
        _pass = (config, decision);
        _taken = new Taken(snapshot, begun, snapshot.Now);
    }

    /// <summary>The same picture with another word about the farm: a pass could not be made, say.</summary>
    public void Change(Func<Snapshot?, Snapshot?> change)
    {
        if (change(_taken?.Snapshot) is { } changed && _taken is { } taken)
        {
            _taken = taken with { Snapshot = changed };
        }
    }

    /// <summary>Observes the farm anew where somebody has asked for it and the picture is not of now.</summary>
    /// <returns>Whether a pass should follow at once, whose picture is theirs: something has happened.</returns>
    public bool RenewForAskers(Config config, FarmClock clock)
    {
        if (!requests.IsLookAsked)
        {
            return false;
        }

        if (Renew(config, clock))
        {
            return true;
        }

        requests.AnswerLook();
        return false;
    }

    private bool Renew(Config config, FarmClock clock)
    {
        if (_pass is not { } pass || _taken is not { } taken || machine.Time.GetElapsedTime(taken.At) < Apart)
        {
            return false;
        }

        var (now, setBy) = clock.Read();
        if (setBy != TimeSpan.Zero)
        {
            store.Commit(new FarmEvent.ClockShifted(setBy));
            return true;
        }

        if (!ReferenceEquals(config, pass.Config))
        {
            return true;
        }

        var begun = machine.Time.GetTimestamp();
        var seen = observer.Observe(config, now);
        store.Commit(seen.Events);
        if (!seen.Events.IsEmpty || !seen.Runs.Select(Place).SequenceEqual(taken.Snapshot.Runs.Select(Place)))
        {
            return true;
        }

        var world = WorldBuilder.Build(config, store.State, seen);
        _taken = taken with { Snapshot = snapshots.Build(config, seen, pass.Decision.At(now), waits, world), At = begun };
        return false;
    }

    // Where a run is: a pass must not miss that it gets on, though nobody writes it down.
    private static (string, int, string?, int) Place(ObservedRun run) =>
        (run.Tracked.RunId, run.Phase, run.Current?.Log.PlotId, run.CopiedBeside.Count());

    private static (string, int, string?, int) Place(RunPart run) => (run.RunId, run.Phase ?? 0, run.PlotId, run.Copies.Length);

    /// <param name="At">When it was observed, by the monotonic clock.</param>
    /// <param name="Pass">When the last pass was.</param>
    private sealed record Taken(Snapshot Snapshot, long At, DateTimeOffset Pass);
}

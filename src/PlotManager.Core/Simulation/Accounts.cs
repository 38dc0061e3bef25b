using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>The sums of a simulation. They grow with the farm, not with the time played.</summary>
internal sealed class Accounts
{
    private readonly SimulationPlan _plan;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, Sums> _jobs = [];
    private readonly Sums _ofNoJob = new();
    private readonly Dictionary<string, TempDrive> _temps = [];
    private readonly Dictionary<string, DestinationDrive> _destinations = [];
    private readonly TimeSpan[] _waited = new TimeSpan[RuleNames.Count];
    private DateTimeOffset _at;
    private DateTimeOffset? _allMadeAt;
    private int _started;
    private int _completed;
    private int _failed;
    private int _waiting;
    private long _bytes;

    public Accounts(SimulationPlan plan)
    {
        _plan = plan;
        _start = _at = plan.Start.Now;
        foreach (var job in plan.Config.Jobs)
        {
            _jobs.TryAdd(job.Name, new());
            foreach (var path in job.Temp)
            {
                if (plan.Start.Directories.TryGetValue(path, out var finding) && finding.Drive is { } drive)
                {
                    _temps.TryAdd(drive, new(finding.TotalBytes, finding.TotalBytes > 0 ? finding.FreeBytes : null));
                }
            }

            foreach (var path in job.Destination)
            {
                NoteDestination(job, path);
            }
        }
    }

    public void Started(RunInFlight run)
    {
        _started += run.PlotsToMake;
        SumsOf(run).Started += run.PlotsToMake;
    }

    public void PlotFailed(RunInFlight run)
    {
        _failed++;
        SumsOf(run).Failed++;
    }

    /// <summary>A plot is made and has no room at its destination.</summary>
    public void PlotWaits(RunInFlight run)
    {
        _waiting++;
        if (run.DestinationDrive is { } drive && _destinations.TryGetValue(drive, out var destination))
        {
            destination.Waiting++;
            destination.OverflowAt ??= (_at - _start).TotalMinutes;
        }
    }

    public void PlotMade(RunInFlight run)
    {
        _completed++;
        _bytes += run.PlotBytes;
        SumsOf(run).Completed++;

        if (run.DestinationDrive is { } drive && _destinations.TryGetValue(drive, out var destination))
        {
            destination.Plots++;
            destination.Bytes += run.PlotBytes;
            if (_temps.TryGetValue(drive, out var temp))
            {
                temp.Landed += run.PlotBytes;
            }
        }
    }

    /// <summary>A run in flight has come (it was null), gone (it is null), or changed.</summary>
    public void RunChanged(RunInFlight? before, RunInFlight? after)
    {
        if (before is not null)
        {
            Count(before, -1);
        }

        if (after is not null)
        {
            Count(after, 1);
        }
    }

    /// <summary>The farm has stood as it is up to this instant.</summary>
    public void PassTo(DateTimeOffset instant)
    {
        if (instant <= _at)
        {
            return;
        }

        var passed = instant - _at;
        foreach (var temp in _temps.Values)
        {
            temp.OverflowAt ??= temp.Overflows ? (_at - _start).TotalMinutes : null;
            (temp.PeakRuns, temp.PeakBytes) = (Math.Max(temp.PeakRuns, temp.Runs), Math.Max(temp.PeakBytes, temp.Bytes));
            if (temp.Runs == 0)
            {
                temp.Idle += passed;
            }
        }

        _at = instant;
    }

    /// <summary>Every job has waited so long for the reason that this look gave.</summary>
    public void Waited(Decision decision, TimeSpan time)
    {
        foreach (var job in decision.Jobs)
        {
            // A job that has started all its plots does not wait.
            if (job.Reason is { } reason && job[Rule.MaxPlots].Allows)
            {
                _waited[(int)reason] += time;
            }
        }
    }

    /// <summary>Notes the drives that have no room for another plot, as this look saw them.</summary>
    public void Filled(World world)
    {
        Room? room = null;
        foreach (var destination in _destinations.Values)
        {
            if (destination.FullAt is not null || destination.Needs == 0)
            {
                continue;
            }

            room ??= Room.Of(world);
            if (room.On(world.Directories[destination.Path], besidesTemp: false) < destination.Needs)
            {
                destination.FullAt = (world.Now - _start).TotalMinutes;
            }
        }
    }

    /// <summary>All jobs have made their plots by this instant.</summary>
    public void AllMade(DateTimeOffset instant) => _allMadeAt ??= _completed > 0 ? instant : null;

    public SimulationSummary Summary()
    {
        var length = _plan.Length;
        var waited = _waited.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
        return new(
            length, _started, _completed, _bytes,
            [.. _plan.Config.Jobs.Select(job => new JobForecast(
                job.Name, _jobs[job.Name].Started, _jobs[job.Name].Completed, _jobs[job.Name].Failed))],
            [.. _temps.OrderBy(temp => temp.Key, StringComparer.Ordinal).Select(temp => temp.Value.Forecast(temp.Key, length))],
            [.. _waited.Select((time, rule) => new WaitShare((Rule)rule, waited > TimeSpan.Zero ? time / waited : 0))
                .Where(share => share.Share > 0).OrderByDescending(share => share.Share)],
            [.. _destinations.OrderBy(drive => drive.Key, StringComparer.Ordinal)
                .Select(drive => drive.Value.Forecast(drive.Key, length, _allMadeAt is null ? ToCome(drive.Key) : 0))])
        {
            AllMadeAfter = _allMadeAt - _start,
            Failed = _failed,
            WithoutRoom = _waiting,
        };
    }

    // At most: what max_plots leaves of the jobs that use the drive.
    private double ToCome(string drive)
    {
        var bytes = 0.0;
        foreach (var job in _plan.Config.Jobs.Where(job => job.Destination.Any(
            path => _plan.Start.Directories.TryGetValue(path, out var finding) && finding.Drive == drive)))
        {
            var left = (double)job.MaxPlots - _plan.Start.HistoryOf(job.Name).KickedOff - _jobs[job.Name].Completed
                + _plan.Start.Runs.Where(run => run.Job == job.Name && run.IsKickedOff).Sum(run => run.PlotsToMake);
            bytes += Math.Max(0, left) * PlotNeeds.FinalBytes(job);
        }

        return bytes;
    }

    private void NoteDestination(Job job, string path)
    {
        if (!_plan.Start.Directories.TryGetValue(path, out var finding) || finding.Drive is not { } drive)
        {
            return;
        }

        var needs = Room.Needs(PlotNeeds.FinalBytes(job));
        if (!_destinations.TryGetValue(drive, out var destination))
        {
            _destinations[drive] = destination = new(path, finding.TotalBytes > 0 ? finding.FreeBytes : null);
        }

        if (destination.FreeAtStart is not null && (destination.Needs == 0 || needs < destination.Needs))
        {
            destination.Needs = needs;
        }
    }

    private void Count(RunInFlight run, int sign)
    {
        if (run.TempDrive is not null && _temps.TryGetValue(run.TempDrive, out var temp))
        {
            (temp.Runs, temp.Bytes, temp.Held) =
                (temp.Runs + sign, temp.Bytes + (sign * run.TempPeakBytes), temp.Held + (sign * run.TempBytes));
        }

        if (run.Temp2Drive is not null && _temps.TryGetValue(run.Temp2Drive, out var temp2))
        {
            (temp2.Bytes, temp2.Held) = (temp2.Bytes + (sign * run.Temp2PeakBytes), temp2.Held + (sign * run.Temp2Bytes));
        }
    }

    private Sums SumsOf(RunInFlight run) => run.Job is { } job && _jobs.TryGetValue(job, out var sums) ? sums : _ofNoJob;

    private sealed class Sums
    {
        public int Started;
        public int Completed;
        public int Failed;
    }

    private sealed class TempDrive(long totalBytes, long? freeAtStart)
    {
        public int Runs;
        public long Bytes;

        // Of these, what was in temp at the start.
        public long Held;

        // Finished plots that came to the same drive.
        public long Landed;
        public double? OverflowAt;
        public int PeakRuns;
        public long PeakBytes;
        public TimeSpan Idle;

        public bool Overflows => Bytes - Held + Landed > freeAtStart;

        public TempForecast Forecast(string drive, TimeSpan length) =>
            new(drive, PeakBytes, PeakRuns, totalBytes > 0 ? totalBytes : null, length > TimeSpan.Zero ? Idle / length : 0)
            {
                OverflowAtMinute = OverflowAt is { } minute ? Math.Round(minute, 3) : null,
            };
    }

    private sealed class DestinationDrive(string path, long? freeAtStart)
    {
        public readonly string Path = path;
        public readonly long? FreeAtStart = freeAtStart;
        public long Needs;
        public int Plots;
        public long Bytes;
        public double? FullAt;
        public int Waiting;
        public double? OverflowAt;

        /// <param name="toCome">Bytes that may yet come there: if they fit, it is never full.</param>
        public DestinationForecast Forecast(string drive, TimeSpan length, double toCome)
        {
            var reckoned =
                FreeAtStart is { } free && Bytes > 0 && toCome > free - Bytes ? free / (Bytes / length.TotalDays) : (double?)null;
            return new(drive, Plots, FullAt is { } minute ? Math.Round(minute, 3) : null, FullAt / 1440 ?? reckoned)
            {
                WaitingPlots = Waiting,
                OverflowAtMinute = OverflowAt is { } overflow ? Math.Round(overflow, 3) : null,
            };
        }
    }
}

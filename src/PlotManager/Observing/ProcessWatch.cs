using System.Buffers;
using System.Collections.Immutable;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.DemoPlotter;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>A plotter process that is no run of the farm yet.</summary>
/// <param name="Mark">The run id it carries in its environment, if a manager started it.</param>
/// <param name="Farm">The farm that it carries there; null also where the environment cannot be read.</param>
public sealed record Stranger(ProcessSighting Process, RecognisedRun Plotter, string? Mark, FarmIdentity? Farm);

/// <summary>The plotter processes of this machine in one pass.</summary>
/// <param name="Launched">By their ids, the processes of runs and checks that the farm has as intended only.</param>
public sealed record Sightings(
    IReadOnlyDictionary<int, ProcessSighting> ByPid, IReadOnlyList<Stranger> Strangers,
    IReadOnlyDictionary<string, ProcessSighting> Launched);

/// <summary>Finds the processes of the farm's runs and those of known plotters among all processes, whoever started them.</summary>
public sealed class ProcessWatch
{
    public const string Mark = "PLOTMANAGER_RUN";

    private static readonly TimeSpan OpenServes = TimeSpan.FromSeconds(10);

    private readonly IProcessInspector _inspector;
    private readonly ProfileCatalog _profiles;
    private readonly ImmutableArray<(string Location, PlotterProfile Profile)> _locations;
    private readonly SearchValues<string> _names;
    private readonly Func<string, bool> _mayBePlotter;

    // A farm of stand-ins alone, a demo, plots beside a true farm and leaves its plotters out of its counts.
    private readonly bool _isTrueFarm;
    private readonly HashSet<string> _temps;
    private readonly GlobalLimits _limits;
    private OpenFileList? _open;
    private long _openAt;

    public ProcessWatch(IProcessInspector inspector, Config config)
    {
        _inspector = inspector;
        _mayBePlotter = MayBePlotter;
        _profiles = config.Profiles;
        _isTrueFarm = config.Jobs.Any(job => !job.Plotter.StandIn);
        _temps = [.. config.Jobs.SelectMany(job => job.Temp)];
        _limits = config.Global;
        _locations = [.. config.Jobs.DistinctBy(job => $"{job.Location}\n{job.Plotter.Name}").Select(job => (job.Location, job.Plotter))];
        _names = SearchValues.Create(
        [
            .. _profiles.All.SelectMany(profile => profile.Processes).SelectMany(form => form.Executables).Select(LiteralBeginning)
                .Concat(config.Jobs.Select(job => Path.GetFileName(job.Location)))
                .Where(name => name.Length > 0).Distinct(),
        ], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Ids of the plots of which a process or what it has started has a file open for writing. It takes a look at the open files of all
    /// processes, which serves for a while: to be asked where nothing else tells what a plotter makes.
    /// </summary>
    public ImmutableArray<string> PlotsOpenBy(int pid, TimeProvider time)
    {
        if (_open is null || time.GetElapsedTime(_openAt) >= OpenServes)
        {
            _openAt = time.GetTimestamp();
            _open = OpenPlotFiles.Of(_inspector);
        }

        return [.. _open.WrittenBy(_inspector.Descendants(pid).Append(pid).ToHashSet())];
    }

    /// <param name="self">This farm; null where it has no journal yet.</param>
    /// <param name="isOwnRun">Whether the farm has or had a run of this id.</param>
    public Sightings Look(FarmState farm, FarmIdentity? self, Func<string, bool> isOwnRun)
    {
        var seen = new Dictionary<int, ProcessSighting>();
        foreach (var process in _inspector.List(_mayBePlotter))
        {
            seen[process.Identity.Pid] = process;
        }

        var launched = Launched(farm);
        foreach (var process in launched.Values)
        {
            seen[process.Identity.Pid] = process;
        }

        // A run of the farm may have any name: its profile's executable, or what the config calls it.
        foreach (var run in farm.Runs)
        {
            if (run.Run.Process is { } process && !seen.ContainsKey(process.Pid) && _inspector.Find(process.Pid) is { } found)
            {
                seen[process.Pid] = found;
            }
        }

        var plotters = new Dictionary<int, (ProcessSighting Process, RecognisedRun? Plotter)>();
        foreach (var process in seen.Values)
        {
            var known = farm.FindByProcess(process.Identity) is not null
                || launched.Values.Any(found => found.Identity == process.Identity);
            var recognised = known ? null : Recognition.Recognise(
                process.Arguments, process.WorkingDirectory, _profiles, _locations, standIns: !_isTrueFarm && IsStandIn(process));
            if (known || recognised is not null)
            {
                plotters[process.Identity.Pid] = (process, recognised);
            }
        }

        var strangers = new List<Stranger>();
        foreach (var (process, plotter) in plotters.Values)
        {
            if (plotter is null || process.Condition == ProcessCondition.Zombie || farm.FindByProcess(process.Identity) is not null
                || HasPlotterAbove(process, plotters)
                    || _inspector.EnvironmentVariable(process.Identity.Pid, VersionProbe.Mark) is not null)
            {
                continue;
            }

            var mark = _inspector.EnvironmentVariable(process.Identity.Pid, Mark);
            var stranger = new Stranger(
                process, plotter, mark, FarmIdentity.Read(_inspector.EnvironmentVariable(process.Identity.Pid, FarmIdentity.Variable)));
            if (Counts(stranger, self, isOwnRun))
            {
                strangers.Add(stranger);
            }
        }

        return new Sightings(seen, strangers, launched);
    }

    // A stand-in counts for the farm that it plots for and for nobody else.
    private bool Counts(Stranger stranger, FarmIdentity? self, Func<string, bool> isOwnRun) =>
        stranger.Farm?.IsSame(self) == true
        || (stranger.Mark is { } mark && isOwnRun(mark))
        || (!_limits.Ignores(stranger.Process.User, stranger.Process.Identity.Pid) && (_isTrueFarm
            ? !IsStandIn(stranger.Process)
            : IsStandIn(stranger.Process) && RunOwners.Of(self, stranger.Farm, IsInOwnTemp(stranger.Plotter)) == RunOwner.Adopted));

    private bool IsInOwnTemp(RecognisedRun plotter) => plotter.Temp is { } temp && _temps.Contains(temp);

    private static bool IsStandIn(ProcessSighting process) => StandIn.IsStandIn(process.Executable, process.Arguments);

    // A run launched just before a crash carries its mark, or writes its log, whatever it is called. Only such a run is worth the look
    // into every process.
    private Dictionary<string, ProcessSighting> Launched(FarmState farm)
    {
        var launched = new Dictionary<string, ProcessSighting>();
        var intended = farm.Runs.Select(run => run.Run).Concat<SupervisedProcess>(farm.Checks.Where(check => !check.IsWaiting))
            .Where(process => process.State == RunState.Intended)
            .ToList();
        if (intended.Count == 0)
        {
            return launched;
        }

        var claims = new List<(string RunId, ProcessSighting Process)>();
        foreach (var process in _inspector.List(_ => true).Where(process => process.Condition != ProcessCondition.Zombie))
        {
            var mark = _inspector.EnvironmentVariable(process.Identity.Pid, Mark);
            var output = mark is null ? _inspector.OutputFile(process.Identity.Pid) : null;
            if (intended.Find(one => one.Id == mark || (output is not null && one.LogFile == output)) is { } one)
            {
                claims.Add((one.Id, process));
            }
        }

        // Children inherit the mark; the process that was launched is above them.
        foreach (var (runId, process) in claims.OrderBy(claim => claim.Process.Identity.StartTicks))
        {
            if (!claims.Exists(claim => claim.RunId == runId && claim.Process.Identity.Pid == process.ParentPid))
            {
                launched.TryAdd(runId, process);
            }
        }

        return launched;
    }

    private bool MayBePlotter(string commandLine) => commandLine.AsSpan().ContainsAny(_names);

    // The name up to its first wildcard.
    private static string LiteralBeginning(string pattern) =>
        pattern.AsSpan().IndexOfAny('*', '?') is var end and >= 0 ? pattern[..end] : pattern;

    // The packaged chia is a parent and a child with the same arguments; a wrapper has the true plotter below it, with a shell between
    // perhaps.
    private bool HasPlotterAbove(ProcessSighting process, Dictionary<int, (ProcessSighting Process, RecognisedRun? Plotter)> plotters)
    {
        var pid = process.ParentPid;
        for (var steps = 0; steps < 16 && pid > 1; steps++)
        {
            if (plotters.TryGetValue(pid, out var above) && above.Process.Identity != process.Identity)
            {
                return true;
            }

            pid = _inspector.Find(pid)?.ParentPid ?? 0;
        }

        return false;
    }
}

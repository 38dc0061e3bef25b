using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Store;

namespace PlotManager.Acting.Ending;

/// <summary>
/// Finds temp files of plots that are no longer running: regular files directly in the directories of the config, no links. By default
/// only those whose names carry the id of a plot that the journal or a log knows as ended, at once where the end of its run is proven;
/// for one job every plot-shaped temp file in its temp directories that no living process can own.
/// </summary>
/// <param name="store">After a pass.</param>
public sealed class Cleanup(Machine machine, Config config, FarmStore store, EndedPlots ended, DateTimeOffset now)
{
    /// <summary>A plotter in another container or on another host cannot be seen, but its files change.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(2);

    private readonly EndProof _ends = new(machine.Processes);
    private readonly ImmutableArray<PlotterProfile> _profiles = config.Profiles.All;

    /// <param name="only">Null: the whole farm, by id.</param>
    public PlotDeletion Judge(Job? only)
    {
        var found = FoundFiles.In(machine, config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)));
        ended.Learn(found.All.Select(FoundFiles.IdOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase));
        var terms = new DeletionTerms(PlotsInUse.Of(config, store, ended: null, now), now) { Quiet = Quiet, OnlyByPlotId = only is null };
        return PlotDeletion.Judge(machine, found, only is null ? ByEndedId(found) : OfJob(only, found), terms);
    }

    private IEnumerable<DeletionCandidate> ByEndedId(FoundFiles found)
    {
        var temps = config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2)).ToHashSet();
        foreach (var file in found.All)
        {
            if (FoundFiles.IdOf(file) is { } id && ended.Find(id) is { } plot
                && plot.Profile.Files.KindOf(Path.GetFileName(file.Path)) is { } kind and not PlotFileKind.Final)
            {
                yield return new DeletionCandidate(
                    file, kind, plot.Plot, temps.Contains(Path.GetDirectoryName(file.Path)!), $"plot {id[..7]} {plot.How}")
                {
                    Kept = OtherFarms(plot),
                    EndIsProven = plot.Run is { } run && _ends.IsGivenFor(run),
                };
            }
        }
    }

    private IEnumerable<DeletionCandidate> OfJob(Job job, FoundFiles found)
    {
        foreach (var folder in job.Temp.Concat(job.Temp2).Distinct())
        {
            // A run of unknown id may own any file here, and one whose temp files carry no id owns all such.
            var users = store.State.Runs.Where(run => Uses(run, folder)).ToList();
            var unknown = users.Exists(run => !HasProvenId(run));
            foreach (var file in found.Of(folder))
            {
                var name = Path.GetFileName(file.Path);
                var id = FoundFiles.IdOf(file);
                var kind = id is null
                    ? job.Plotter.Files.KindOf(name)
                    : _profiles.Select(profile => profile.Files.KindOf(name)).FirstOrDefault(kind => kind is not null);
                if (kind is not (PlotFileKind.Temp or PlotFileKind.Growing) || (id is not null && ended.IsLiving(id)))
                {
                    continue;
                }

                yield return Of(job, file, kind.Value, id) with
                {
                    Kept = (id is null ? null : OtherFarms(ended.Find(id)))
                        ?? (unknown || (id is null && users.Count > 0) ? "a plotter is at work in this directory and may own it" : null),
                };
            }
        }
    }

    private static string? OtherFarms(EndedPlot? plot) =>
        plot?.Run is { Owner: RunOwner.OtherFarm } run
            ? $"it belongs to the farm {run.OtherFarm?.Name}, whose plotmanager cleanup deletes it"
            : null;

    // Whose it is does not matter here: the user means all that nobody is at work with. What it may be worth does.
    private DeletionCandidate Of(Job job, FileFinding file, PlotFileKind kind, string? id)
    {
        var known = id is null ? null : ended.Find(id);
        var plot = known is not null
            ? known.Plot with { Begun = null, Doubt = null }
            : new LostPlot(id ?? "", Finished: false, job.Plotter.FinalBytes(job.K, job.Compression), PhaseIsSure: false);
        return new DeletionCandidate(
            file, kind, plot, InTemp: true, known is null ? $"no living plot of {job.Name} has it" : $"plot {id![..7]} {known.How}")
        {
            EndIsProven = known?.Run is { } run && _ends.IsGivenFor(run),
        };
    }

    private bool HasProvenId(TrackedRun run)
    {
        if (run.Current is not { PlotId: { } id } current
            || current.State.IsOver()
            || config.Profiles.Find(run.Run.Plotter) is not { } profile)
        {
            return false;
        }

        int[] pids = run.Run.Process is { } process ? [process.Pid, .. machine.Processes.Descendants(process.Pid)] : [];
        return IdProof.Ask(machine, run.Run, pids).Doubt(id, run.Run, profile) is null;
    }

    private static bool Uses(TrackedRun run, string folder) =>
        new[] { run.Run.Directories.Temp, run.Run.Directories.Temp2, run.Run.Directories.Destination }.OfType<string>()
            .Any(used => Path.TrimEndingDirectorySeparator(used) == folder);
}

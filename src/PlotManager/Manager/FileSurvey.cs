using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>What a run's files hold at one look, in allocated bytes.</summary>
/// <param name="AtDestination">On the destination's drive, of files that will become its plots.</param>
/// <param name="Names">Names of all its files that were found.</param>
public sealed record RunFiles(long Temp, long Temp2, long AtDestination, IReadOnlyList<string> Names)
{
    public static RunFiles None { get; } = new(0, 0, 0, []);
}

/// <summary>The files in the directories of runs, each directory listed once a look. A directory that cannot be listed holds nothing we know of.</summary>
public sealed class FileSurvey(IFiles files)
{
    private readonly Dictionary<string, IReadOnlyList<FileFinding>?> _listed = new(StringComparer.Ordinal);

    public RunFiles Of(TrackedRun run, PlotterProfile profile, Func<string, string?> driveOf)
    {
        var (temp, temp2, destination) = run.Run.Directories;
        var plotIds = run.Plots.Where(plot => !plot.State.IsOver() && plot.PlotId is not null).Select(plot => plot.PlotId!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        var tempBytes = Sum(temp, plotIds, profile, names);
        var temp2Bytes = temp2 == temp ? 0 : Sum(temp2, plotIds, profile, names);
        var destinationDrive = destination is null ? null : driveOf(destination);
        var atDestination = new[] { temp, temp2, destination }.OfType<string>().Distinct()
            .Where(folder => destinationDrive is not null && driveOf(folder) == destinationDrive)
            .Sum(folder => Mine(folder, plotIds, profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Growing).Sum(file => file.Found.Allocated));
        return new RunFiles(tempBytes, temp2Bytes, atDestination, names);
    }

    /// <summary>Bytes of the finished file of a plot in a directory; 0 if there is none, null if nobody can tell.</summary>
    public long? FinalBytes(string? folder, string plotId, PlotterProfile profile)
    {
        if (folder is null || List(folder) is null)
        {
            return null;
        }

        return Mine(folder, [plotId], profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Final).Sum(file => file.Found.Length);
    }

    private long Sum(string? folder, HashSet<string> plotIds, PlotterProfile profile, List<string> names)
    {
        if (folder is null)
        {
            return 0;
        }

        long sum = 0;
        foreach (var (name, found) in Mine(folder, plotIds, profile))
        {
            if (profile.Files.KindOf(name) != PlotFileKind.Final)
            {
                sum += found.Allocated;
                names.Add(name);
            }
        }

        return sum;
    }

    private IEnumerable<(string Name, FileFinding Found)> Mine(string folder, HashSet<string> plotIds, PlotterProfile profile)
    {
        foreach (var found in List(folder) ?? [])
        {
            var name = Path.GetFileName(found.Path);
            var id = PlotFileNames.PlotIdOf(name);
            // Where temp files carry no id, a directory is one run's alone.
            if (id is null ? !profile.MayShareTemp && profile.Files.KindOf(name) is not null : plotIds.Contains(id))
            {
                yield return (name, found);
            }
        }
    }

    private IReadOnlyList<FileFinding>? List(string folder)
    {
        if (!_listed.TryGetValue(folder, out var listed))
        {
            try
            {
                listed = files.List(folder);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                listed = null; // the directory's own finding says that it cannot be read
            }

            _listed[folder] = listed;
        }

        return listed;
    }
}

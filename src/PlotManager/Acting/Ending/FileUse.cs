using PlotManager.Core.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Acting.Ending;

/// <summary>
/// Which plot files processes have open: by what the system shows of each process, and by what it tells of each file. Two that cannot tell
/// make no "not open".
/// </summary>
/// <param name="ended">Processes whose open files do not count.</param>
internal sealed class FileUse(Machine machine, FoundFiles found, IReadOnlySet<int> ended)
{
    private readonly OpenFileList _open = machine.Processes.OpenFiles(MayMatter(found));

    /// <summary>Why files of one plot, or of one directory, must stay; null if nobody has one of them open.</summary>
    /// <param name="group">The plot's id, or the directory of files without one.</param>
    public string? Refusal(string group, IEnumerable<FileFinding> files)
    {
        List<FileFinding> all = [.. found.Fellows(group).Concat(files).DistinctBy(file => file.Path)];
        var identities = all.Select(file => file.Identity).ToHashSet();
        var names = all.Select(file => Path.GetFileName(file.Path)).ToHashSet();
        foreach (var open in _open.Files.Where(open => !ended.Contains(open.Pid)))
        {
            var name = Path.GetFileName(open.Path);
            // In another container the same file has another path, and where it cannot be identified the name must do.
            var isOurs = PlotFileNames.PlotIdOf(name) == group
                || (open.Identity is { } identity ? identities.Contains(identity) : names.Contains(name));
            if (isOurs && !WasOpenForAnInstant(open))
            {
                return $"pid {open.Pid} has {name} open";
            }
        }

        // Before its plotter has ended nothing is asked of each file: it is open of course.
        return ended.Count > 0 ? null : all.Select(Refusal).FirstOrDefault(refusal => refusal is not null);
    }

    private static Func<string, bool> MayMatter(FoundFiles found)
    {
        var names = found.All.Select(file => Path.GetFileName(file.Path)).ToHashSet();
        return path => Path.GetFileName(path) is var name && (names.Contains(name) || PlotFileNames.PlotIdOf(name) is not null);
    }

    private string? Refusal(FileFinding file) => IsOpen(file) switch
    {
        true => $"a process has {Path.GetFileName(file.Path)} open",
        false => null,
        null => _open.Unseen is { } unseen ? $"whether a process has it open cannot be asked: {unseen}" : null,
    };

    // A child that was just being started shared what its parent had open.
    private bool WasOpenForAnInstant(OpenFile open)
    {
        try
        {
            return open.Identity is { } identity
                && machine.Files.Look(open.Path)?.Identity == identity
                && machine.Files.IsOpen(open.Path) == false;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool? IsOpen(FileFinding file)
    {
        try
        {
            return machine.Files.IsOpen(file.Path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Text;
using PlotManager.Platform;
using PlotManager.Remains;

namespace PlotManager.Acting.Ending;

/// <summary>A plot file that somebody wants to delete.</summary>
/// <param name="Plot">The plot that it is taken for; null where none is known.</param>
/// <param name="InTemp">In a temp or temp2 directory.</param>
/// <param name="Why">In words for people, what the file is left of.</param>
public sealed record DeletionCandidate(FileFinding File, PlotFileKind Kind, LostPlot? Plot, bool InTemp, string Why = "")
{
    /// <summary>Why it stays, where whoever found it knows that already.</summary>
    public string? Kept { get; init; }

    /// <summary>Its run is proven to be over, so that its files need not have lain still for long.</summary>
    public bool EndIsProven { get; init; }

    public string Folder => Path.GetDirectoryName(File.Path)!;

    public string? PlotId { get; } = PlotFileNames.PlotIdOf(Path.GetFileName(File.Path));

    /// <summary>Files of one group go together or not at all: those of one plot, or those of a directory whose names carry no id.</summary>
    public string Group => PlotId ?? Folder;
}

/// <summary>A file that is left where it is, and why.</summary>
public sealed record KeptFile(FileFinding File, string Why);

/// <summary>What came of deleting.</summary>
/// <param name="Refusals">Files that still stand, each with the reason, one line each.</param>
public sealed record Removed(ImmutableArray<FileFinding> Files, ImmutableArray<string> Refusals)
{
    public long Bytes => Files.Sum(file => file.Allocated);
}

/// <summary>
/// The one decision about every plot file that is deleted, whoever asks for it, and the one place that deletes them: what has not been
/// judged here cannot be deleted. Every rule can only say no. What cannot be asked counts as no as well, and the answer names it.
/// </summary>
public sealed class PlotDeletion
{
    /// <summary>A process is known to start at so much about the time that the system tells.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly FoundFiles _found;

    private PlotDeletion(FoundFiles found, ImmutableArray<DeletionCandidate> files, ImmutableArray<KeptFile> kept) =>
        (_found, Files, Kept) = (found, files, kept);

    /// <summary>May go.</summary>
    public ImmutableArray<DeletionCandidate> Files { get; }

    public ImmutableArray<KeptFile> Kept { get; }

    /// <summary>Directories that could not be listed, each with the reason.</summary>
    public ImmutableArray<string> Troubles => _found.Troubles;

    public long Bytes => Files.Sum(file => file.File.Allocated);

    /// <param name="found">Every file of the directories that the candidates are from.</param>
    public static PlotDeletion Judge(Machine machine, FoundFiles found, IEnumerable<DeletionCandidate> candidates, DeletionTerms terms)
    {
        var all = candidates.ToList();
        var finished = all.Where(file => file.InTemp
            && file.Kind != PlotFileKind.Temp
            && file.PlotId is not null
            && file.Plot?.IsWhole(file.File) == true)
            .Select(file => file.PlotId!).ToHashSet();
        var finals = new Lazy<FinalFiles>(() => FinalFiles.Of(machine, terms.InUse));
        var reasons = all.ToDictionary(file => file, file => file.Kept ?? Refusal(file, terms, finals, finished));

        // What is open is asked last, and only where nothing else says no.
        var asked = all.Where(file => reasons[file] is null).ToList();
        if (asked.Count > 0)
        {
            var use = new FileUse(machine, found, terms.Ended);
            var groups = all.ToLookup(file => file.Group);
            foreach (var group in asked.GroupBy(file => file.Group))
            {
                var refusal = Recent(groups[group.Key], found, terms)
                    ?? use.Refusal(group.Key, groups[group.Key].Select(file => file.File));
                foreach (var file in group)
                {
                    reasons[file] = refusal;
                }
            }
        }

        return new PlotDeletion(
            found,
            [.. all.Where(file => reasons[file] is null)],
            [.. all.Where(file => reasons[file] is not null).Select(file => new KeptFile(file.File, reasons[file]!))]);
    }

    /// <summary>
    /// Deletes the files, each by its full name, and only if it is still the very file that was judged, unchanged, open nowhere and on the
    /// drive it was seen on. May take minutes: freeing a hundred gigabytes does on some filesystems.
    /// </summary>
    public Removed Delete(Machine machine)
    {
        var removed = ImmutableArray.CreateBuilder<FileFinding>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        machine.Drives.Refresh();
        foreach (var file in Files)
        {
            if (LastRefusal(machine, file) is { } refusal)
            {
                refusals.Add($"{Printable.Strip(file.File.Path)} is left: {Printable.Strip(refusal)}");
            }
            else
            {
                removed.Add(file.File);
            }
        }

        return new Removed(removed.ToImmutable(), refusals.ToImmutable());
    }

    /// <summary>How many files of each folder may go, and how many stay and why, one line each, for people.</summary>
    public IEnumerable<string> Sums() =>
        Files.GroupBy(file => file.Folder)
            .Select(folder => Sum(folder.Key, [.. folder.Select(file => file.File)], ""))
            .Concat(Kept.GroupBy(kept => (Folder: Path.GetDirectoryName(kept.File.Path)!, kept.Why))
                .Select(group => Sum(group.Key.Folder, [.. group.Select(kept => kept.File)], $", kept: {group.Key.Why}")))
            .Concat(Troubles.Select(Printable.Strip));

    private static string Sum(string folder, IReadOnlyCollection<FileFinding> files, string note) => Printable.Strip(
        $"  {folder}  {Figures.Count(files.Count, "file")}, {Figures.Size(files.Sum(file => file.Allocated))}{note}");

    /// <summary>The files and their sizes, one a line, for people.</summary>
    public IEnumerable<string> Lines() =>
        Files.Select(file => $"  {Printable.Strip(file.File.Path)}  {Figures.Size(file.File.Allocated)}")
            .Concat(Kept.Select(
                kept => $"  {Printable.Strip(kept.File.Path)}  {Figures.Size(kept.File.Allocated)}, kept: {Printable.Strip(kept.Why)}"))
            .Concat(Troubles.Select(Printable.Strip));

    private static string? Refusal(DeletionCandidate file, DeletionTerms terms, Lazy<FinalFiles> finals, HashSet<string> finished)
    {
        if (file.Kind == PlotFileKind.Final && (!file.InTemp || file.Plot is null))
        {
            return "it has a plot's final name";
        }

        if (file.PlotId is null && terms.OnlyByPlotId)
        {
            return "its name carries no plot id, so it may be another plot's";
        }

        if (file.PlotId is { } id && terms.InUse.UserOf(id) is { } user)
        {
            return $"{user} is at work with this plot id too";
        }

        if (file.Plot?.Doubt is { } doubt)
        {
            return doubt;
        }

        if (file.Plot?.Begun is { } begun && Oldest(file.File, terms) < begun - Slack)
        {
            return $"it is older than the plotter, which began at {begun.ToOffset(terms.Now.Offset):yyyy-MM-dd HH:mm:ss}";
        }

        return Finished(file, terms, finished) ?? (file.Kind == PlotFileKind.Final ? finals.Value.Refusal(file.File) : null);
    }

    private static string? Finished(DeletionCandidate file, DeletionTerms terms, HashSet<string> finished) =>
        terms.DeleteFinished
            || file.Kind == PlotFileKind.Temp
            || file.Plot is not { } plot
            || (file.Kind == PlotFileKind.Growing && !plot.IsWhole(file.File)) ? null
        : !file.InTemp ? file.PlotId is { } id && finished.Contains(id) ? null : "it may be the only copy of a finished plot"
        : plot.Finished || file.Kind == PlotFileKind.Final ? "it is a finished plot, hours of work"
        : "it is as large as a finished plot";

    // A time is one more no: it never says that nobody works at the file. What has lain there for long may have been given another time of
    // change since, by a copy or a restore; what has just been written has not.
    private static DateTimeOffset Oldest(FileFinding file, DeletionTerms terms) =>
        file.Born is { } born && (born < file.Changed || terms.Quiet is not null) ? born : file.Changed;

    private static string? Recent(IEnumerable<DeletionCandidate> group, FoundFiles found, DeletionTerms terms)
    {
        if (group.All(file => file.EndIsProven))
        {
            return null;
        }

        var youngest = group.Select(file => file.File).Concat(found.Fellows(group.First().Group)).Max(file => file.Changed);
        return terms.Quiet is { } quiet && youngest > terms.Now - quiet
            ? $"a file of this plot was changed at {youngest.ToOffset(terms.Now.Offset):HH:mm}, less than two hours ago: its plotter "
                + "may live where it cannot be seen"
            : null;
    }

    private string? LastRefusal(Machine machine, DeletionCandidate candidate)
    {
        var file = candidate.File;
        if (!_found.IsStillOnItsDrive(machine.Drives, candidate.Folder))
        {
            return "its drive is not the one it was seen on";
        }

        try
        {
            // A link that has taken the name is followed here and shows another identity.
            if (machine.Files.Look(file.Path) is not { } now || now.Identity != file.Identity)
            {
                return "it is no longer the file that was seen";
            }

            if (now.Length != file.Length || now.Changed != file.Changed)
            {
                return "something has written to it since it was listed";
            }

            if (machine.Files.IsOpen(file.Path) == true)
            {
                return "a process has opened it since it was listed";
            }

            machine.Files.Delete(file.Path);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }
}

/// <summary>What a deletion is asked for under.</summary>
public sealed record DeletionTerms(PlotsInUse InUse, DateTimeOffset Now)
{
    /// <summary>Also a finished plot that waits in temp or temp2.</summary>
    public bool DeleteFinished { get; init; }

    /// <summary>A file whose name carries no plot id stays.</summary>
    public bool OnlyByPlotId { get; init; } = true;

    /// <summary>No file of the plot may have changed for so long: its plotter may be in another container or on another host.</summary>
    public TimeSpan? Quiet { get; init; }

    /// <summary>
    /// Processes that are about to be ended, while this is only a forecast: what they have open does not count. Else empty.
    /// </summary>
    public IReadOnlySet<int> Ended { get; init; } = new HashSet<int>();
}

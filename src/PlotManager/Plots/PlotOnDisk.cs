using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Plots;

/// <summary>A plot file where it lies.</summary>
/// <param name="ModifiedAt">Null where there is no such file, or none that can be asked.</param>
/// <param name="Drive">Its mount point; null where that cannot be told.</param>
/// <param name="Identity">The same for two names of one file; null where that cannot be told.</param>
public sealed record PlotOnDisk(string Path, PlotFile File, DateTimeOffset? ModifiedAt, string? Drive, string? Identity)
{
    /// <summary>The plotter, if the farm's history knows the plot.</summary>
    public string? MadeBy { get; init; }

    /// <summary>The last check of the file as it is now; null where none is known.</summary>
    public CheckRecord? Check { get; init; }

    /// <summary>Whether something is wrong with it, by its own bytes or by its last check.</summary>
    public bool IsBad => File.IsBad || Check is { Verdict: CheckVerdict.Bad };

    /// <summary>Whether a harvester sees a file of this name.</summary>
    public bool IsFarmed => PlotName.IsFarmed(File.Name);
}

/// <summary>What plots were found.</summary>
/// <param name="Plots">In the order of their paths, each file once.</param>
/// <param name="Troubles">Folders that could not be read, each with the reason in one line.</param>
public sealed record PlotInventory(IReadOnlyList<PlotOnDisk> Plots, IReadOnlyList<string> Troubles)
{
    /// <summary>
    /// Folders that were not looked at, for their disks sleep: of them the plots are those that an earlier scan has found.
    /// </summary>
    public IReadOnlyList<string> Asleep { get; init; } = [];

    /// <summary>Plots that harvesters find more than once, by their ids.</summary>
    public IReadOnlyList<IGrouping<string, PlotOnDisk>> Duplicates() =>
    [
        .. Plots.Where(plot => plot is { IsFarmed: true, File.Id: not null })
            .GroupBy(plot => plot.File.Id!)
            .Where(same => same.Skip(1).Any()),
    ];
}

using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Plotters;

/// <summary>A plotter as data: one page of YAML, built in or written by the user under <c>plotters:</c> (docs/plotters.md).</summary>
public sealed partial record PlotterProfile
{
    public required string Name { get; init; }

    /// <summary>Further names it may be called by in a config.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What people call the plotter.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the knowledge in the profile comes from: logs of real runs, or documentation alone.</summary>
    public string LearntFrom { get; init; } = "";

    /// <summary>A stand-in's processes count only for the manager whose run they are.</summary>
    public bool StandIn { get; init; }

    /// <summary>The plotter's stages in order; phase n is <c>Phases[n - 1]</c>. Copying is not one of them.</summary>
    public ImmutableArray<PhaseShape> Phases { get; init; } = [];

    /// <summary>Share of the whole that copying to the destination usually takes, on the scale of the phases' weights.</summary>
    public double CopyWeight { get; init; }

    /// <summary>The plot sizes this plotter can make.</summary>
    public KSet K { get; init; } = KSet.None;

    /// <summary>What a job must or may say for this plotter.</summary>
    public JobKeys Keys { get; init; } = JobKeys.None;
    public PlotSizes Sizes { get; init; } = PlotSizes.Unknown;
    public TempSpace TempSpace { get; init; } = TempSpace.Unknown;
    public PlotFileNames Files { get; init; } = PlotFileNames.None;
    public CommandTemplate Command { get; init; } = CommandTemplate.Empty;

    /// <summary>How its processes look; the first form whose executable and words fit is taken.</summary>
    public ImmutableArray<ProcessForm> Processes { get; init; } = [];
    public LogGrammar Log { get; init; } = LogGrammar.Empty;

    /// <summary>Its plots are of the second proof of space, of which other sizes are farmed.</summary>
    public bool IsOfSecondProof => Files.FinalEnds.Contains(".plot2");

    public bool AllowsK(int k) => K.Contains(k);

    /// <summary>False for plotters that work in memory alone: a job need not name a temp directory.</summary>
    public bool NeedsTemp => Keys.Temp == KeyUse.Required;

    /// <summary>False where temp files carry no plot id, so that two runs in one directory would overwrite each other.</summary>
    public bool MayShareTemp => Files.TempFilesCarryPlotId;

    /// <summary>The size of all plots of a plotter that makes one size only; else null.</summary>
    public int? OnlyK => K.Ranges is [var range] && range.First == range.Last ? range.First : null;

    /// <summary>Bytes of one finished plot.</summary>
    /// <param name="compression">The job's compression level, null for none.</param>
    public long FinalBytes(int k, int? compression = null) => Sizes.FinalBytes(k, compression ?? Keys.Compression.Default);

    /// <summary>The most bytes a plot still needs on temp and temp2 once so many phases are over.</summary>
    /// <param name="phasesPassed">0 before and in phase 1; the number of phases while it copies.</param>
    /// <param name="withTemp2">Whether the run has a temp2; without one all is in temp.</param>
    public (long Temp, long Temp2) PeakTemp(int k, int phasesPassed, bool withTemp2) =>
        Keys.Temp != KeyUse.Unused ? TempSpace.Peak(k, phasesPassed, withTemp2, Sizes) : (0, 0);
}

/// <summary>One stage of a plotter.</summary>
/// <param name="Name">In words, such as <c>forward propagation</c>.</param>
/// <param name="Weight">Share of the whole it usually takes, on a scale of the profile's own.</param>
public sealed record PhaseShape(string Name, double Weight);

/// <summary>The profiles that are known, by name; names are compared without case.</summary>
public sealed class ProfileCatalog(IEnumerable<PlotterProfile> profiles)
{
    public ImmutableArray<PlotterProfile> All { get; } = [.. profiles];

    /// <summary>By name, else by another name of it.</summary>
    public PlotterProfile? Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? All.FirstOrDefault(profile => profile.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>By name. One that is not known any more says nothing: none of its files is taken for a plot's.</summary>
    public PlotterProfile Of(string name) => Find(name) ?? new PlotterProfile { Name = name };

    /// <summary>This catalog with the given profiles added, or in the place of those of the same name.</summary>
    public ProfileCatalog With(IEnumerable<PlotterProfile> others)
    {
        var all = All;
        foreach (var other in others)
        {
            var same = all.FirstOrDefault(profile => string.Equals(profile.Name, other.Name, StringComparison.OrdinalIgnoreCase));
            all = same is null ? all.Add(other) : all.Replace(same, other);
        }
        return new ProfileCatalog(all);
    }
}

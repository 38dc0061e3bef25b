using System.Collections.Immutable;

namespace PlotManager.Core.Plotters;

/// <summary>A plotter as data: one page of YAML, built in or written by the user under <c>plotters:</c>.</summary>
public sealed partial record PlotterProfile
{
    public required string Name { get; init; }

    /// <summary>A stand-in's processes count only for the manager whose run they are.</summary>
    public bool StandIn { get; init; }
}

/// <summary>The profiles that are known, by name; names are compared without case.</summary>
public sealed class ProfileCatalog(IEnumerable<PlotterProfile> profiles)
{
    public ImmutableArray<PlotterProfile> All { get; } = [.. profiles];

    public PlotterProfile? Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));
}

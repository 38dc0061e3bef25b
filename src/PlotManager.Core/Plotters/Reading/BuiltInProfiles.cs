using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>The profiles that come with the program: YAML files in exactly the form a user may write under <c>plotters:</c>.</summary>
public static class BuiltInProfiles
{
    // In an order in which each one stands behind the one it is based on.
    private static readonly ImmutableArray<string> Names =
    [
        "chia", "madmax", "bladebit-disk", "bladebit-ram", "bladebit-cuda", "gigahorse-cuda", "gigahorse-cpu", "xchplot2", "pos2", "demo",
        "demo-madmax",
    ];

    private static readonly Lazy<ProfileCatalog> All = new(() => Names.Aggregate(
        new ProfileCatalog([]), (known, name) => known.With([Read(name, known)])));

    public static ProfileCatalog Catalog => All.Value;

    /// <summary>The text of a built-in profile, for people to start their own from.</summary>
    public static string Text(string name) => BuiltInSection.Text($"plotters/{name}.yaml");

    private static PlotterProfile Read(string name, ProfileCatalog known) =>
        BuiltInSection.Read($"plotters/{name}.yaml", ProfileKeys.Shape, section => ProfileReader.Read(name, section, known));
}

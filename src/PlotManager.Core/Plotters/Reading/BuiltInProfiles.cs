using System.Collections.Immutable;
using System.Reflection;
using PlotManager.Core.Keys;
using PlotManager.Core.Yaml;

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
        new ProfileCatalog([]), (known, name) => known.With([Read(name, Text(name), known)])));

    public static ProfileCatalog Catalog => All.Value;

    /// <summary>The text of a built-in profile, for people to start their own from.</summary>
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"plotters/{name}.yaml")
            ?? throw new InvalidOperationException($"there is no built-in profile {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // A built-in profile is part of the program: a fault in it is one of the program's, and no user can mend it.
    private static PlotterProfile Read(string name, string text, ProfileCatalog known)
    {
        var problems = new Problems($"plotters/{name}.yaml");
        var source = new SourceLines(text, []);
        if (YamlDocument.Read(text, problems) is { } root)
        {
            var environment = new ConfigEnvironment("", _ => null, Windows: false);
            var section = Section.Open(root, ProfileKeys.Shape, "", new Core.Keys.Reading(problems, environment, source));
            var profile = ProfileReader.Read(name, section, known);
            if (problems.Sorted(source).IsEmpty)
            {
                return profile;
            }
        }
        throw new InvalidOperationException(string.Join('\n', problems.Sorted(source)));
    }
}

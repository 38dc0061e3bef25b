using PlotManager.Core.Keys;

namespace PlotManager.Core.Checkers.Reading;

/// <summary>The checkers that come with the program: YAML files in exactly the form a user may write under <c>checkers:</c>.</summary>
public static class BuiltInCheckers
{
    // Where the user names none, the first that is there and knows the plot's format is taken.
    private static readonly string[] Names = ["xchplot2", "chia", "proof-of-space", "bladebit-check", "bladebit-validate"];

    private static readonly Lazy<CheckerCatalog> All = new(() => new CheckerCatalog(
        Names.Select(name => BuiltInSection.Read(
            $"checkers/{name}.yaml", CheckerKeys.Shape, section => CheckerReader.Read(name, section)))));

    public static CheckerCatalog Catalog => All.Value;

    /// <summary>The text of a built-in profile, for people to start their own from.</summary>
    public static string Text(string name) => BuiltInSection.Text($"checkers/{name}.yaml");
}

using PlotManager.Core.Yaml;

namespace PlotManager.Configuration;

/// <summary>One thing that was looked at on the machine.</summary>
/// <param name="Subject">A path, or the key path of a setting.</param>
/// <param name="Severity">Null: it is well.</param>
public sealed record MachineFinding(string Subject, Severity? Severity, string Text)
{
    public static MachineFinding Ok(string subject, string text) => new(subject, null, text);

    public static MachineFinding Error(string subject, string text) => new(subject, Core.Yaml.Severity.Error, text);

    public static MachineFinding Warning(string subject, string text) => new(subject, Core.Yaml.Severity.Warning, text);

    /// <summary>What kind of thing it is: "plotters", "drives" or "jobs".</summary>
    public string Group { get; init; } = "jobs";

    public string Word => Severity switch
    {
        Core.Yaml.Severity.Error => "error",
        Core.Yaml.Severity.Warning => "warning",
        _ => "ok",
    };

    public override string ToString() => $"{Subject}: {Word}: {Text}";
}

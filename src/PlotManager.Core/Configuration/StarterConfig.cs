using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;

namespace PlotManager.Core.Configuration;

/// <summary>What a config to start from is made of.</summary>
/// <param name="Location">The plotter's executable.</param>
/// <param name="LogFolder">Folder for the plotters' logs.</param>
/// <param name="Cpus">Logical CPUs of the machine.</param>
public sealed record StarterChoices(
    string Location, PlotterProfile Plotter, ImmutableArray<string> Temp, ImmutableArray<string> Destination, string LogFolder, int Cpus)
{
    /// <summary>What was proposed rather than asked for, one sentence each; they stand at the top of the file.</summary>
    public ImmutableArray<string> Proposals { get; init; } = [];

    /// <summary>What was neither told nor found, one sentence each: a value stands in its place that must be replaced.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>How many plots run at once; null: one for each temp directory.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Why so many.</summary>
    public string? MaxConcurrentReason { get; init; }
}

/// <summary>Writes a config to start from, with every key of it explained in a comment by its own definition.</summary>
public static class StarterConfig
{
    // What chia itself takes where nothing is said, and a size that every plotter of its format makes.
    private const int UsualK = 32;
    private const int UsualBuckets = 128;
    public const int UsualMemoryMiB = 4000;
    public const int UsualThreads = 4;
    private const int UsualStaggerMinutes = 60;
    private const int ManyPlots = 999;

    public static string Write(StarterChoices choices)
    {
        var page = new StringBuilder("# Config of Chia Plot Manager. Look it over, then: plotmanager check, and plotmanager start.\n");
        page.Append("# Blank means not given. docs/configuration.md tells about every key.\n");
        foreach (var missing in choices.Missing)
        {
            page.Append("# TO DO: ").Append(missing).Append('\n');
        }

        foreach (var proposal in choices.Proposals)
        {
            page.Append("# Proposed: ").Append(proposal).Append('\n');
        }

        if (choices.MaxConcurrentReason is { } reason)
        {
            page.Append("# Proposed: max_concurrent ").Append(Text(Runs(choices))).Append(", ").Append(reason).Append('\n');
        }

        var values = Values(choices);
        foreach (var key in ConfigKeys.Root.Keys.Where(key => key != ConfigKeys.ProgressSection && !ConfigKeys.HoldsProfiles(key)))
        {
            page.Append('\n');
            Comment(page, "", key);
            if (key.Type.Inner is not { } shape)
            {
                Line(page, "", key, values);
            }
            else if (key == ConfigKeys.Jobs)
            {
                Job(page, shape, values);
            }
            else
            {
                page.Append(key.Name).Append(":\n");
                Keys(page, "  ", shape, values);
            }
        }
        return page.ToString();
    }

    private static int Runs(StarterChoices choices) => choices.MaxConcurrent ?? Math.Max(1, choices.Temp.Length);

    private static Dictionary<Key, string> Values(StarterChoices choices)
    {
        var keys = choices.Plotter.Keys;
        var runs = Runs(choices);
        return new Dictionary<Key, string>
        {
            [ConfigKeys.ChiaLocation] = Quoted(choices.Location),
            [ConfigKeys.Backend] = choices.Plotter.Name,
            [ConfigKeys.Log.FolderPath] = Quoted(choices.LogFolder),
            [ConfigKeys.Global.MaxConcurrent] = Text(runs),
            [ConfigKeys.Global.MaxForPhase1] = Text(runs),
            [JobEntryKeys.Name] = "first",
            [JobEntryKeys.MaxPlots] = Text(ManyPlots),
            [JobEntryKeys.Temp] = List(choices.Temp),
            [JobEntryKeys.Destination] = List(choices.Destination),
            [JobEntryKeys.Size] = Text(
                choices.Plotter.AllowsK(UsualK) || choices.Plotter.K.Ranges.IsEmpty ? UsualK : choices.Plotter.K.Ranges[0].First),
            [JobEntryKeys.Threads] = Number(keys.Threads, Math.Clamp(choices.Cpus, 1, UsualThreads)),
            [JobEntryKeys.Buckets] = Number(keys.Buckets, UsualBuckets),
            [JobEntryKeys.MemoryBuffer] = Number(keys.MemoryBuffer, UsualMemoryMiB),
            [JobEntryKeys.MaxConcurrent] = Text(runs),
            [JobEntryKeys.CleanUpFailed] = "true",
            [JobEntryKeys.StaggerMinutes] = Text(runs > 1 ? UsualStaggerMinutes : 0),
        };
    }

    private static void Job(StringBuilder page, SectionShape shape, Dictionary<Key, string> values)
    {
        page.Append("jobs:\n");
        var job = new StringBuilder();
        Keys(job, "    ", shape, values);
        // The dash stands before the first key, behind that key's comment.
        var first = job.ToString().IndexOf($"    {JobEntryKeys.Name.Name}:", StringComparison.Ordinal);
        job[first + 2] = '-';
        page.Append(job);
    }

    private static void Keys(StringBuilder page, string indent, SectionShape shape, Dictionary<Key, string> values)
    {
        foreach (var key in shape.Keys)
        {
            Comment(page, indent, key);
            Line(page, indent, key, values);
        }
    }

    private static void Line(StringBuilder page, string indent, Key key, Dictionary<Key, string> values)
    {
        var value = values.GetValueOrDefault(key)
            ?? (key.DefaultValue is { } usual ? key.Type is KeyType<string> ? Quoted(key.Type.Show(usual)) : key.Type.Show(usual) : "");
        page.Append(indent).Append(key.Name).Append(':').Append(value.Length > 0 ? " " : "").Append(value).Append('\n');
    }

    private static void Comment(StringBuilder page, string indent, Key key)
    {
        page.Append(indent).Append("# ").Append(key.Description);
        if (key.Type.Inner is null)
        {
            page.Append(" (").Append(key.Type.Name).Append(key.DefaultNote is { } note ? $"; blank: {note}" : "").Append(')');
        }

        page.Append('\n');
    }

    // Within what the plotter takes; nothing where it takes none.
    private static string Number(NumberKey key, int usual) => key.Use == KeyUse.Unused
        ? ""
        : Text(key.Default ?? Math.Clamp(usual, key.Least ?? int.MinValue, Math.Max(key.Least ?? int.MinValue, key.Most ?? int.MaxValue)));

    private static string List(ImmutableArray<string> paths) => paths switch
    {
        [] => "",
        [var one] => Quoted(one),
        _ => $"[{string.Join(", ", paths.Select(Quoted))}]",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;

namespace PlotManager.Core.Plotters;

/// <summary>The arguments of a plotter, as a profile writes them: one item after another, each kept or left out as a whole.</summary>
public sealed record CommandTemplate(ImmutableArray<CommandItem> Items)
{
    public static CommandTemplate Empty { get; } = new([]);

    /// <summary>Executables that stand in for the plotter's for some sizes, such as <c>chia_plot_k34</c> beside <c>chia_plot</c>.</summary>
    public ImmutableArray<(KSet K, string Name)> ExecutableFor { get; init; } = [];
}

/// <summary>
/// Some arguments that belong together, such as <c>-k {k}</c>. They are left out when a value they name is not there or when the
/// condition does not hold.
/// </summary>
public sealed record CommandItem(ImmutableArray<string> Words, CommandCondition? If);

/// <summary><c>bitfield</c>, <c>not bitfield</c>, <c>k != 32</c>, <c>plots &gt; 1</c>.</summary>
public sealed record CommandCondition(string Field, string Comparison, double Number)
{
    private static readonly ImmutableArray<string> Comparisons = ["=", "!=", ">=", "<=", ">", "<"];

    /// <summary>Null if the text is no condition.</summary>
    public static CommandCondition? Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var field] when CommandFields.IsKnown(field) => new CommandCondition(field, "!=", 0),
        ["not", var field] when CommandFields.IsKnown(field) => new CommandCondition(field, "=", 0),
        [var field, var comparison, var number] when CommandFields.IsKnown(field) && Comparisons.Contains(comparison)
            && double.TryParse(number, out var value) => new CommandCondition(field, comparison, value),
        _ => null,
    };

    /// <summary>A value that is not there counts as 0, a text that is there as 1.</summary>
    public bool Holds(double value) => Comparison switch
    {
        "=" => value == Number,
        "!=" => value != Number,
        ">=" => value >= Number,
        "<=" => value <= Number,
        ">" => value > Number,
        _ => value < Number,
    };
}

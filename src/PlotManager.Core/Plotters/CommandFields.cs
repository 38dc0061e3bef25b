using System.Collections.Immutable;

namespace PlotManager.Core.Plotters;

/// <summary>The names that a command template may use in braces, besides <c>extra_args</c>.</summary>
public static class CommandFields
{
    public static ImmutableArray<string> Names { get; } =
    [
        "k", "plots", "threads", "buckets", "memory_buffer", "compression", "threadX_p2", "buckets_p3", "temp", "temp/", "temp2",
        "temp2/", "destination", "destination/", "farmer_public_key", "pool_public_key", "pool_contract_address", "bitfield",
        "exclude_final_directory",
    ];

    public static bool IsKnown(string name) => Names.Contains(name);
}

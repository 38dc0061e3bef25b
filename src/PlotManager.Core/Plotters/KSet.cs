using System.Collections.Immutable;
using System.Globalization;

namespace PlotManager.Core.Plotters;

/// <summary>A set of plot sizes, written as <c>25, 32..35</c>.</summary>
public sealed record KSet(ImmutableArray<(int First, int Last)> Ranges)
{
    /// <summary>No plotter takes sizes beyond these: a plot of k 63 would not fit the largest file.</summary>
    public const int Smallest = 1;
    public const int Largest = 62;

    public static KSet None { get; } = new([]);

    public bool Contains(int k) => Ranges.Any(range => k >= range.First && k <= range.Last);

    /// <summary>Null if the text is not such a set.</summary>
    public static KSet? Parse(string text)
    {
        var ranges = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split("..", StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryK(ends[0], out var first) || !TryK(ends[^1], out var last) || last < first)
            {
                return null;
            }

            ranges.Add((first, last));
        }
        return ranges.Count == 0 ? null : new KSet(ranges.ToImmutable());
    }

    /// <summary>For people: <c>25, 32 to 50</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First} to {range.Last}"));

    private static bool TryK(string text, out int k) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out k) && k is >= Smallest and <= Largest;
}

using System.Collections.Immutable;

namespace PlotManager.Core.Farm;

/// <summary>
/// What stands in a row and means nothing to this version: a word of a newer one, or a number out of range. In the record there is a
/// substitute; as long as nothing else takes its place, the row is written back with what stood there.
/// </summary>
public sealed record UnreadValues(ImmutableArray<UnreadValue> Values)
{
    public static UnreadValues None { get; } = new([]);

    /// <summary>What is to be written to this column in place of the substitute.</summary>
    public object? Kept(string column, object? value)
    {
        foreach (var unread in Values)
        {
            if (unread.Column == column && Equals(unread.Substitute, value))
            {
                return unread.Original;
            }
        }

        return value;
    }
}

/// <param name="Substitute">As it would be written.</param>
public sealed record UnreadValue(string Column, object Original, object? Substitute);

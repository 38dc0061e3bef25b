using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PlotManager.Journal.Sqlite;

/// <summary>
/// Reads the values of one row. One that means nothing to this version is replaced and kept: see <see cref="UnreadValues"/>.
/// </summary>
internal sealed class RowReader(SqliteDataReader row)
{
    private static readonly long Earliest = DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds();
    /// <summary>Later instants, in milliseconds since 1970, are none.</summary>
    public static readonly long Latest = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private List<UnreadValue>? _unread;

    public UnreadValues Unread => _unread is null ? UnreadValues.None : new UnreadValues([.. _unread]);

    /// <exception cref="SqliteException">There is none: the file is damaged.</exception>
    public string Required(string column) =>
        Text(column) ?? throw new SqliteException($"a row has no {column}", SQLitePCL.raw.SQLITE_CORRUPT);

    public string? Text(string column) => Value(column) as string;

    public long? Long(string column) => Value(column) as long?;

    public int Count(string column) => Integer(column, 0) ?? 0;

    /// <summary>A whole number from <paramref name="least"/> on.</summary>
    public int? Integer(string column, int least = int.MinValue) =>
        Long(column) is not { } number ? null
        : number >= least && number <= int.MaxValue ? (int)number
        : Keep<int?>(column, number, least == 0 ? 0 : null);

    /// <summary>Seconds or another measure that is no less than 0.</summary>
    public double? Number(string column) =>
        Value(column) is not double number ? null : double.IsFinite(number) && number >= 0 ? number : Keep<double?>(column, number, null);

    public DateTimeOffset? Instant(string column) =>
        Long(column) is not { } milliseconds ? null
        : milliseconds >= Earliest && milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : Keep<DateTimeOffset?>(column, milliseconds, null);

    /// <summary>One of the words of <typeparamref name="T"/>; null if there is none.</summary>
    /// <param name="unknown">Stands for a word of a newer version.</param>
    public T? Word<T>(string column, T unknown)
        where T : struct, Enum =>
        Text(column) is not { } word ? null : Words<T>.Of(word) ?? Keep<T>(column, word, unknown, $"{unknown}");

    /// <summary>Numbers with commas between them.</summary>
    public ImmutableArray<T> List<T>(string column, Func<string, T?> read, Func<T, bool> isSound)
        where T : struct
    {
        if (Text(column) is not { Length: > 0 } list)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<T>();
        foreach (var part in list.Split(','))
        {
            if (read(part) is not { } value || !isSound(value))
            {
                return Keep<ImmutableArray<T>>(column, list, [], "");
            }

            found.Add(value);
        }

        return found.ToImmutable();
    }

    public ImmutableArray<double> Seconds(string column) => List<double>(
        column,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        number => double.IsFinite(number) && number >= 0);

    /// <summary>Empty entries are instants that nobody knows.</summary>
    public ImmutableArray<DateTimeOffset?> Instants(string column) =>
    [
        .. List<long>(
            column,
            text => text.Length == 0
                ? -1
                : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            number => number == -1 || (number >= Earliest && number <= Latest)).Select(number => number == -1
                ? (DateTimeOffset?)null
                : DateTimeOffset.FromUnixTimeMilliseconds(number)),
    ];

    private object Value(string column)
    {
        try
        {
            return row[column];
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SqliteException($"no such column: {column}", SQLitePCL.raw.SQLITE_ERROR);
        }
    }

    private T Keep<T>(string column, object original, T substitute) => Keep(column, original, substitute, substitute);

    private T Keep<T>(string column, object original, T substitute, object? written)
    {
        (_unread ??= []).Add(new UnreadValue(column, original, written));
        return substitute;
    }

    private static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Known = Enum.GetValues<T>().ToDictionary(value => $"{value}");

        public static T? Of(string word) => Known.TryGetValue(word, out var value) ? value : null;
    }
}

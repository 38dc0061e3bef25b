namespace PlotManager.Display;

/// <summary>One column. Columns stand in the order given and are chosen by rank when the width does not do for all.</summary>
/// <param name="Rank">0: always shown; the higher, the sooner it is left out.</param>
internal sealed record Column<T>(string Title, int Rank, Func<T, Line> Cell)
{
    public bool Right { get; init; }

    /// <summary>May be cut down to so many columns before another column is left out; null: never cut.</summary>
    public int? Least { get; init; }

    /// <summary>Never wider than so many columns.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Draws the cell for the width it gets: what takes the room that is left, <see cref="Least"/> up to <see cref="Most"/>.</summary>
    public Func<T, int, Line>? Draw { get; init; }

    /// <summary>The end of a cell tells more than its beginning (paths).</summary>
    public bool KeepTail { get; init; }
}

/// <summary>Rows under titles, fitted to a width: no row is ever wider, none is wrapped.</summary>
internal static class Table
{
    private const int Gap = 2;

    /// <summary>The titles, then one line a row.</summary>
    public static IReadOnlyList<Line> Lay<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int width, string ellipsis)
    {
        var fitted = Fit(columns, rows, width);
        var lines = new List<Line>(rows.Count + 1) { Row(fitted, (column, room) => Title(column, room), width, ellipsis) };
        foreach (var row in rows)
        {
            lines.Add(Row(fitted, (column, room) => column.Draw is { } draw ? draw(row, room) : column.Cell(row), width, ellipsis));
        }

        return lines;
    }

    // What heads a drawn column explains its signs: in full or not at all.
    private static Line Title<T>(Column<T> column, int room) =>
        column.Draw is not null && Printable.Width(column.Title) > room ? Line.Empty : Line.Of(column.Title, Ink.Dim);

    private sealed record Fitted<T>(Column<T> Column, int Width);

    private static List<Fitted<T>> Fit<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int width)
    {
        var natural = columns.ToDictionary(
            column => column,
            column => column.Draw is null
                ? Natural(column, rows)
                : column.Most);
        var least = columns.ToDictionary(column => column, column => Math.Min(natural[column], column.Least ?? int.MaxValue));

        var kept = new HashSet<Column<T>>();
        var used = -Gap;
        foreach (var column in columns.OrderBy(column => column.Rank))
        {
            // A column that is always empty says nothing: it is left out.
            if (natural[column] == 0 || (column.Rank > 0 && used + Gap + least[column] > width))
            {
                continue;
            }

            kept.Add(column);
            used += Gap + least[column];
        }

        var widths = kept.ToDictionary(column => column, column => least[column]);
        foreach (var column in columns.Where(kept.Contains).OrderBy(column => column.Draw is null ? 0 : 1).ThenBy(column => column.Rank))
        {
            var more = Math.Clamp(width - used, 0, natural[column] - widths[column]);
            widths[column] += more;
            used += more;
        }

        return [.. columns.Where(kept.Contains).Select(column => new Fitted<T>(column, widths[column]))];
    }

    // As wide as the widest cell or the title; 0 if no row has anything to say.
    private static int Natural<T>(Column<T> column, IReadOnlyList<T> rows)
    {
        var widest = rows.Select(row => column.Cell(row).Width).DefaultIfEmpty().Max();
        return widest == 0 ? 0 : Math.Min(column.Most, Math.Max(widest, Printable.Width(column.Title)));
    }

    private static Line Row<T>(List<Fitted<T>> fitted, Func<Column<T>, int, Line> content, int width, string ellipsis)
    {
        var line = Line.Empty;
        foreach (var (column, room) in fitted)
        {
            if (!line.Spans.IsEmpty || column != fitted[0].Column)
            {
                line = line.Add(new string(' ', Gap));
            }

            var cell = content(column, room);
            cell = column.KeepTail && cell.Width > room && cell.Spans is [var only]
                ? Line.Of(ellipsis + Printable.Tail(only.Text, room - Printable.Width(ellipsis)), only.Ink)
                : cell.Cut(room, ellipsis);
            line = line.Add(cell.Pad(room, column.Right));
        }

        return line.Cut(width, ellipsis);
    }
}

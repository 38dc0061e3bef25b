namespace PlotManager.Display.Terminal;

/// <summary>One column. Columns stand in the order given and are chosen by rank when the width does not do for all.</summary>
/// <param name="Rank">0: always shown; the higher, the sooner it is left out.</param>
internal sealed record Column<T>(string Title, int Rank, Func<T, Line> Cell)
{
    public bool Right { get; init; }

    /// <summary>May be cut down to so many columns before another column is left out; null: never cut.</summary>
    public int? Least { get; init; }

    /// <summary>Never wider than so many columns.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>
    /// Draws the cell for the width it gets: what takes the room that is left, <see cref="Least"/> up to <see cref="Most"/>.
    /// </summary>
    public Func<T, int, Line>? Draw { get; init; }

    /// <summary>The end of a cell tells more than its beginning (paths).</summary>
    public bool KeepTail { get; init; }

    /// <summary>What the cell is reduced to before a column of a lower rank is cut; null: it is not.</summary>
    public Func<T, Line>? Short { get; init; }
}

/// <summary>Rows under titles, fitted to a width: no row is ever wider, none is wrapped.</summary>
internal static class Table
{
    private const int Gap = 2;

    /// <summary>The titles, then one line a row.</summary>
    public static IReadOnlyList<Line> Lay<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int width, string ellipsis)
    {
        var fitted = Fit(columns, rows, width);
        var lines = new List<Line>(rows.Count + 1)
        {
            Row(fitted, (column, room) => Title(column, room), width, ellipsis, keepTails: false),
        };
        foreach (var row in rows)
        {
            lines.Add(Row(
                fitted, (column, room) => column.Draw is { } draw ? draw(row, room) : column.Cell(row), width, ellipsis, keepTails: true));
        }

        return lines;
    }

    // What heads a drawn column explains its signs: in full or not at all.
    private static Line Title<T>(Column<T> column, int room) =>
        column.Draw is not null && Columns.Width(column.Title) > room ? Line.Empty : Line.Of(column.Title, Ink.Dim);

    /// <summary>A column and the width it gets.</summary>
    private sealed class Fitted<T>(Column<T> column, int natural)
    {
        public Column<T> Column { get; private set; } = column;
        public int Natural { get; private set; } = natural;
        public int Width { get; set; } = Math.Min(natural, column.Least ?? int.MaxValue);

        public void Shorten(IReadOnlyList<T> rows)
        {
            Column = Column with { Cell = Column.Short!, Short = null, Least = null };
            Natural = Table.Natural(Column, rows);
            Width = Natural;
        }
    }

    private static List<Fitted<T>> Fit<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int width)
    {
        // A column that is always empty says nothing: it is left out.
        var kept = columns.Select(column => new Fitted<T>(column, column.Draw is null ? Natural(column, rows) : column.Most))
            .Where(fitted => fitted.Natural > 0)
            .ToList();
        var used = -Gap;
        foreach (var fitted in kept.OrderBy(fitted => fitted.Column.Rank).ToList())
        {
            if (fitted.Column.Rank > 0 && used + Gap + fitted.Width > width)
            {
                kept.Remove(fitted);
            }
            else
            {
                used += Gap + fitted.Width;
            }
        }

        Grow(kept, width);
        foreach (var wordy in kept.Where(fitted => fitted.Column.Short is not null).ToList())
        {
            if (kept.Exists(fitted =>
                fitted.Column.Rank < wordy.Column.Rank && fitted.Column.Draw is null && fitted.Width < fitted.Natural))
            {
                wordy.Shorten(rows);
                Grow(kept, width);
            }
        }

        return kept;
    }

    // What is left of the width goes to the columns that are cut, by rank, then to those that take any width.
    private static void Grow<T>(List<Fitted<T>> kept, int width)
    {
        var used = kept.Sum(fitted => fitted.Width + Gap) - Gap;
        foreach (var fitted in kept.OrderBy(fitted => fitted.Column.Draw is null ? 0 : 1).ThenBy(fitted => fitted.Column.Rank))
        {
            var more = Math.Clamp(width - used, 0, fitted.Natural - fitted.Width);
            fitted.Width += more;
            used += more;
        }
    }

    // As wide as the widest cell or the title; 0 if no row has anything to say.
    private static int Natural<T>(Column<T> column, IReadOnlyList<T> rows)
    {
        var widest = rows.Select(row => column.Cell(row).Width).DefaultIfEmpty().Max();
        return widest == 0 ? 0 : Math.Min(column.Most, Math.Max(widest, Columns.Width(column.Title)));
    }

    private static Line Row<T>(List<Fitted<T>> fitted, Func<Column<T>, int, Line> content, int width, string ellipsis, bool keepTails)
    {
        var line = Line.Empty;
        foreach (var one in fitted)
        {
            if (!line.Spans.IsEmpty || one != fitted[0])
            {
                line = line.Add(new string(' ', Gap));
            }

            var (column, room) = (one.Column, one.Width);
            var cell = content(column, room);
            cell = keepTails && column.KeepTail && cell.Width > room && cell.Spans is [var only]
                ? Line.Of(ellipsis + Columns.Tail(only.Text, room - Columns.Width(ellipsis)), only.Ink)
                : cell.Cut(room, ellipsis);
            line = line.Add(cell.Pad(room, column.Right));
        }

        return line.Cut(width, ellipsis);
    }
}

using System.Collections.Immutable;
using PlotManager.Display.Terminal;

namespace PlotManager.Display;

/// <summary>How a screen is put together: sections apart by an empty row, in the live view the message and the keys at its foot.</summary>
internal static class ScreenLayout
{
    private const string Gap = "  ";

    /// <summary>The keys of the farm's screen, and how soon each is left out on a narrow one.</summary>
    public static readonly ImmutableArray<(string Text, int Rank)> FarmKeys =
    [
        ("Enter open", 3), ("Tab pane", 6), ("e explain", 4), ("h history", 4), ("/ filter", 7), ("o order", 8), ("s suspend", 5),
        ("k kill", 5), ("p pause", 6), ("? help", 1), ("q quit", 0),
    ];

    /// <summary>The keys of a page over the farm's screen.</summary>
    public static readonly ImmutableArray<(string Text, int Rank)> PageKeys =
    [
        ("Esc back", 1), ("arrows scroll", 3), ("Home", 4), ("End", 4), ("? help", 2), ("q quit", 0),
    ];

    /// <summary>Rows of the foot: what the live view keeps for the keys and, where there is one, for the message.</summary>
    public static int FrameRows(ScreenOptions options) => !HasFoot(options) ? 0 : Message(options) is null ? 1 : 2;

    /// <param name="targets">What stands in which line, for the mouse.</param>
    public static Screen Finish(
        IReadOnlyList<IReadOnlyList<Line>> sections, ImmutableArray<(string Text, int Rank)> keys,
        IReadOnlyDictionary<Line, ScreenTarget> targets, ScreenOptions options)
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        var aims = ImmutableArray.CreateBuilder<ScreenTarget?>();
        void Add(Line line)
        {
            lines.Add(Line.Of(" ").Add(line).Cut(options.Width, options.Glyphs.Ellipsis));
            aims.Add(targets.GetValueOrDefault(line));
        }

        foreach (var section in sections.Where(section => section.Count > 0))
        {
            if (lines.Count > 0)
            {
                lines.Add(Line.Empty);
                aims.Add(null);
            }

            foreach (var line in section)
            {
                Add(line);
            }
        }

        var room = options.Height is { } height ? height - FrameRows(options) : lines.Count;
        while (lines.Count > room)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        // The foot stays in its place, however much there is to show.
        while (HasFoot(options) && lines.Count < room)
        {
            lines.Add(Line.Empty);
        }

        if (Message(options) is { } message)
        {
            Add(message);
        }

        if (HasFoot(options))
        {
            Add(Keys(keys, options.Width - 2));
        }

        return new Screen(lines.ToImmutable(), [], 0, 0) { Targets = aims.ToImmutable() };
    }

    private static bool HasFoot(ScreenOptions options) => options.Live && options.Height is null or > 4;

    private static Line? Message(ScreenOptions options) =>
        !HasFoot(options) ? null
        : options.Message is { Length: > 0 } words ? Line.Of(words, Ink.Title)
        : options.Typing ? Line.Of("/" + options.Filter, Ink.Title).Add(options.Glyphs.Cursor, Ink.Dim)
        : options.Filter.Length > 0 ? Line.Of($"only runs with '{options.Filter}'; Esc shows all", Ink.Dim)
        : null;

    private static Line Keys(ImmutableArray<(string Text, int Rank)> keys, int width)
    {
        var kept = keys.ToList();
        while (kept.Count > 1 && kept.Sum(key => Columns.Width(key.Text) + Gap.Length) - Gap.Length > width)
        {
            kept.RemoveAt(kept.FindLastIndex(key => key.Rank == kept.Max(other => other.Rank)));
        }

        var line = Line.Empty;
        foreach (var (text, _) in kept)
        {
            var name = text.Split(' ')[0];
            line = line.Add(line.Width > 0 ? Gap : "").Add(name, Ink.Key).Add(text[name.Length..], Ink.Dim);
        }

        return line;
    }
}

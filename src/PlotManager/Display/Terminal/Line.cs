using System.Collections.Immutable;
using PlotManager.Core.Text;

namespace PlotManager.Display.Terminal;

/// <summary>What a piece of text means; <see cref="Painter"/> says how that looks.</summary>
public enum Ink
{
    Plain,
    Dim,
    Title,
    Good,
    Warning,
    Bad,
    Bar,
    Used,
    Promised,
    Free,
    Selected,

    /// <summary>The name of a key.</summary>
    Key,

    /// <summary>Phases of a plot on a timeline.</summary>
    Phase1,
    Phase2,
    Phase3,
    Phase4,
}

public readonly record struct Span(string Text, Ink Ink)
{
    public int Width => Columns.Width(Text);
}

/// <summary>One row of a screen: spans of text, free of control codes, never with a line end.</summary>
public sealed class Line
{
    public static readonly Line Empty = new([], 0);

    private Line(ImmutableArray<Span> spans, int width)
    {
        Spans = spans;
        Width = width;
    }

    public ImmutableArray<Span> Spans { get; }

    /// <summary>Columns of a terminal.</summary>
    public int Width { get; }

    public static Line Of(string text, Ink ink = Ink.Plain) => Empty.Add(text, ink);

    public Line Add(string text, Ink ink = Ink.Plain)
    {
        var clean = Printable.Strip(text);
        return clean.Length == 0 ? this : new Line(Spans.Add(new Span(clean, ink)), Width + Columns.Width(clean));
    }

    public Line Add(Line other) => other.Spans.IsEmpty ? this : new Line(Spans.AddRange(other.Spans), Width + other.Width);

    /// <summary>At most so many columns wide; what was cut ends in the ellipsis.</summary>
    public Line Cut(int width, string ellipsis)
    {
        if (Width <= width)
        {
            return this;
        }

        var room = Math.Max(0, width - Columns.Width(ellipsis));
        var kept = ImmutableArray.CreateBuilder<Span>();
        var ink = Ink.Plain;
        foreach (var span in Spans)
        {
            ink = span.Ink;
            var head = Columns.Head(span.Text, room);
            if (head.Length > 0)
            {
                kept.Add(span with { Text = head });
            }

            room -= Columns.Width(head);
            if (head.Length < span.Text.Length)
            {
                break;
            }
        }

        kept.Add(new Span(Columns.Head(ellipsis, width), ink));
        return new Line(kept.ToImmutable(), kept.Sum(span => span.Width));
    }

    public Line Pad(int width, bool right = false)
    {
        var blanks = width - Width;
        return blanks <= 0 ? this : right ? Of(new string(' ', blanks)).Add(this) : Add(new string(' ', blanks));
    }

    /// <summary>The same in rows of at most so many columns, broken between words; the further ones begin with blanks.</summary>
    public IEnumerable<Line> Wrap(int width, int indent)
    {
        var line = Empty;
        var begun = 0;
        foreach (var (text, ink) in Spans.SelectMany(span => Words(span.Text).Select(word => (word, span.Ink))))
        {
            if (line.Width > begun && line.Width + Columns.Width(text.TrimEnd()) > width)
            {
                yield return line.TrimEnd();
                line = Of(new string(' ', Math.Min(indent, width / 2)));
                begun = line.Width;
            }

            line = line.Add(text, ink);
        }

        yield return line.TrimEnd();
    }

    // Each with the blanks behind it.
    private static IEnumerable<string> Words(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var to = from;
            while (to < text.Length && text[to] == ' ')
            {
                to++;
            }

            while (to < text.Length && text[to] != ' ')
            {
                to++;
            }

            while (to < text.Length && text[to] == ' ')
            {
                to++;
            }

            yield return text[from..to];
            from = to;
        }
    }

    /// <summary>Without blanks at its end.</summary>
    public Line TrimEnd()
    {
        var spans = Spans;
        while (spans is [.., var last] && last.Text.EndsWith(' '))
        {
            var text = last.Text.TrimEnd();
            spans = text.Length == 0 ? spans.RemoveAt(spans.Length - 1) : spans.SetItem(spans.Length - 1, last with { Text = text });
        }

        return new Line(spans, spans.Sum(span => span.Width));
    }

    /// <summary>The text alone, without blanks at its end.</summary>
    public override string ToString() => string.Concat(TrimEnd().Spans.Select(span => span.Text));
}

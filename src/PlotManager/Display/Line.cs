using System.Collections.Immutable;
using System.Text;

namespace PlotManager.Display;

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
}

public readonly record struct Span(string Text, Ink Ink)
{
    public int Width => Printable.Width(Text);
}

/// <summary>One row of a screen: spans of text, free of control codes, never with a line end.</summary>
public sealed record Line(ImmutableArray<Span> Spans)
{
    public static readonly Line Empty = new(ImmutableArray<Span>.Empty);

    public int Width { get; } = Spans.Sum(span => span.Width);

    public static Line Of(string text, Ink ink = Ink.Plain) => text.Length == 0 ? Empty : new([new Span(Printable.Strip(text), ink)]);

    public Line Add(string text, Ink ink = Ink.Plain) => text.Length == 0 ? this : new(Spans.Add(new Span(Printable.Strip(text), ink)));

    public Line Add(Line other) => other.Spans.IsEmpty ? this : new(Spans.AddRange(other.Spans));

    public Line Inked(Ink ink) => new([.. Spans.Select(span => span with { Ink = ink })]);

    /// <summary>At most so many columns wide; what was cut ends in the ellipsis.</summary>
    public Line Cut(int width, string ellipsis)
    {
        if (Width <= width)
        {
            return this;
        }

        var room = Math.Max(0, width - Printable.Width(ellipsis));
        var kept = ImmutableArray.CreateBuilder<Span>();
        var ink = Ink.Plain;
        foreach (var span in Spans)
        {
            ink = span.Ink;
            var head = Printable.Head(span.Text, room);
            if (head.Length > 0)
            {
                kept.Add(span with { Text = head });
            }

            room -= Printable.Width(head);
            if (head.Length < span.Text.Length)
            {
                break;
            }
        }

        kept.Add(new Span(Printable.Head(ellipsis, width), ink));
        return new Line(kept.ToImmutable());
    }

    public Line Pad(int width, bool right = false)
    {
        var blanks = width - Width;
        return blanks <= 0 ? this : right ? Of(new string(' ', blanks)).Add(this) : Add(new string(' ', blanks));
    }

    /// <summary>The text alone, without blanks at its end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var span in Spans)
        {
            text.Append(span.Text);
        }

        return text.ToString().TrimEnd();
    }
}

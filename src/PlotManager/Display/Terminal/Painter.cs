using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PlotManager.Display.Terminal;

/// <summary>
/// Turns lines into what an output can show. Spectre knows what that is: no codes at all into a pipe, no colours with NO_COLOR.
/// </summary>
public static class Painter
{
    /// <summary>Colours of the terminal's own sixteen, so that they suit dark and light themes alike.</summary>
    public static Style StyleOf(Ink ink) => ink switch
    {
        Ink.Dim => new Style(decoration: Decoration.Dim),
        Ink.Title => new Style(decoration: Decoration.Bold),
        Ink.Good => new Style(Color.Green),
        Ink.Warning => new Style(Color.Olive),
        Ink.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        Ink.Bar => new Style(Color.Teal),
        Ink.Used => new Style(Color.Navy),
        Ink.Promised => new Style(Color.Olive),
        Ink.Free => new Style(decoration: Decoration.Dim),
        Ink.Selected => new Style(decoration: Decoration.Bold),
        Ink.Key => new Style(decoration: Decoration.Bold),
        Ink.Phase1 => new Style(Color.Teal),
        Ink.Phase2 => new Style(Color.Olive),
        Ink.Phase3 => new Style(Color.Green),
        Ink.Phase4 => new Style(Color.Purple),
        _ => Style.Plain,
    };

    /// <summary>
    /// The lines as a renderable. None is cut: tables and screens have been fitted, and of a sentence no word may be missing.
    /// </summary>
    public static IRenderable Renderable(IEnumerable<Line> lines) => new Block([.. lines]);

    /// <summary>Text alone, one row a line, no blanks at the ends.</summary>
    public static string Plain(IEnumerable<Line> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    internal sealed class Block(IReadOnlyList<Line> lines, bool ended = true) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            foreach (var line in lines)
            {
                foreach (var span in line.TrimEnd().Spans)
                {
                    yield return new Segment(span.Text, StyleOf(span.Ink));
                }

                if (ended)
                {
                    yield return Segment.LineBreak;
                }
            }
        }
    }
}

/// <summary>Paints line after line with the codes that a colour system allows.</summary>
internal sealed class LinePainter
{
    private readonly StringBuilder _text = new();
    private readonly IAnsiConsole _console;

    public LinePainter(ColorSystemSupport colors)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(new StringWriter(_text)),
        });
    }

    /// <summary>Without a line end.</summary>
    public string Paint(Line line)
    {
        _console.Profile.Width = Math.Max(1, line.Width);
        _console.Write(new Painter.Block([line], ended: false));
        var painted = _text.ToString();
        _text.Clear();
        return painted;
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Pictures;

/// <summary>
/// A screen as SVG that looks the same in every browser, whatever its monospaced font: each letter has a place of its own, so that no
/// run of blanks collapses and no word is stretched, and bars are drawn and not written.
/// </summary>
internal static class ScreenPicture
{
    public const double LetterWidth = 8.4;

    private const double LineHeight = 18, Margin = 14, Baseline = 13.5;

    public static string Draw(IReadOnlyList<Line> lines, int columns)
    {
        var (width, height) = ((columns * LetterWidth) + (2 * Margin), (lines.Count * LineHeight) + (2 * Margin));
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" width="{width:0}" height="{height:0}">
            <rect width="100%" height="100%" rx="8" fill="#1b1f27"/>
            <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" shape-rendering="crispEdges">

            """);
        for (var row = 0; row < lines.Count; row++)
        {
            var column = 0;
            foreach (var span in lines[row].TrimEnd().Spans)
            {
                Draw(picture, span, row, column);
                column += span.Width;
            }
        }

        return picture.Append("</g></svg>\n").ToString().ReplaceLineEndings("\n");
    }

    private static void Draw(StringBuilder picture, Span span, int row, int column)
    {
        var (colour, weight, opacity) = Look(span.Ink);
        var style = $"fill=\"{colour}\"{weight}{opacity}";
        for (var from = 0; from < span.Text.Length;)
        {
            var to = from;
            if (Bar(span.Text[from]) is { } bar)
            {
                while (to < span.Text.Length && span.Text[to] == span.Text[from])
                {
                    to++;
                }

                var bars = (to - from) * LetterWidth * bar.Width;
                picture.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(column + from):0.0}\" y=\"{Y(row) + 2:0.0}\" ")
                    .Append(CultureInfo.InvariantCulture, $"width=\"{bars:0.0}\" height=\"{LineHeight - 5}\" ")
                    .Append(CultureInfo.InvariantCulture, $"fill=\"{colour}\" opacity=\"{bar.Opacity:0.##}\"/>\n");
            }
            else
            {
                while (to < span.Text.Length && span.Text[to] != ' ' && Bar(span.Text[to]) is null)
                {
                    to++;
                }

                if (to > from)
                {
                    var places = string.Join(
                        ' ',
                        Enumerable.Range(from, to - from).Select(at => X(column + at).ToString("0.0", CultureInfo.InvariantCulture)));
                    picture.Append(CultureInfo.InvariantCulture, $"""
                        <text x="{places}" y="{Y(row) + Baseline:0.0}" {style}>{WebUtility.HtmlEncode(span.Text[from..to])}</text>
                        """).Append('\n');
                }
            }

            from = Math.Max(to, from + 1);
        }
    }

    private static double X(int column) => Margin + (column * LetterWidth);

    private static double Y(int row) => Margin + (row * LineHeight);

    // Of a letter's width, and how dense.
    private static (double Width, double Opacity)? Bar(char letter) => letter switch
    {
        '█' => (1, 1),
        >= '▉' and <= '▏' => (('▐' - letter) / 8.0, 1),
        '▓' => (1, 0.85),
        '▒' => (1, 0.55),
        '░' => (1, 0.18),
        '─' => null,
        _ => null,
    };

    private static (string Colour, string Weight, string Opacity) Look(Ink ink) => ink switch
    {
        Ink.Dim or Ink.Free => (Plain, "", Faint),
        Ink.Title or Ink.Selected or Ink.Key => (Plain, Bold, ""),
        Ink.Good or Ink.Phase3 => ("#8fbf7f", "", ""),
        Ink.Warning or Ink.Promised or Ink.Phase2 => ("#d9b36a", "", ""),
        Ink.Bad => ("#e06c75", Bold, ""),
        Ink.Bar or Ink.Phase1 => ("#56b6c2", "", ""),
        Ink.Used => ("#5b8dd9", "", ""),
        Ink.Phase4 => ("#c678dd", "", ""),
        _ => (Plain, "", ""),
    };

    private const string Plain = "#d8dee9", Bold = " font-weight=\"bold\"", Faint = " opacity=\"0.6\"";
}

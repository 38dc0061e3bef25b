using System.Text;
using Spectre.Console;

namespace PlotManager.Display.Terminal;

/// <summary>What stands on the terminal, so that only rows that changed are sent again.</summary>
internal sealed class Frame(ColorSystemSupport colors)
{
    private readonly LinePainter _painter = new(colors);
    private string[] _shown = [];
    private (int Width, int Height) _size;

    /// <summary>Codes that turn what is shown into the lines; empty when nothing changed.</summary>
    public string Update(IReadOnlyList<Line> lines, int width, int height, bool anew)
    {
        var codes = new StringBuilder();
        if (anew || _size != (width, height))
        {
            codes.Append("\x1b[2J");
            _shown = [];
            _size = (width, height);
        }

        var painted = lines.Select(_painter.Paint).ToArray();
        for (var row = 0; row < Math.Max(painted.Length, _shown.Length); row++)
        {
            var now = row < painted.Length ? painted[row] : "";
            if (row >= _shown.Length ? now.Length > 0 : now != _shown[row])
            {
                codes.Append("\x1b[").Append(row + 1).Append(";1H").Append(now);

                // Behind a row that fills the width the cursor still stands on its last letter, which erasing would take.
                if (row >= lines.Count || lines[row].Width < width)
                {
                    codes.Append("\x1b[K");
                }
            }
        }

        _shown = painted;

        // Terminals that know it (mode 2026) hold the picture back until it is whole; others ignore it.
        return codes.Length == 0 ? "" : $"\x1b[?2026h{codes}\x1b[?2026l";
    }
}

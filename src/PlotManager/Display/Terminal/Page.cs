using PlotManager.Hosting;
using Spectre.Console;

namespace PlotManager.Display.Terminal;

/// <summary>Lines for people: in colours and as wide as the terminal, or plain text of a fixed width anywhere else.</summary>
internal static class Page
{
    /// <summary>Columns where the output has none of its own: a pipe, a file.</summary>
    private const int PlainWidth = 160;

    public static void Write(Func<int, IEnumerable<Line>> lines, CommandEnvironment environment, int plainWidth = PlainWidth)
    {
        if (environment.Interactive)
        {
            AnsiConsole.Write(Painter.Renderable(lines(Math.Max(1, AnsiConsole.Profile.Width))));
        }
        else
        {
            environment.Out.Write(Painter.Plain(lines(plainWidth)));
        }
    }
}

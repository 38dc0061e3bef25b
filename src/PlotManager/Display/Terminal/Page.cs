using PlotManager.Hosting;
using Spectre.Console;

namespace PlotManager.Display.Terminal;

/// <summary>Lines for people: in colours and as wide as the terminal, or plain text anywhere else.</summary>
internal static class Page
{
    /// <summary>Columns where the output has none of its own, a pipe or a file: so many that nothing is cut.</summary>
    public const int Unlimited = 100_000;

    /// <summary>Lines that have no width of their own: sentences, which the terminal breaks.</summary>
    public static void WriteAll(IEnumerable<Line> lines, CommandEnvironment environment)
    {
        // A test that plays a person's terminal has none.
        if (environment.Interactive && !Console.IsOutputRedirected)
        {
            AnsiConsole.Write(Painter.Renderable(lines));
        }
        else
        {
            environment.Out.Write(Painter.Plain(lines).ReplaceLineEndings());
        }
    }

    /// <param name="lines">Of a width, with the sign for what is cut.</param>
    public static void Write(
        Func<int, string, IEnumerable<Line>> lines, CommandEnvironment environment, int plainWidth = Unlimited)
    {
        if (environment.Interactive)
        {
            var ellipsis = Glyphs.For(Console.OutputEncoding).Ellipsis;
            AnsiConsole.Write(Painter.Renderable(lines(Math.Max(1, AnsiConsole.Profile.Width), ellipsis)));
        }
        else
        {
            environment.Out.Write(Painter.Plain(lines(plainWidth, Glyphs.For(environment.Out.Encoding).Ellipsis)));
        }
    }
}

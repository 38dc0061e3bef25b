using PlotManager.Core.Configuration;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;
using PlotManager.Snapshots;
using Spectre.Console;

namespace PlotManager.Display;

/// <summary>The farm printed once: in colours on a terminal, without control codes anywhere else.</summary>
public static class StatusPage
{
    public static void Write(Snapshot snapshot, ViewSettings view, CommandEnvironment environment)
    {
        var zone = environment.Machine.Value.Time.LocalTimeZone;
        if (environment.Interactive)
        {
            var options = new ScreenOptions
            {
                Width = Math.Max(
                1, AnsiConsole.Profile.Width),
                Zone = zone,
                Glyphs = Glyphs.For(Console.OutputEncoding)
            };
            AnsiConsole.Write(Painter.Renderable(FarmScreen.Render(snapshot, view, options).Lines));
        }
        else
        {
            var options = new ScreenOptions { Width = Page.Unlimited, Zone = zone, Glyphs = Glyphs.For(environment.Out.Encoding) };
            environment.Out.Write(Painter.Plain(FarmScreen.Render(snapshot, view, options).Lines));
        }
    }
}

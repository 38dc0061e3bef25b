using PlotManager.Display;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;
using Spectre.Console;

namespace PlotManager.Tests.Display;

public sealed class ExplainPageTests
{
    [Fact]
    public void Lines_TellTheReasonTheOtherNoesTheCountsAndWhatHeldToday()
    {
        var snapshot = SampleFarms.Of(0) with
        {
            Jobs =
            [
                new JobPart
                {
                    Name =
                        "micron", Running = 4, Completed = 0, KickedOff = 4, MaxPlots = 9, Failed = 0, Verdict = "wait", Rule = "stagger",
                    Headline = "waits for stagger until 14:32", Until = SampleFarms.Of(0).Now.AddMinutes(18),
                    Figures = "4 of 6 running, 1 of 2 in phase 1",
                    Next = new("/mnt/nvme0/a", null, "/mnt/hdd1/plots"),
                    Verdicts =
                    [
                        new("stagger", false, "stagger until 14:32", null),
                        new("temp", true, "1 of 1 temp directories usable", null),
                    ],
                    Held = [new("stagger", 42 * 60, null)],
                },
                new JobPart
                {
                    Name = "inland", Running = 0, Completed = 0, KickedOff = 0, MaxPlots = 9, Failed = 0, Verdict = "wait", Rule = "temp",
                    Headline = "waits: no temp directory is usable: /x: missing", Figures = "0 of 1 running",
                    Verdicts =
                    [
                        new("temp", false, "no temp directory is usable: /x: missing", null),
                        new("destination", false, "no destination is usable: /y: missing", null),
                    ],
                    Held = [new("temp", (3 * 3600) + 600, 2.13)],
                },
            ],
        };

        ExplainPage.Lines(snapshot).Select(line => line.ToString()).ShouldBe(
        [
            "micron  waits for stagger until 14:32 (in 18 min)",
            "        4 of 6 running, 1 of 2 in phase 1 · next: /mnt/nvme0/a → /mnt/hdd1/plots · held today: stagger 42 min",
            "inland  waits: no temp directory is usable: /x: missing",
            "        also destination: no destination is usable: /y: missing",
            "        0 of 1 running · held today: temp 3 h 10 min, about 2.1 plots lost",
        ]);
    }

    [Fact]
    public void Lines_WithoutAManager_SayThatItIsALook() =>
        ExplainPage.Lines(SampleFarms.Of(0) with { Manager = SampleFarms.Of(0).Manager with { Running = false } }).First().ToString()
            .ShouldBe("No manager is running; this is what one that started now would find.");

    [Fact]
    public void ANarrowTerminal_ShowsEveryWord()
    {
        const string reason = "waits: no destination is usable: /mnt/hdd1/plots: there is no such directory";
        using var screen = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) });
        terminal.Profile.Width = 40;

        terminal.Write(Painter.Renderable([Line.Of(reason)]));

        screen.ToString().ShouldBe(reason + "\n");
    }
}

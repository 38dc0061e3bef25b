using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Display.Terminal;

public class PlainProgressTests
{
    [Fact]
    public void Show_TheSameFarmTwice_SaysItOnce()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new PlainProgress(output, new UtcTime(), TimeSpan.FromHours(1));

        progress.Show(SampleFarms.Of(2));
        progress.Show(SampleFarms.Of(2));

        output.ToString().ShouldBe(
            """
            14:14:00 warning: /mnt/hdd4 cannot be read
            14:14:00 error: inland: blocked: /mnt/hdd3 is full (0.4 GiB free); the plotter waits and retries
            14:14:00 micron 240dc9d phase 3 compress
            14:14:00 inland 351edae blocked
            14:14:00 micron 240dc9d 71.3%, inland 351edae 99.9%; made today 9

            """);
    }

    [Fact]
    public void Show_OneMoreIsMade_SaysSo()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new PlainProgress(output, new UtcTime(), TimeSpan.FromHours(1));
        var farm = SampleFarms.Of(0);
        progress.Show(farm);

        progress.Show(farm with { Jobs = [farm.Jobs[0] with { Completed = 12 }, farm.Jobs[1]] });
        progress.Show(
            farm with { Manager = farm.Manager with { Running = false }, Jobs = [farm.Jobs[0] with { Completed = 0 }, farm.Jobs[1]] });

        output.ToString().ShouldBe("14:14:00 micron made 12 of 999\n");
    }

    private sealed class UtcTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

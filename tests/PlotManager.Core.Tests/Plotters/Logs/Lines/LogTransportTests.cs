using System.Text;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs.Lines;

public sealed class LogTransportTests
{
    public static TheoryData<string> Prefixes =>
    [
        "Feb 11 21:30:48 plotter01 chia_plot[4991]: ",
        "2024-02-11T21:30:48+0000 plotter01 chia_plot[4991]: ",
        "2024-02-11T21:30:48.123456+00:00 plotter01 systemd-run: ",
        "Feb  1 21:30:48 ",
        "[2024-02-11 21:30:48] ",
        "[21:30:48.512] ",
        "2024-02-11T21:30:48.123456789Z ",
        "2024-02-11T21:30:48.123456789Z stdout F ",
        "plotter-1  | ",
        "plotter-1  | 2024-02-11T21:30:48.123456789Z ",
        "0|plotter  | ",
        "2024-02-11T21:30:48: ",
    ];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Read_EveryPlottersLogBehindAPrefix_TellsTheSameAsWithoutIt(string prefix)
    {
        foreach (var name in new[] { "madmax/n2", "chiapos/chia116_k22_solo_n2" }.Where(Fixture.Names.Contains))
        {
            var profile = Fixture.Profile(name);
            var plain = Encoding.UTF8.GetString(Fixture.Bytes(name));
            var marked = string.Concat(plain.Split('\n').Select(line => $"{prefix}{line}\n"));

            var log = Read(profile, marked);

            Fixture.Describe(log with { LastLines = [], Lines = 0 })
                .ShouldBe(Fixture.Describe(Read(profile, plain) with { LastLines = [], Lines = 0 }), name);
            new PlotterGuess(BuiltInProfiles.Catalog).Of(Encoding.UTF8.GetBytes(marked))?.Name.ShouldBe(profile.Name);
        }
    }

    [Fact]
    public void Read_ALineWithATimeAmongOthersWithout_IsTheProgramsOwn()
    {
        // A script's line that quotes what a plotter says, in a log that nothing transported.
        var log = Read(BuiltInProfiles.Catalog.Find("madmax").ShouldNotBeNull(), """
            Multi-threaded pipelined Chia k32 plotter - 82f92a9
            Final Directory: /d/
            Number of Plots: 1
            Crafting plot 1 out of 1
            Process ID: 446358
            Number of Threads: 8
            Number of Buckets: 2^7 (128)
            Working Directory:   /t/
            Working Directory 2: /t/
            Plot Name: plot-k32-2021-06-14-22-50-264424cc7414503a62bec2b077d6569b3c16ce629220905aa7e5e5a400de8654
            [P1] Table 1 took 1 sec
            [P1] Table 2 took 2 sec, found 4295007508 matches
            2024-02-11 21:30:48 Total plot creation time was 3325.93 sec (55.43 min)

            """);

        log.Current.ShouldNotBeNull().State.ShouldBe(PlotState.Making);
    }

    private static RunLog Read(PlotterProfile profile, string text)
    {
        var reader = new PlotLogReader(profile);
        reader.Feed(Encoding.UTF8.GetBytes(text));
        return reader.Finish();
    }
}

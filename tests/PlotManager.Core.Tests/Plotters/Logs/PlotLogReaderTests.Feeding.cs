using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

/// <summary>How the text of a log comes: in pieces, cut off, without end.</summary>
public sealed partial class PlotLogReaderTests
{
    // Wherever it stands in the blocks that are looked at together, a line is found and has its number.
    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 1)]
    [InlineData("\r", 0)]
    public void Read_LineAtAnyPlaceAmongLinesThatMeanNothing_IsFoundWithItsNumber(string end, int counted)
    {
        for (var length = 0; length < 70; length++)
        {
            var text =
                $"{new string('x', length)}{end}\tBucket{end}B{end}{end}Time for phase 1 = 5.5 seconds{end}{new string('y', length)}";

            var phase = Read("chia", ChiaHead + text).Current.ShouldNotBeNull().Phases.ShouldHaveSingleItem();

            (phase.Seconds, phase.Line).ShouldBe((5.5, 6 + 4 * counted));
        }
    }

    [Fact]
    public void Finish_LineThatIsCutOff_IsNotBelieved()
    {
        Read("chia", ChiaHead + "Process ID is: 291").ProcessId.ShouldBeNull();
        Read("chia", ChiaHead + "Process ID is: 29127\n").ProcessId.ShouldBe(29127);
        Read("chia", ChiaHead + "Time for phase 1 = 36.9").Current.ShouldNotBeNull().Phases.ShouldBeEmpty();
        Read("chia", ChiaHead + "Renamed final file from \"/d/a.plot.2.tmp\" to \"/d/a.pl").Current.ShouldNotBeNull().State
            .ShouldBe(PlotState.Making);
        Read("chia", ChiaHead + "Renamed final file from \"/d/a.plot.2.tmp\" to \"/d/a.plot\"").Current.ShouldNotBeNull().State
            .ShouldBe(PlotState.Completed);
    }

    [Fact]
    public void Feed_LineOf100Megabytes_CostsNoMemory()
    {
        var reader = Reader("chia");
        reader.Feed(Bytes(ChiaHead));
        var junk = new byte[1024 * 1024];
        Array.Fill(junk, (byte)'x');
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var megabyte = 0; megabyte < 100; megabyte++)
        {
            reader.Feed(junk);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256 * 1024);
        reader.Feed(Bytes("\nComputing table 4\n"));
        reader.State.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0.29);
    }

    [Fact]
    public void Feed_LinesThatMeanNothing_AllocateNothing()
    {
        var reader = Reader("chia");
        reader.Feed(Bytes(ChiaHead));
        var lines = Bytes(
            string.Concat(Enumerable.Repeat("\tBucket 17 uniform sort. Ram: 0.941GiB, u_sort min: 0.007GiB, qs min: 0.002GiB.\n", 1000)));
        reader.Feed(lines);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 100; times++)
        {
            reader.Feed(lines);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}

using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class MarkedLogTests
{
    public static TheoryData<string> Marks =>
        [.. Fixture.Text("marks.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];

    [Theory]
    [MemberData(nameof(Marks))]
    public void State_AfterEachLine_IsInThePhaseOfTheMarks(string marks)
    {
        var words = marks.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var phases = words[1..].Select(word => word.Split(':')).ToDictionary(pair => int.Parse(pair[0]), pair => int.Parse(pair[1]));
        var bytes = Fixture.Bytes(words[0]);
        var reader = new PlotLogReader(Fixture.Profile(words[0]));
        var (number, phase) = (0, -1);
        foreach (var line in bytes.AsSpan().Split((byte)'\n'))
        {
            if (line.End.GetOffset(bytes.Length) == bytes.Length)
            {
                break;
            }

            reader.Feed(bytes.AsSpan(line));
            reader.Feed("\n"u8);
            phase = phases.GetValueOrDefault(++number, phase);
            (reader.State.Current?.Phase ?? 0).ShouldBe(phase, $"{words[0]} line {number}");
        }
        number.ShouldBeGreaterThan(phases.Keys.Max());
    }

    // Total time is not completion: the rename is, one line and sometimes a long copy later.
    [Theory]
    [InlineData("chiapos/main_k20", 765, 766)]
    [InlineData("chiapos/chia116_k22_nobitfield", 750, 754)]
    [InlineData("madmax/k20_solo", 64, 66)]
    [InlineData("madmax/k25_solo_slowcopy", 64, 66)]
    // Nothing is copied there.
    [InlineData("madmax/k22_solo_samefinal", 62, 63)]
    [InlineData("pos2/k20_s2_verbose", 146, 147)]
    public void State_AtTheEnd_IsCompletedWithTheRightLine(string name, int lastBefore, int completing)
    {
        AfterLine(name, lastBefore).ShouldBe(PlotState.Copying);
        AfterLine(name, completing - 1).ShouldBe(PlotState.Copying);
        AfterLine(name, completing).ShouldBe(PlotState.Completed);
    }

    private static PlotState AfterLine(string name, int lines)
    {
        var bytes = Fixture.Bytes(name);
        var end = 0;
        for (var number = 0; number < lines; number++)
        {
            end += bytes.AsSpan(end).IndexOf((byte)'\n') + 1;
        }

        var reader = new PlotLogReader(Fixture.Profile(name));
        reader.Feed(bytes.AsSpan(0, end));
        return reader.State.Current.ShouldNotBeNull().State;
    }
}

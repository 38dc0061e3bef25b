using PlotManager.Hosting;

namespace PlotManager.Tests.Commands.Looking;

/// <summary>The index, by which logs that have not changed are not read again.</summary>
public sealed partial class AnalyzeLogsCommandTests
{
    [Fact]
    public async Task Analyze_ASecondTime_ReadsOnlyWhatChanged()
    {
        var old = Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("b.log", Plot(Id('b'), 60, 10, 20, 10));
        await _typed.Run("analyze_logs");
        // Other words of the same length at the same time: who reads it again sees them.
        var changed = File.GetLastWriteTimeUtc(old);
        File.WriteAllText(old, Plot(Id('a'), 60, 10, 20, 10).Replace("Phase 1 took 60", "Phase 1 took 20", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(old, changed);
        Log("c.log", Plot(Id('c'), 30, 10, 20, 10));

        var (_, output, _) = await _typed.Run("analyze_logs");

        output.ShouldContain("phase1_weight: 55.56"); // 150 of 270 seconds; 110 of 230 would be 47.83
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("bit")]
    [InlineData("noise")]
    public async Task Analyze_ADamagedIndex_IsBuiltAnew(string damage)
    {
        Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("b.log", Plot(Id('b'), 60, 10, 20, 10));
        var (_, first, _) = await _typed.Run("analyze_logs");
        var index = Directory.GetFiles(Path.Combine(_typed.Folder, ".cache", "plotmanager")).ShouldHaveSingleItem();
        var whole = File.ReadAllBytes(index);
        var damaged = damage switch
        {
            "cut" => whole[..(whole.Length / 2)],
            "bit" => [.. whole.Select((value, at) => at == whole.Length - 40 ? (byte)(value ^ 1) : value)],
            _ => new byte[1000],
        };
        File.WriteAllBytes(index, damaged);

        var (exit, second, error) = await _typed.Run("analyze_logs");

        (exit, second, error).ShouldBe((ExitCode.Done, first, ""));
        File.ReadAllBytes(index).ShouldBe(whole);
    }

    [Fact]
    public async Task Analyze_TwoAtOnce_LeaveOneWholeIndex()
    {
        for (var number = 0; number < 40; number++)
        {
            Log($"{number}.log", Plot(Id('a'), 60, 10, 20, 10));
        }

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => _typed.Run("analyze_logs"))));

        both[0].ShouldBe(both[1]);
        var index = Directory.GetFiles(Path.Combine(_typed.Folder, ".cache", "plotmanager")).ShouldHaveSingleItem();
        File.ReadAllLines(index).Length.ShouldBe(41);
    }

    [Fact]
    public async Task Analyze_LogsThatAreGone_AreForgotten()
    {
        var gone = Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("b.log", Plot(Id('b'), 20, 10, 20, 10));
        await _typed.Run("analyze_logs");
        File.Delete(gone);

        var (_, output, _) = await _typed.Run("analyze_logs");

        output.ShouldContain("phase1_weight: 33.33"); // 20 of 60 seconds
    }
}

using System.Diagnostics;
using System.Runtime.Versioning;
using PlotManager.Platform;
using PlotManager.Tests.Platform;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>Real processes, called by links named <c>chia</c> and <c>chia_plot</c>: how signals end them, seen by their parent.</summary>
[SupportedOSPlatform("linux")]
public sealed class SignalTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "plotmanager");

    private readonly Farmyard _yard = new();

    public void Dispose() => _yard.Dispose();

    private string Temp => Path.Combine(_yard.Folder, "t");

    [Fact]
    public void Link_NamedChia_PlotsToItsEnd()
    {
        var child = Start("chia", "seconds: 0.2", Chia(1));
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 0, null));
        File.ReadAllText(_yard.Log).ShouldContain($"Process ID is: {child.Pid}\n");
    }

    [Fact]
    public void Sigterm_ToChia_EndsItByThatSignalAndLeavesItsTempFiles()
    {
        var child = Start("chia", "seconds: 60", Chia(1));
        _yard.WaitForLog("Computing table 2");
        _yard.Signals.Send(child, ProcessSignal.Terminate);
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, null, 15));
        var lines = File.ReadAllLines(_yard.Log);
        lines[^1].ShouldMatch("^\tBucket |^Progress update|^Computing table|^F1 complete");
        Directory.EnumerateFiles(Temp).ShouldNotBeEmpty();
    }

    [Fact]
    public void Sigint_ToChia_IsNotedAndActedOnAtTheEnd()
    {
        var child = Start("chia", "seconds: 2\nversion: 1\nfail: hang@1.90", Chia(2));
        _yard.WaitForLog("Computing table 2");
        Send(child, 2);
        LetGo("chia", "seconds: 2\nversion: 1");
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 1, null));
        var log = File.ReadAllText(_yard.Log);
        log.ShouldEndWith(".plot\"\n\nAborted!\n");
        log.ShouldNotContain("Starting plot 2/2");
    }

    [Fact]
    public void Sigterm_ToChiaThatIgnoresIt_ChangesNothing()
    {
        var child = Start("chia", "seconds: 1\nignore_sigterm: true\nfail: hang@1.90", Chia(1));
        _yard.WaitForLog("Computing table 2");
        _yard.Signals.Send(child, ProcessSignal.Terminate).ShouldBeNull("it lives");
        LetGo("chia", "seconds: 1\nignore_sigterm: true");
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 0, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public void Signal_ToChiaPlotWithOnePlot_EndsItByThatSignal(int signal)
    {
        var child = Start("chia_plot", "seconds: 60", ChiaPlot(1));
        _yard.WaitForLog("[P1] Table 1");
        Send(child, signal);
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, null, signal));
    }

    [Fact]
    public void Sigterm_ToChiaPlotWithMorePlots_FinishesThisOneAndStops()
    {
        var child = Start("chia_plot", "seconds: 2\nfail: hang@1.90", ChiaPlot(-1));
        _yard.WaitForLog("[P1] Table 3");
        _yard.Signals.Send(child, ProcessSignal.Terminate);
        _yard.WaitForLog("press Ctrl-C twice");
        LetGo("chia_plot", "seconds: 2");
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 0, null));
        // One plot was in the making; the notice stands at another place of its phase 1 than in the real log.
        var shape =
            LogShape.Of(File.ReadAllLines(_yard.Log).Select(line => line.Replace("infinite", "2").Replace("out of -1", "out of 2")));
        shape.Order(StringComparer.Ordinal).ShouldBe(LogShape.OfFixture("sig_sigterm_n2_once.log").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sigterm_TwiceWithinASecond_EndsItWith252()
    {
        var child = Start("chia_plot", "seconds: 60", ChiaPlot(2));
        _yard.WaitForLog("[P1] Table 1");
        _yard.Signals.Send(child, ProcessSignal.Terminate);
        _yard.WaitForLog("press Ctrl-C twice");
        // On a busy machine the second may come too late and count as a first.
        Eventually.Until(
            () =>
            {
                _yard.Signals.Send(child, ProcessSignal.Terminate);
                return File.ReadAllText(_yard.Log).Contains("Double Ctrl-C");
            },
            "two came within a second");
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 252, null));
        File.ReadAllText(_yard.Log).ShouldEndWith("\nDouble Ctrl-C pressed, exiting now!\n");
    }

    [Theory]
    [InlineData("fail: crash@1.1", 11)]
    [InlineData("fail: temp_full@1.1", 6)]
    public void Failure_ThatEndsAProgram_IsSeenAsItsSignal(string failure, int signal)
    {
        var child = Start("chia_plot", "seconds: 0.2\n" + failure, ChiaPlot(1));
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, null, signal));
        Directory.EnumerateFiles(_yard.Folder, "core*").ShouldBeEmpty();
    }

    [Fact]
    public void Settings_Wrong_AreOneLine()
    {
        var child = Start("chia", "seconds: soon", Chia(1));
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 2, null));
        File.ReadAllText(_yard.Log)
            .ShouldBe($"{Path.Combine(_yard.Folder, "chia")}.stand-in: line 1: seconds: 'soon' is not a value for it\n");
    }

    private string[] Chia(int count) =>
        ["plots", "create", "-k", "18", "-n", $"{count}", "-u", "16", "-t", Temp, "-d", Path.Combine(_yard.Folder, "d")];

    private string[] ChiaPlot(int count) =>
        ["-k", "18", "-n", $"{count}", "-u", "16", "-t", Temp
            + "/", "-d", Path.Combine(_yard.Folder, "d") + "/", "-f", Plotter.FarmerKey, "-p", Plotter.PoolKey];

    private ProcessIdentity Start(string name, string settings, string[] words)
    {
        Directory.CreateDirectory(Temp);
        Directory.CreateDirectory(Path.Combine(_yard.Folder, "d"));
        var link = Path.Combine(_yard.Folder, name);
        File.CreateSymbolicLink(link, Program);
        File.WriteAllText(link + ".stand-in", settings);
        return _yard.Launch(
            new LaunchOrder { Executable = link, Arguments = [.. words], LogFile = _yard.Log, WorkingDirectory = _yard.Folder });
    }

    // A plotter that hangs goes on: it has had its signal meanwhile, however busy the machine is.
    private void LetGo(string name, string settings) => File.WriteAllText(Path.Combine(_yard.Folder, name + ".stand-in"), settings);

    private static void Send(ProcessIdentity child, int signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{child.Pid}"]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }
}

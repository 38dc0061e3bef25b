using PlotManager.Acting.Checking;
using PlotManager.Core.Checkers;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Hosting;

namespace PlotManager.Tests.Acting.Checking;

public sealed class CheckFilterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkfilter").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Arguments_OfAChecker_CarryItsSecretsBeforeItsProgram() =>
        CheckFilter.Arguments(BuiltInCheckers.Catalog.Find("chia")!, "/opt/chia", "/d/a b.plot", 30).ShouldBe(
            [
                "check-filter", "120", "2", "Local sk", "Plot Memos", "/opt/chia", "plots", "check", "-n", "30", "-g", "/d/a b.plot",
            ]);

    [Fact]
    public void Run_BothOutputs_AreWrittenWithoutSecretsAndTheExitCodeIsTheCheckers()
    {
        var (exit, output) = Run("echo one; echo 'Local sk: 5ec2e7'; echo two >&2; exit 3");
        exit.ShouldBe(3);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["one", "two"], ignoreOrder: true);
    }

    [Fact]
    public void Run_LastLineWithoutAnEnd_IsWrittenToo() => Run("printf 'half a line'").Output.ShouldBe("half a line\n");

    [Fact]
    public void Run_CheckerThatAsks_IsAnsweredByNobody() => Run("read answer || echo nobody").Output.ShouldBe("nobody\n");

    [Fact]
    public void Run_EndlessLine_IsBounded() =>
        Run("head -c 3000000 /dev/zero | tr '\\0' 'x'; echo; echo end").Output.Length.ShouldBeLessThan(SecretLines.LongestLine + 10);

    [Fact]
    public void Run_CheckerThatTakesTooLong_IsEndedAndSaidSo()
    {
        var (exit, output) = Run("echo begun; sleep 600", minutes: "0.02");
        exit.ShouldNotBe(0);
        output.ShouldContain("the checker took longer than");
    }

    [Fact]
    public void Run_ProgramThatIsNotThere_SaysSoInOneLine()
    {
        using var output = new StringWriter();
        CheckFilter.Run(["120", "0", Path.Combine(_folder, "none")], output).ShouldBe(126);
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("cannot be run");
    }

    [Theory]
    [InlineData]
    [InlineData("120", "7", "x")]
    [InlineData("soon", "0", "x")]
    public void Run_OrderOfSomebodyElse_IsRefused(params string[] order)
    {
        using var output = new StringWriter();
        CheckFilter.Run(order, output).ShouldBe(ExitCode.Usage);
    }

    private (int Exit, string Output) Run(string script, string minutes = "10")
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the checker is a script of the shell");
        }

        using var output = new StringWriter { NewLine = "\n" };
        var exit = CheckFilter.Run([minutes, "1", "Local sk", "/bin/sh", "-c", script], output);
        return (exit, output.ToString());
    }
}

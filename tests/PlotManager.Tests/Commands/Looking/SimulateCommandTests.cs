using PlotManager.Commands;
using PlotManager.Core.Keys;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Tests.Commands.Looking;

/// <summary>The command from its arguments to its output, on a farm that is only imagined.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulate").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public SimulateCommandTests()
    {
        Farm("config.yaml", maxConcurrent: 1);
        Farm("other.yaml", maxConcurrent: 2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Farm(string file, int maxConcurrent) => File.WriteAllText(
        Path.Combine(_folder, file),
        $"""
        chia_location: chia
        log: {"{"}folder_path: logs{"}"}
        global: {"{"}max_concurrent: 10, max_for_phase_1: 10{"}"}
        jobs:
          - name: micron
            max_plots: 999
            temporary_directory: [/imagined/a, /imagined/b]
            destination_directory: /imagined/d
            size: 32
            threads: 2
            buckets: 128
            memory_buffer: 4000
            max_concurrent: {maxConcurrent}
        """);

    private async Task<int> Run(params string[] arguments) => await Root.RunAsync(["simulate", .. arguments], Environment());

    private CommandEnvironment Environment() => new()
    {
        Out = _out,
        Error = _error,
        WorkingDirectory = _folder,
        Config = new ConfigEnvironment(_folder, _ => null, Windows: false),
        Machine = new Lazy<Machine>(() => throw new InvalidOperationException("an imagined farm asks nothing of the machine")),
        Interactive = false,
    };

    private string[] Lines => _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task Json_IsOneLineAStartAndThenTheSummary()
    {
        // 100 minutes a plot, one at a time: 0, 100 and 200 within a sixth of a day (240 minutes).
        (await Run("--phases", "40,20,30,10", "--days", "0.166666667", "--free-gb", "1000", "--json")).ShouldBe(0);

        Lines[..^1].ShouldBe(
        [
            """{"minute":0,"job":"micron","temp":"/imagined/a","temp2":null,"dest":"/imagined/d"}""",
            """{"minute":100,"job":"micron","temp":"/imagined/b","temp2":null,"dest":"/imagined/d"}""",
            """{"minute":200,"job":"micron","temp":"/imagined/a","temp2":null,"dest":"/imagined/d"}""",
        ]);
        Lines[^1].ShouldStartWith("""{"summary":{"days":0.167,"started":3,"completed":2,""");
        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_DrawsTheTimelineWithoutControlCodes()
    {
        (await Run("--phases", "micron=600,200,500,100", "--days", "1", "--free-gb", "1000")).ShouldBe(0);

        Lines[1].ShouldStartWith("/imagined/a 1111");
        _out.ToString().ShouldNotContain("\u001b");
        _out.ToString().ShouldContain("2 started and 1 completed in 1 day");
    }

    [Fact]
    public async Task Text_WithoutHistory_SaysFirstWhatIsAssumed()
    {
        var environment = Environment() with { Machine = new Lazy<Machine>(ThisMachine.Open) };

        (await Root.RunAsync(["simulate", "--days", "1"], environment)).ShouldBe(0);

        Lines.ShouldContain("/imagined/a does not exist yet; it is imagined with room for everything");
        Lines.ShouldContain("the plotter chia does not exist yet");
        Lines[0].ShouldStartWith("job micron: no history, so ");
        Lines[0].ShouldEndWith("a plot are assumed; give yours with --phases");
        Lines.ShouldContain("a row a temp directory, a digit the phase that a plot is in");
        Lines.ShouldContain(line => line.StartsWith("job micron: ", StringComparison.Ordinal) && line.Contains(" started, "));
    }

    [Fact]
    public async Task Compare_Json_DifferenceIsThatOfTheSingleRuns()
    {
        (await Run("--phases", "40,20,30,10", "--days", "1", "--free-gb", "9000", "--compare", "other.yaml", "--json")).ShouldBe(0);

        // 1440 minutes: 15 starts, 14 ends before the day is out, twice as many with two at a time.
        Lines.Length.ShouldBe(3);
        Lines[0].ShouldStartWith("""{"config":"config.yaml","summary":{"days":1,"started":15,"completed":14,""");
        Lines[1].ShouldStartWith("""{"config":"other.yaml","summary":{"days":1,"started":30,"completed":28,""");
        Lines[2].ShouldStartWith("""{"difference":{"started":15,"completed":14,""");
    }

    [Theory]
    [InlineData("--phases 1,x", "'x' is not a number of minutes")]
    [InlineData("--phases nobody=1,2", "there is no job 'nobody'")]
    [InlineData("--days 0", "--days takes a number above 0")]
    [InlineData("--json --csv", "cannot both be given")]
    [InlineData("--compare other.yaml --csv", "--compare has no CSV")]
    [InlineData("--from-now --free-gb 5", "--from-now takes the farm")]
    public async Task WrongOptions_AreRefusedInOneLine(string arguments, string told)
    {
        (await Run([.. arguments.Split(' '), .. arguments.StartsWith("--phases", StringComparison.Ordinal)
            ? new[] { "--free-gb", "5" }
            : []])).ShouldBe(2);

        _out.ToString().ShouldBeEmpty();
        _error.ToString().ShouldContain(told);
        _error.ToString().Trim().ShouldNotContain("\n");
    }
}

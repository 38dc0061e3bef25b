using PlotManager.Hosting;

namespace PlotManager.Tests.Commands;

/// <summary>What a command says when it is called wrongly: one line that names the mistake and where help is.</summary>
public sealed class WrongUsageTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public void Dispose() => _typed.Dispose();

    [Theory]
    [InlineData("simulate --days abc", "--days takes a number above 0 and at most 36500, not 'abc'; see plotmanager simulate --help")]
    [InlineData("simulate --days NaN", "--days takes a number above 0 and at most 36500, not 'NaN'; see plotmanager simulate --help")]
    [InlineData("simulate --free-gb x", "--free-gb takes a number from 0 to 1000000000, not 'x'; see plotmanager simulate --help")]
    [InlineData("demo --plots 2.5", "--plots takes a whole number from 1 to 1000, not '2.5'; see plotmanager demo --help")]
    [InlineData("demo --speed fast", "--speed takes a number from 0.01 to 100, not 'fast'; see plotmanager demo --help")]
    [InlineData("verify", "name plots, or give --all or --sample N; see plotmanager verify --help")]
    [InlineData("verify --all 3fa2", "--all means all plots; leave it out to name plots or to take a sample; see plotmanager verify --help")]
    [InlineData("verify --sample 0", "--sample is at least 1; see plotmanager verify --help")]
    [InlineData("service print", "Required command was not provided; see plotmanager service print --help")]
    [InlineData(
        "completion tcsh",
        "Argument 'tcsh' not recognized. Must be one of: 'bash' 'zsh' 'fish' 'powershell'; see plotmanager completion --help")]
    public async Task WrongValue_IsToldInOneLine(string words, string told) => await Refused(words.Split(' '), told);

    [Theory]
    [InlineData("init", "--temp", "")]
    [InlineData("start", "--state", "")]
    public async Task EmptyArgument_IsNotTakenForTheFolderOneStandsIn(params string[] words) =>
        await Refused(words, $"an argument is empty; see plotmanager {words[0]} --help");

    private async Task Refused(string[] words, string told)
    {
        var (exit, output, error) = await _typed.Run(words);

        (exit, output, error).ShouldBe((ExitCode.Usage, "", $"plotmanager: {told}{Environment.NewLine}"));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("pause")]
    public async Task AskingAManager_InAFolderWithoutAConfig_SaysThatThereIsNone(string command)
    {
        var (exit, _, error) = await _typed.Run(command);

        exit.ShouldBe(ExitCode.Usage);
        error.ShouldContain("there is no such config; give the farm's with --config FILE");
    }

    [Fact]
    public async Task AskingAManager_WithAConfig_SaysThatNoneRuns()
    {
        _typed.WriteMadMaxFarm();

        var (exit, _, error) = await _typed.Run("pause");

        exit.ShouldBe(ExitCode.No);
        error.ShouldContain("is running; start one with plotmanager start");
        (await _typed.Run("stop")).Error.ShouldEndWith($"is running{Environment.NewLine}", customMessage: "who stops it wants no start");
    }

    /// <summary>Those who start a manager again after a failure leave it at this: another try does not mend the file.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("start")]
    [InlineData("status")]
    public async Task ConfigWithErrors_IsNoUsableConfig(string command)
    {
        _typed.Write("config.yaml", "jobs: [");

        var (exit, _, error) = await _typed.Run(command);

        exit.ShouldBe(ExitCode.Usage);
        error.ShouldContain("the config has errors");
    }
}

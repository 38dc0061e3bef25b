using PlotManager.Commands;
using PlotManager.Commands.Completion;
using PlotManager.Hosting;

namespace PlotManager.Tests.Commands;

/// <summary>The help: commands in groups, lines that fit, examples that can be typed.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public void Dispose() => _typed.Dispose();

    [Fact]
    public void Lines_OfEveryCommand_FitIntoTheWidth() =>
        ProgramShape.Whole.AndBelow().SelectMany(HelpPage.Lines).Where(line => line.Length > HelpPage.Width).ShouldBeEmpty();

    [Fact]
    public void Groups_HaveEveryCommandOnce() =>
        CommandGuides.Groups.SelectMany(group => group.Commands).Order()
            .ShouldBe(ProgramShape.Whole.Subcommands.Select(command => command.Name).Order());

    [Fact]
    public void Examples_OfEveryCommandThatIsTyped_AreTwoThatParse()
    {
        var root = Root.Build(_typed.Environment(TextWriter.Null, TextWriter.Null));
        foreach (var command in ProgramShape.Whole.AndBelow().Where(shape => shape.Subcommands.IsEmpty || !shape.Arguments.IsEmpty))
        {
            var examples = CommandGuides.Examples(command.Path);
            examples.Length.ShouldBe(2, command.Path);
            foreach (var example in examples)
            {
                root.Parse(example.Split(' ')[1..]).Errors.Select(error => error.Message).ShouldBeEmpty(example);
            }
        }
    }

    [Fact]
    public async Task Help_OfTheProgram_HasTheGroupsAndHowToGoOn()
    {
        var (exit, output, _) = await _typed.Run("--help");

        exit.ShouldBe(ExitCode.Done);
        output.Split(Environment.NewLine)[0].ShouldEndWith(" what it does.");
        output.Split(Environment.NewLine).ShouldContain("Run");
        output.ShouldContain("  plotmanager demo");
        output.ShouldContain("plotmanager COMMAND --help tells about one of them.");
        (await _typed.Run()).ShouldBe((ExitCode.Done, output, ""));
        (await _typed.Run("help")).ShouldBe((ExitCode.Done, output, ""));
    }

    [Theory]
    [InlineData("kill", "kill PLOT [options]")]
    [InlineData("service print", "service print COMMAND [options]")]
    public async Task Help_OfACommand_IsTheSameByOptionAndByWord(string command, string usage)
    {
        var words = command.Split(' ');
        var byOption = await _typed.Run([.. words, "--help"]);

        byOption.Output.ShouldContain($"Usage: plotmanager {usage}");
        (await _typed.Run(["help", .. words])).ShouldBe(byOption);
    }

    [Fact]
    public async Task Version_ByWord_IsThatOfTheOption() => (await _typed.Run("version")).ShouldBe(await _typed.Run("--version"));

    [Theory]
    [InlineData("hist", "'hist' is not a command; did you mean 'history'?")]
    [InlineData("sta", "'sta' is not a command; did you mean 'start' or 'status'?")]
    [InlineData("simulat", "'simulat' is not a command; did you mean 'simulate'?")]
    [InlineData("stauts", "'stauts' is not a command; did you mean 'status'?")]
    [InlineData("xyzzy", "'xyzzy' is not a command")]
    public async Task UnknownCommand_NamesWhatWasMeant(string word, string told)
    {
        (await _typed.Run(word)).ShouldBe((ExitCode.Usage, "", $"plotmanager: {told}; see plotmanager --help{Environment.NewLine}"));
        (await _typed.Run("help", word)).ShouldBe(await _typed.Run(word));
    }
}

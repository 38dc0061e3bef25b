using PlotManager.Commands.Completion;

namespace PlotManager.Tests.Commands;

public sealed class CommandsPageTests
{
    private const string Renew = "UPDATE_DOCS=1 dotnet test tests/PlotManager.Tests --filter CommandsPageTests";

    [Fact]
    public void Page_OfTheRepository_IsAsTheCommandsAreDefined()
    {
        var expected = CommandsPage.Write(ProgramShape.Whole);
        var path = Repository.PathOf("docs/commands.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        (File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "").ShouldBe(
            expected, $"docs/commands.md is not what the commands make it. Write it anew with: {Renew}");
    }

    [Fact]
    public void Definitions_EveryCommandOptionAndArgument_HasADescriptionWithoutAFullStop() =>
        ProgramShape.Whole.AndBelow().Skip(1)
            .SelectMany(command => new[] { (command.Path, command.Description) }
                .Concat(command.Options.Select(option => ($"{command.Path} {option.Names[0]}", option.Description)))
                .Concat(command.Arguments.Select(argument => ($"{command.Path} {argument.Name}", argument.Description))))
            .Where(described => described.Description.Length == 0 || described.Description.EndsWith('.'))
            .Select(described => described.Item1)
            .ShouldBeEmpty();

    /// <summary>What is offered to a shell in the place of files and folders is for shells alone.</summary>
    [Fact]
    public void Page_OfAnyCommand_ShowsNoSignThatIsMeantForShells()
    {
        CommandsPage.Write(ProgramShape.Whole).ShouldNotMatch("@(file|dir)");
        string.Join('\n', ProgramShape.Whole.AndBelow().SelectMany(HelpPage.Lines)).ShouldNotMatch("@(file|dir)");
    }

    [Fact]
    public void Shape_OptionThatHoldsEverywhere_StandsAtEveryCommandOnce()
    {
        foreach (var command in ProgramShape.Whole.AndBelow())
        {
            command.Options.Count(option => option.Names.Contains("--config")).ShouldBe(1, command.Path);
        }
    }

    [Fact]
    public void Shape_Values_AreKnownByTheNameThatTheHelpShows()
    {
        var demo = ProgramShape.Whole.Subcommands.Single(command => command.Name == "demo");

        demo.Options.Single(option => option.Names.Contains("--keep")).Value.Kind.ShouldBe(ValueKind.Directory);
        demo.Options.Single(option => option.Names.Contains("--plots")).Value.Kind.ShouldBe(ValueKind.Other);
        demo.Options.Single(option => option.Names.Contains("--plots")).Usual.ShouldBe("6");
        demo.Options.Single(option => option.Names.Contains("--config")).Value.Kind.ShouldBe(ValueKind.File);
        demo.Options.Single(option => option.Names.Contains("--help")).Value.Kind.ShouldBe(ValueKind.None);
    }
}

using System.Diagnostics;
using PlotManager.Commands;
using PlotManager.Hosting;

namespace PlotManager.Tests.Commands;

/// <summary>The scripts are loaded by a real bash, which calls its function, and by a real fish.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("completion").FullName;
    private readonly string _scripts = Directory.CreateTempSubdirectory("completion-scripts").FullName; // not among the files to be offered

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_scripts, recursive: true);
    }

    public static TheoryData<string, string> Lines => new()
    {
        { "plotmanager sta", "start status" },
        { "plotmanager -c farm.yaml sta", "start status" },
        { "plotmanager --config=farm.yaml sta", "start status" },
        { "plotmanager notify ", "test" },
        { "plotmanager completion ", "bash fish powershell zsh" },
        { "plotmanager completion z", "zsh" },
        { "plotmanager demo --p", "--plots" },
        { "plotmanager demo --plots ", "" },
        { "plotmanager demo --plots 3 --sp", "--speed" },
        { "plotmanager status --js", "--json" },
        { "plotmanager status --conf", "--config" },
        { "plotmanager status ", "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Bash_WordsTyped_CompletesWhatTheDefinitionsSay(string line, string offered) =>
        (await Bash(line)).ShouldBe(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Fish_WordsTyped_CompletesWhatTheDefinitionsSay(string line, string offered) =>
        (await Fish(line)).ShouldBe(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Bash_AFileIsDue_OffersFilesAndFoldersWithBlanksInTheirNames()
    {
        File.WriteAllText(Path.Combine(_folder, "my farm.yaml"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "my drives"));

        (await Bash("plotmanager check --config my")).ShouldBe(["my drives", "my farm.yaml"]);
    }

    [Fact]
    public async Task Bash_AFolderIsDue_OffersFoldersAlone()
    {
        File.WriteAllText(Path.Combine(_folder, "one.yaml"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "one"));

        (await Bash("plotmanager init --temp on")).ShouldBe(["one"]);
        (await Bash("plotmanager plots on")).ShouldBe(["one"]);
    }

    [Theory]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task OtherShell_IfItIsHere_FindsNoFaultInItsScript(string shell, string checkOnly)
    {
        SkipUnlessHere(shell);
        var script = Path.Combine(_scripts, shell);
        File.WriteAllText(script, await Script(shell));

        (await Run(shell, checkOnly, script)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Suggest_OfEveryCommand_OffersItsCommandsAndOptionsWithTheirDescriptions()
    {
        foreach (var command in ProgramShape.Whole.AndBelow())
        {
            var offered = await Offers($"{command.Path} ".TrimStart());

            command.Subcommands.Select(sub => $"{sub.Name}\t{sub.Description}").Except(offered).ShouldBeEmpty();
            command.Options.Select(option => option.Names[0]).Except(offered.Select(offer => offer.Split('\t')[0])).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Suggest_AJobIsDue_OffersTheJobsOfTheConfigThatTheLineNames()
    {
        var config = Path.Combine(_folder, "farm.yaml");
        File.WriteAllText(config, """
            chia_location: /opt/chia
            log: {folder_path: /tmp/logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - {name: micron, max_plots: 1, temporary_directory: /t, destination_directory: /d, size: 32, threads: 2, buckets: 128,
                 memory_buffer: 4000, max_concurrent: 1}
            """);

        (await Offers($"--config {config} history --job ")).ShouldBe(["micron"]);
        (await Offers("--config /nowhere.yaml history --job ")).ShouldBeEmpty();
    }

    private static async Task<string[]> Offers(string line)
    {
        using var output = new StringWriter();
        (await Root.RunAsync([$"[suggest:{line.Length}]", line], ProgramEnvironment.Of(output, TextWriter.Null))).ShouldBe(ExitCode.Done);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Completion_UnknownShell_IsWrongUsage()
    {
        using var error = new StringWriter();

        (await Root.RunAsync(["completion", "tcsh"], ProgramEnvironment.Of(TextWriter.Null, error))).ShouldBe(ExitCode.Usage);

        error.ToString().ShouldContain("tcsh");
    }

    private static async Task<string> Script(string shell)
    {
        using var output = new StringWriter();
        (await Root.RunAsync(["completion", shell], ProgramEnvironment.Of(output, TextWriter.Null))).ShouldBe(ExitCode.Done);
        return output.ToString();
    }

    private static void SkipUnlessHere(string shell) =>
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(path => File.Exists(Path.Combine(path, shell))), $"no {shell} here");

    // COMP_WORDS is what bash makes of the line, '=' being a word of its own; a blank at its end begins an empty word.
    private async Task<string[]> Bash(string line)
    {
        SkipUnlessHere("bash");
        var script = Path.Combine(_scripts, "bash");
        File.WriteAllText(script, await Script("bash"));
        var words = string.Join(' ', line.Replace("=", " = ").Split(' ').Select(word => $"'{word}'"));
        var ask = $"source '{script}'; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({words}); "
            + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _plotmanager; printf '%s\n' \"${COMPREPLY[@]}\"";
        var answer = await Run("bash", "--noprofile", "--norc", "-c", ask);
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    // Behind a tab stands the description.
    private async Task<string[]> Fish(string line)
    {
        SkipUnlessHere("fish");
        var script = Path.Combine(_scripts, "fish");
        File.WriteAllText(script, await Script("fish"));
        var answer = await Run("fish", "--no-config", "-c", $"source '{script}'; complete -C '{line}'");
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(offer => offer.Split('\t')[0])
            .Order(StringComparer.Ordinal)];
    }

    private async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            program,
            arguments)
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        // The scripts ask the program, which lies beside the tests.
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await error).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}

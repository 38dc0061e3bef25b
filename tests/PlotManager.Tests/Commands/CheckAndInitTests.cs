using System.Text.Json;
using PlotManager.Commands;
using PlotManager.Core.Configuration;
using PlotManager.Core.Keys;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Tests.Commands;

/// <summary><c>check</c> and <c>init</c> as one types them, in a folder of their own.</summary>
public sealed class CheckAndInitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("check").FullName;

    private const string Wrong = """
        chia_location: /opt/chia
        log: {folder_path: /logs}
        notifications:
          telegram_tokn: s3cr3t
        global: {max_concurrent: 10, max_for_phase_1: 3}
        jobs:
          - name: micron
            max_plots: 100
            temporary_directory: /mnt/nvme0
            destination_directory: /mnt/hdd1
            size: 32
            threads: 4
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 6
            max_concurrent_with_start_early: 2
        """;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_InATerminal_ShowsTheLinesWithCarets()
    {
        File.WriteAllText(Path.Combine(_folder, "config.yaml"), Wrong);

        var (exit, output, _) = await Run(interactive: true, "check");

        exit.ShouldBe(ExitCode.No);
        output.ShouldBe("""
            config
              warning  config.yaml:4:3: notifications.telegram_tokn: is not a key; did you mean telegram_token?
             4 |   telegram_tokn: ***
               |   ^
              error    config.yaml:16:38: jobs[0].max_concurrent_with_start_early: 2 is less than max_concurrent (6, line 15); raise it or lower max_concurrent
             16 |     max_concurrent_with_start_early: 2
                |                                      ^
            1 error, 1 warning

            """.ReplaceLineEndings(Environment.NewLine));
    }

    [Fact]
    public async Task Check_Piped_ShowsOneLineAProblem()
    {
        File.WriteAllText(Path.Combine(_folder, "config.yaml"), Wrong);

        (await Run(interactive: false, "check", "--syntax-only")).Output
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length
            .ShouldBe(4, "a title, two problems, how many there are");
    }

    [Fact]
    public async Task Check_AsJson_TellsPlaceSeverityKeyAndMessage()
    {
        File.WriteAllText(Path.Combine(_folder, "config.yaml"), Wrong);

        var (exit, output, _) = await Run(interactive: false, "check", "--json");

        exit.ShouldBe(ExitCode.No);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
        var problem = json.RootElement.GetProperty("problems")[1];
        problem.GetProperty("file").GetString().ShouldBe("config.yaml");
        problem.GetProperty("line").GetInt32().ShouldBe(16);
        problem.GetProperty("column").GetInt32().ShouldBe(38);
        problem.GetProperty("severity").GetString().ShouldBe("error");
        problem.GetProperty("key").GetString().ShouldBe("jobs[0].max_concurrent_with_start_early");
        output.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_NoFile_SaysSoInOneLine()
    {
        var (exit, output, error) = await Run(interactive: false, "check");

        exit.ShouldNotBe(ExitCode.Done);
        output.ShouldBeEmpty();
        error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain($"there is no config at {Path.Combine(_folder, "config.yaml")}");
    }

    [Fact]
    public async Task Check_AFolder_SaysSoInOneLine()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "config.yaml"));

        (await Run(interactive: false, "check")).Error.TrimEnd()
            .Split('\n')
            .ShouldHaveSingleItem()
            .ShouldContain("config.yaml is a folder");
    }

    [Fact]
    public async Task Check_ADeviceWithoutEnd_IsRefusedUnread()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no /dev/zero");

        (await Run(interactive: false, "check", "--config", "/dev/zero")).Error.ShouldStartWith(
            "plotmanager: /dev/zero is a device, not a config");
    }

    [Theory]
    [InlineData("chia", "chia")]
    [InlineData("chia_plot", "madmax")]
    public async Task Init_ToldEverything_WritesAConfigThatChecks(string executable, string plotter)
    {
        var (exit, _, error) = await Run(
            interactive: false,
            "init",
            "--temp",
            "/mnt/nvme0/it's: #1",
            "--temp",
            "tmp",
            "--dest",
            "/mnt/hdd1",
            "--plotter",
            $"/opt/{executable}");

        exit.ShouldBe(ExitCode.Done, error);
        var text = File.ReadAllText(Path.Combine(_folder, "config.yaml"));
        text.ShouldContain($"backend: {plotter}\n");
        text.ShouldContain("size: 32\n");
        var (checks, output, _) = await Run(interactive: false, "check", "--syntax-only");
        (checks, output.Trim()).ShouldBe((ExitCode.Done, "no problems"));
        var config = Config("config.yaml");
        config.Jobs.ShouldHaveSingleItem().Temp.ShouldBe(["/mnt/nvme0/it's: #1", Path.Combine(_folder, "tmp")]);
        config.Jobs[0].Plotter.Name.ShouldBe(plotter);
        text.ShouldContain($"# Proposed: max_concurrent {config.Jobs[0].MaxConcurrent}, for ");
    }

    [Fact]
    public async Task Init_NothingFound_WritesATemplateThatNamesWhatIsMissing()
    {
        var (exit, output, _) = await Run(interactive: false, "init", "--temp", "/t", "--dest", "/d", "--backend", "madmax");

        exit.ShouldBe(ExitCode.Done);
        output.ShouldContain("to do: chia_location: no plotter was found");
        File.ReadAllText(Path.Combine(_folder, "config.yaml")).ShouldContain("# TO DO: chia_location: no plotter was found");
        (await Run(interactive: false, "check", "--syntax-only")).Exit.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task Init_FileThatIsThere_LeavesItAsItIs()
    {
        File.WriteAllText(Path.Combine(_folder, "farm.yaml"), "mine");

        var (exit, _, error) =
            await Run(interactive: false, "init", "--config", "farm.yaml", "--temp", "/t", "--dest", "/d", "--plotter", "chia");

        exit.ShouldBe(ExitCode.No);
        error.ShouldContain("farm.yaml is there already");
        File.ReadAllText(Path.Combine(_folder, "farm.yaml")).ShouldBe("mine");
    }

    [Fact]
    public async Task Init_UnknownBackend_IsWrongUsage() =>
        (await Run(interactive: false, "init", "--backend", "none", "--temp", "/t", "--dest", "/d", "--plotter", "chia")).Exit.ShouldBe(
            ExitCode.Usage);

    [Fact]
    public async Task Init_EveryKeyOfTheFile_StandsBelowItsMeaning()
    {
        await Run(interactive: false, "init", "--temp", "/t", "--dest", "/d", "--plotter", "chia");

        var lines = File.ReadAllLines(Path.Combine(_folder, "config.yaml"));
        for (var index = 1; index < lines.Length; index++)
        {
            if (lines[index].Contains(':') && !lines[index].TrimStart().StartsWith('#'))
            {
                lines[index - 1].TrimStart().ShouldStartWith("# ", customMessage: lines[index]);
            }
        }
    }

    private Config Config(string name) =>
        Configs.Read(File.ReadAllText(Path.Combine(_folder, name)), Configs.Here).Config.ShouldNotBeNull();

    private async Task<(int Exit, string Output, string Error)> Run(bool interactive, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment
        {
            Out = output,
            Error = error,
            WorkingDirectory = _folder,
            Config = new ConfigEnvironment("/home/me", _ => null, OperatingSystem.IsWindows()),
            Machine = new Lazy<Machine>(ThisMachine.Open),
            Interactive = interactive,
        };
        return (await Root.RunAsync(arguments, environment), output.ToString(), error.ToString());
    }
}

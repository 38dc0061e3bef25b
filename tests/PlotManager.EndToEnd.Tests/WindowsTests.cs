using System.Diagnostics;
using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>
/// What is so on Windows alone, with the program for Windows under Wine. The other end-to-end tests that are not about Unix itself run
/// there too: see <see cref="Wine"/>.
/// </summary>
[Trait("Category", "Windows")]
public sealed class WindowsTests
{
    [Fact]
    public async Task Drive_letters_in_both_cases_backslashes_at_the_end_spaces_and_letters_beyond_ascii_are_no_trouble()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make("seconds: 1\n");
        var (temp, plots) = ("Schöne Plots/temp", "Schöne Plots/日本");
        farm.Folders(temp, plots);
        farm.Configure(farm.Job("a", maxPlots: 1));
        var config = await File.ReadAllTextAsync(farm.Config, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            farm.Config,
            config.Replace($"Z:{farm.Folder}/temp", $"'z:{$"{farm.Folder}/{temp}".Replace('/', '\\')}\\'")
                .Replace($"Z:{farm.Folder}/plots", $"'Z:{$"{farm.Folder}/{plots}".Replace('/', '\\')}\\'"),
            TestContext.Current.CancellationToken);

        var check = await farm.Run("check");
        check.ExitCode.ShouldBe(0, check.Out + check.Error);
        await farm.Start();
        await farm.UntilTheManagerIsGone();

        farm.Plots(plots).Count.ShouldBe(1);
        Directory.EnumerateFiles(Path.Combine(farm.Folder, temp)).ShouldBeEmpty();
        var history = await farm.Run("history", "--json");
        JsonDocument.Parse(history.Out).RootElement.GetRawText().ShouldContain(@"\u65e5\u672c", Case.Insensitive, "escaped for any page");
    }

    [Fact]
    public async Task Every_command_that_looks_answers_and_those_that_steer_are_obeyed()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a", maxPlots: 2));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots");

        foreach (var words in new[]
            {
                "check", "status", "status --json", "json", "explain", "explain --json", "simulate", "history", "plots", "cleanup",
                "reload", "pause", "unpause", "suspend 1", "resume 1", "drain",
            })
        {
            var outcome = await farm.Run(words.Split(' '));
            outcome.ExitCode.ShouldBe(0, $"{words}: {outcome.Out}{outcome.Error}");
        }

        var log = Directory.GetFiles(Path.Combine(farm.Folder, "logs")).ShouldHaveSingleItem();
        (await farm.Run("log", log)).Out.ShouldContain("phase 4");
        farm.LetGo();
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(1, "drained");
    }

    [Fact]
    public async Task Plotters_run_on_the_cpus_that_their_job_says()
    {
        Wine.Demand();
        Assert.SkipUnless(Environment.ProcessorCount > 1, "this machine has one CPU");
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a", more: "windows_process_priority: 64\nenable_cpu_affinity: true\ncpu_affinity: [1]"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots");

        Processes.Text((await farm.Runs())[0].Pid, "status").ShouldContain("Cpus_allowed_list:\t1\n");
    }

    [Fact]
    public async Task Start_behind_a_pipe_returns_while_the_manager_runs_on()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));

        var piped = await Shell(farm, $"\"{Wine.Told(Wine.Program)}\" start | find \"started\" > said.txt");

        piped.ExitCode.ShouldBe(0, piped.Error);
        (await File.ReadAllTextAsync(Path.Combine(farm.Folder, "said.txt"), TestContext.Current.CancellationToken))
            .ShouldContain("Plot manager started");
        farm.ManagerPid().ShouldNotBeNull();
    }

    // Without a terminal Wine has no console whose page could be set.
    [Fact]
    public async Task On_an_old_code_page_signs_have_their_ascii_forms()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));
        await farm.Start();

        var outcome = await Shell(farm, $"\"{Wine.Told(Wine.Program)}\" status > said.txt");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var said = await File.ReadAllTextAsync(Path.Combine(farm.Folder, "said.txt"), TestContext.Current.CancellationToken);
        said.ShouldContain(" - updated");
        said.ShouldNotContain("?##");
        said.All(char.IsAscii).ShouldBeTrue(said);
    }

    [Fact]
    public async Task A_pipe_of_another_process_is_not_believed()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        await using var other = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));
        other.Configure(other.Job("b"));
        await farm.Start();
        await other.Start();
        var (facts, theirs) = (Facts(farm), Facts(other));
        var text = await File.ReadAllTextAsync(facts, TestContext.Current.CancellationToken);

        // In place, so that the file stays the very one that the manager looks for.
        await File.WriteAllTextAsync(facts, text.Replace(PipeOf(facts), PipeOf(theirs)), TestContext.Current.CancellationToken);
        var outcome = await farm.Run("pause");

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        outcome.Error.ShouldContain($"not to the manager (pid {farm.ManagerPid()})");
        (await other.Run("explain")).Out.ShouldNotContain("paused");
    }

    [Fact]
    public async Task Two_managers_have_pipes_of_names_that_nobody_can_guess()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));
        await farm.Start();
        var first = PipeOf(Facts(farm));

        (await farm.Run("restart")).ExitCode.ShouldBe(0);

        first.ShouldMatch(@"plotmanager-[0-9a-f]{16}-[0-9a-f]{32}$");
        PipeOf(Facts(farm)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_service_is_installed_runs_the_manager_ends_without_its_plot_and_is_removed()
    {
        Wine.Demand();
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));
        var name = $"plots-{Path.GetRandomFileName()[..8]}";

        await Expect(farm, 1, $"there is no service {name}", "status", "--name", name);
        await Expect(farm, 0, $"Installed the service {name}", "install", "--name", name, "--account", "LocalSystem");
        await Expect(farm, 1, $"there is a service {name} already", "install", "--name", name, "--account", "LocalSystem");
        await Expect(farm, 1, "does not run", "status", "--name", name);
        await Expect(farm, 0, $"The service {name} runs", "start", "--name", name);
        await Expect(farm, 0, "runs (pid", "status", "--name", name);
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots");

        await Expect(farm, 0, $"The service {name} has ended", "stop", "--name", name);

        farm.Plotters().Count.ShouldBe(1, "the plot goes on");
        await Expect(farm, 0, $"Removed the service {name}", "uninstall", "--name", name);
        await Expect(farm, 1, $"there is no service {name}", "status", "--name", name);
    }

    private static async Task Expect(TestFarm farm, int exitCode, string said, params string[] words)
    {
        var outcome = await farm.Run(["service", .. words]);
        (outcome.Out + outcome.Error).ShouldContain(said);
        outcome.ExitCode.ShouldBe(exitCode, outcome.Out + outcome.Error);
    }

    private static string Facts(TestFarm farm) => Path.Combine(farm.Folder, ".plotmanager", "manager.json");

    private static string PipeOf(string facts) =>
        JsonDocument.Parse(File.ReadAllText(facts)).RootElement.GetProperty("socket").GetString()!.Split('\\')[^1];

    private static async Task<Outcome> Shell(TestFarm farm, string line)
    {
        var batch = Path.Combine(farm.Folder, "line.bat");
        await File.WriteAllTextAsync(batch, $"@echo off\r\n{line}\r\n", TestContext.Current.CancellationToken);
        var errors = Path.Combine(farm.Folder, "errors.txt");
        using var shell = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "exec wine cmd /c line.bat 2>\"$0\" >/dev/null </dev/null", errors])
        { UseShellExecute = false, WorkingDirectory = farm.Folder })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(shell.ExitCode, "", await File.ReadAllTextAsync(errors, TestContext.Current.CancellationToken));
    }
}

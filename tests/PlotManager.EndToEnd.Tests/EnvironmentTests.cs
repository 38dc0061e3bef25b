using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Faults;

namespace PlotManager.EndToEnd.Tests;

/// <summary>
/// Commands where the environment is not as it should be: each ends with one clear line and the right exit code, or works all the same. A
/// hang is a time-out of <see cref="BuiltProgram"/>.
/// </summary>
[Trait("Category", "Unix")]
public sealed class EnvironmentTests
{
    private const int Done = 0, No = 1, Usage = 2;

    // One that is closed, or collected, takes its name along.
    private static readonly ConcurrentBag<Socket> Sockets = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_removed_working_directory_absolute_paths_work_and_others_are_refused()
    {
        await using var farm = Farm();
        const string gone = "mkdir gone && cd gone && rmdir ../gone && ";

        var outcomes = await Together(
            InShell(farm, gone, "--version"), InShell(
                farm, gone, "check", "--config", farm.Config), InShell(farm, gone, "run", "--config", farm.Config));
        var refused = await Together(InShell(farm, gone, "check"), InShell(farm, gone, "init", "--config", "new.yaml"));

        outcomes.ShouldAllBe(outcome => outcome.ExitCode == Done && outcome.Error == "");
        farm.Plots("plots").Count.ShouldBe(1);
        foreach (var (outcome, typed) in refused.Zip(["config.yaml", "new.yaml"]))
        {
            ShouldRefuse(
                outcome,
                Usage,
                $"{typed} cannot be found, for the working directory was removed; change to another one with cd, or give absolute paths");
        }
    }

    [Theory]
    [InlineData("fifo", "a fifo", "check", "run", "status")]
    [InlineData("socket", "a socket", "check")]
    [InlineData("/dev/zero", "a device", "check")]
    [InlineData("/dev/full", "a device", "run")]
    public async Task A_config_that_is_no_file_is_refused_unread(string kind, string words, params string[] commands)
    {
        await using var farm = Farm();
        var config = kind.StartsWith('/') ? kind : Path.Combine(farm.Folder, "odd");
        await Put(kind, config);

        foreach (var outcome in await Together([.. commands.Select(command => farm.Run(command, "--config", config))]))
        {
            ShouldRefuse(outcome, Usage, $"{words}, not a config", "--config FILE");
        }
    }

    [Theory]
    [InlineData("fifo", "a fifo", "run", "history", "cleanup --delete", "status", "simulate")]
    [InlineData("folder", "a folder", "run", "history", "status")]
    [InlineData("socket", "a socket", "run")]
    public async Task A_journal_that_is_no_file_is_named_by_whoever_needs_it(string kind, string words, params string[] commands)
    {
        await using var farm = Farm();
        var journal = await PutIntoState(farm, kind, "journal.db");

        var outcomes = await Together([.. commands.Select(command => farm.Run(command.Split(' ')))]);

        var working = outcomes.Where((_, index) => commands[index] is "status" or "simulate").ToList();
        var refused = outcomes.Except(working);

        foreach (var outcome in refused)
        {
            ShouldRefuse(outcome, No, $"{journal} is {words}", "remove it");
        }

        foreach (var outcome in working)
        {
            outcome.ExitCode.ShouldBe(Done, outcome.Error);
            (outcome.Out + outcome.Error).ShouldContain($"{journal} is {words}");
        }
    }

    [Fact]
    public async Task A_fifo_beside_the_journal_is_not_waited_for()
    {
        await using var farm = Farm();
        (await farm.Run("run")).ExitCode.ShouldBe(Done);
        var log = await PutIntoState(farm, "fifo", "journal.db-wal");

        foreach (var outcome in await Together(farm.Run("run"), farm.Run("history")))
        {
            ShouldRefuse(outcome, No, $"{log} is a fifo", "remove it");
        }
    }

    [Fact]
    public async Task A_folder_called_as_the_managers_file_is_named_and_a_fifo_makes_way()
    {
        await using var farm = Farm();
        await using var other = Farm();
        var facts = await PutIntoState(farm, "folder", "manager.json");
        await PutIntoState(other, "fifo", "manager.json");

        var outcomes = await Together(farm.Run("run"), farm.Run("status"), other.Run("run"));
        var stop = await farm.Run("stop");

        ShouldRefuse(outcomes[0], No, $"{facts} is a folder", "remove it");
        outcomes[1].ExitCode.ShouldBe(Done, outcomes[1].Error);
        outcomes[2].ExitCode.ShouldBe(Done, outcomes[2].Error);
        ShouldRefuse(stop, No, "no manager of");
    }

    [Fact]
    public async Task A_debug_log_that_is_a_fifo_is_not_waited_for()
    {
        await using var farm = Farm();
        await Put("fifo", Path.Combine(farm.Folder, "debug.log"));

        (await farm.Run("run")).ExitCode.ShouldBe(Done);

        (await File.ReadAllTextAsync(Path.Combine(farm.Folder, ".plotmanager", "debug.log"), Cancel)).ShouldContain(
            "all jobs have made their plots");
    }

    [Fact]
    public async Task A_runtime_folder_that_holds_no_socket_is_passed_over()
    {
        await using var lengthy = Farm();
        await using var taken = Farm();
        var folders = new[] { lengthy.Folders(new string('x', 110))[0], taken.Folders("run")[0] };
        Array.ForEach(folders, MakePrivate);
        await File.WriteAllTextAsync(Path.Combine(folders[1], "plotmanager"), "", Cancel);

        var outcomes = await Together(Run(lengthy, "XDG_RUNTIME_DIR", folders[0], "run"), Run(taken, "XDG_RUNTIME_DIR", folders[1], "run"));

        outcomes.ShouldAllBe(outcome => outcome.ExitCode == Done && outcome.Error == "");
    }

    [Fact]
    public async Task Where_no_folder_holds_a_socket_the_remedy_is_named()
    {
        await using var farm = Farm();
        var lengthy = farm.Folders(new string('x', 110))[0];
        MakePrivate(lengthy);
        var environment = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = lengthy, ["TMPDIR"] = lengthy };

        ShouldRefuse(await BuiltProgram.Run(farm.Folder, environment, "run", "--state", Path.Combine(
            lengthy, "state")), No, "no folder can hold the control socket", "XDG_RUNTIME_DIR");
        ShouldRefuse(await Run(farm, "TMPDIR", "/nonexistent/folder", "demo"), No, "cannot be made in /nonexistent/folder", "--keep DIR");
    }

    [Theory]
    [InlineData(80, "status", 120)]
    [InlineData(130, "run", 220)]
    [InlineData(200, "start", 220)]
    public async Task With_too_few_open_files_it_says_how_many_it_needs(int limit, string command, int needed)
    {
        await using var farm = Farm();

        var outcome = await InShell(farm, $"ulimit -n {limit} && ", command);

        ShouldRefuse(outcome, No, $"only {limit} files may be open at once here, and {needed} are needed", "ulimit -n");
    }

    [Fact]
    public async Task A_low_soft_limit_of_open_files_is_raised()
    {
        await using var farm = Farm();

        var outcome = await InShell(farm, "ulimit -S -n 80 && ", "run");

        outcome.ExitCode.ShouldBe(Done, outcome.Error);
    }

    [Fact]
    public async Task A_command_that_waits_for_a_plotter_is_ended_by_a_signal()
    {
        await using var farm = Farm();
        var (plotter, asked) = (Path.Combine(farm.Folder, "slow"), Path.Combine(farm.Folder, "asked"));
        farm.WriteScript(plotter, $"#!/bin/sh\necho > {asked}\nexec sleep 5\n");
        farm.Configure(farm.Job("a", more: $"chia_location: {plotter}"));
        using var check = BuiltProgram.Begin(farm.Folder, null, "check");
        await farm.Until(() => File.Exists(asked), "the plotter is asked for its version");

        Processes.Signal(check.Id, Processes.SigTerm);

        await check.WaitForExitAsync(Cancel);
        check.ExitCode.ShouldBe(128 + Processes.SigTerm);
    }

    [Fact]
    public async Task A_plotter_that_cannot_be_run_is_refused_with_the_reason()
    {
        await using var farm = Farm();
        var plotter = Path.Combine(farm.Folder, "broken");
        await File.WriteAllTextAsync(plotter, "#!/bin/sh\n", Cancel);
        farm.Configure(farm.Job("a", more: $"chia_location: {plotter}"));

        foreach (var outcome in await Together(farm.Run("run"), farm.Run("start")))
        {
            ShouldRefuse(outcome, No, $"{plotter}: it is not executable", "chia_location");
        }

        farm.WriteScript(plotter, "#!/nonexistent/python\n");
        await farm.Start();
        await farm.Until(
            async () => (await farm.Glance()).GetRawText()
                .Contains($"cannot start {plotter}: its interpreter /nonexistent/python does not exist"),
            "the reason is shown");
    }

    // One plot of a second.
    private static TestFarm Farm()
    {
        var farm = TestFarm.Make("seconds: 1\n");
        farm.Configure(farm.Job("a"));
        return farm;
    }

    private static void ShouldRefuse(Outcome outcome, int exitCode, params string[] words)
    {
        outcome.ExitCode.ShouldBe(exitCode, outcome.Out + outcome.Error);
        // Commands that are run together may wait for each other, and say so.
        var line = outcome.Error.TrimEnd().Split('\n').Where(line => !line.EndsWith("waiting until it is done", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        foreach (var word in words)
        {
            line.ShouldContain(word);
        }
    }

    private static Task<Outcome[]> Together(params Task<Outcome>[] runs) => Task.WhenAll(runs);

    private static Task<Outcome> Run(TestFarm farm, string variable, string value, params string[] arguments) =>
        BuiltProgram.Run(farm.Folder, new Dictionary<string, string> { [variable] = value }, arguments);

    // The program, after what a shell has done.
    private static async Task<Outcome> InShell(TestFarm farm, string before, params string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(farm.Folder, $"shell-{Guid.NewGuid():N}")).FullName;
        if (!arguments.Contains("--config") && !before.Contains("cd "))
        {
            arguments = [.. arguments, "--config", farm.Config];
        }

        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"{before}exec \"$0\" \"$@\"", BuiltProgram.File, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return await BuiltProgram.OutcomeOf(shell, arguments);
    }

    private static async Task<string> PutIntoState(TestFarm farm, string kind, string name)
    {
        var state = farm.Folders(".plotmanager")[0];
        MakePrivate(state);
        var path = Path.Combine(state, name);
        await Put(kind, path);
        return path;
    }

    private static async Task Put(string kind, string path)
    {
        switch (kind)
        {
            case "fifo":
                (await Shell.Does("mkfifo", path)).ShouldBeTrue();
                break;
            case "socket":
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                Sockets.Add(socket);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            default:
                Assert.SkipUnless(File.Exists(path), $"there is no {path} here");
                break;
        }
    }

    private static void MakePrivate(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>The manager's own folder, socket and lock: taken by a trick, removed under it, held by another.</summary>
[Trait("Category", "Unix")]
public sealed class PlaceTests
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_logout_has_removed_the_runtime_folder_commands_reach_the_manager()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        var runtime = Private(farm.Folders("run")[0]);
        var started = await BuiltProgram.Run(farm.Folder, new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = runtime }, "start");
        started.ExitCode.ShouldBe(0, started.Error);
        Socket(farm).ShouldStartWith(runtime);

        await farm.Remove(runtime);

        await farm.Until(async () => (await farm.Run("pause")).ExitCode == 0, "the manager is reached again");
        Socket(farm).ShouldStartWith(Path.Combine(farm.Folder, ".plotmanager"));
        (await farm.Run("reload")).ExitCode.ShouldBe(0);
        (await farm.DebugLog()).ShouldContain($"commands reach this manager at {Socket(farm)} now");
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_state_folder_removed_under_a_manager_is_made_anew_with_all_it_knew()
    {
        await using var farm = TestFarm.Make(TestFarm.Held + "fail_every: 2\n");
        farm.Configure(farm.Job("steady", maxPlots: 2), checkInterval: 1);
        await farm.Start();
        var manager = farm.ManagerPid()!.Value;
        await farm.Until(() => farm.Plots("plots").Count == 1, "the first plot is made");

        await farm.Remove(Path.Combine(farm.Folder, ".plotmanager"));

        await farm.Until(() => File.Exists(Path.Combine(farm.Folder, ".plotmanager", "journal.db")), "the journal is under its name again");
        await farm.Until(async () => (await farm.Run("pause")).ExitCode == 0, "the manager is reached again");
        (await farm.Run("start")).Error.ShouldContain($"already runs (pid {manager})");
        Mode(Path.Combine(farm.Folder, ".plotmanager")).ShouldBe("700");
        Mode(Path.Combine(farm.Folder, ".plotmanager", "manager.lock")).ShouldBe("600");
        Mode(Path.Combine(farm.Folder, ".plotmanager", "journal.db")).ShouldBe("600");
        (await farm.Run("history", "--json")).Out.ShouldContain(
            "\"outcome\":\"completed\"", customMessage: "what it knew is in the new one");
    }

    [Fact]
    public async Task A_second_manager_in_a_removed_state_folder_is_refused_and_the_first_goes_on()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady", maxPlots: 2), checkInterval: 1);
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "it plots");
        var first = farm.ManagerPid()!.Value;
        try
        {
            Processes.Signal(first, SigStop);
            await farm.Until(() => Processes.Text(first, "stat").Contains(") T "), "the first one stands still");
            await farm.Remove(Path.Combine(farm.Folder, ".plotmanager"));

            var second = await farm.Run("run");

            second.ExitCode.ShouldBe(1, second.Out);
            second.Error.TrimEnd()
                .Split('\n')
                .ShouldHaveSingleItem()
                .ShouldContain($"a manager of {farm.Config} already runs (pid {first})");
            Directory.Exists(Path.Combine(farm.Folder, ".plotmanager")).ShouldBeFalse("the second one has touched nothing");
        }
        finally
        {
            Processes.Signal(first, SigCont);
        }

        await farm.Until(() => farm.ManagerPid() == first, "the first one is under its names again");
        farm.LetGo();
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Links_under_the_names_of_the_socket_folder_change_nothing_where_they_point()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        var (state, tmp, target) = (farm.Folders("state")[0], farm.Folders("tmp")[0], farm.Folders("target")[0]);
        foreach (var folder in new[] { state, target })
        {
            SetMode(folder, "755");
        }

        var user = (await File.ReadAllLinesAsync("/proc/self/status", Cancel)).First(line => line.StartsWith("Uid:")).Split('\t')[2];
        foreach (var name in new[] { $"plotmanager-{user}", $"plotmanager-{Environment.UserName}" })
        {
            File.CreateSymbolicLink(Path.Combine(tmp, name), target);
        }

        var environment = new Dictionary<string, string> { ["TMPDIR"] = tmp, ["XDG_RUNTIME_DIR"] = "" };
        var started = await BuiltProgram.Run(farm.Folder, environment, "start", "--state", state);

        started.ExitCode.ShouldBe(0, started.Error);
        started.Error.TrimEnd().ShouldBe(
            $"plotmanager: warning: the manager's own folder {state} is open to other users (mode 755); close it with chmod 700 {state}");
        Mode(target).ShouldBe("755");
        Mode(state).ShouldBe("755");
        Directory.EnumerateFileSystemEntries(target).ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(state).Where(file => !file.EndsWith(".log", StringComparison.Ordinal)))
        {
            Mode(file).ShouldBe("600", file);
        }

        (await BuiltProgram.Run(farm.Folder, "stop", "--state", state)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_in_place_of_the_state_folder_is_refused_in_one_line()
    {
        await using var farm = TestFarm.Make();
        farm.Configure(farm.Job("steady"));
        var target = farm.Folders("target")[0];
        SetMode(target, "755");
        File.CreateSymbolicLink(Path.Combine(farm.Folder, ".plotmanager"), target);

        var outcome = await farm.Run("start");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain(".plotmanager is a link");
        Mode(target).ShouldBe("755");
        Directory.EnumerateFileSystemEntries(target).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("start")]
    [InlineData("cleanup --delete")]
    public async Task Beside_a_command_that_works_on_the_farm_another_names_it_and_waits_for_it(string command)
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        var state = Private(farm.Folders(".plotmanager")[0]);
        var stat = await File.ReadAllTextAsync("/proc/self/stat", Cancel);
        var ticks = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        var boot = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", Cancel)).Trim();
        System.Diagnostics.Process waiting;
        await using (var held =
            new FileStream(Path.Combine(state, "manager.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            held.Write(System.Text.Encoding.UTF8.GetBytes($"{Environment.ProcessId} {ticks} {boot} kill\n"));
            held.Flush();
            waiting = BuiltProgram.Begin(farm.Folder, null, command.Split(' '));

            (await waiting.StandardError.ReadLineAsync(Cancel)).ShouldBe(
                $"plotmanager: plotmanager kill (pid {Environment.ProcessId}) is at work on this farm and holds "
                    + $"{Path.Combine(state, "manager.lock")}; waiting until it is done");
            waiting.HasExited.ShouldBeFalse();
            held.SetLength(0);
        }

        using (waiting)
        {
            await waiting.WaitForExitAsync(Cancel);
            waiting.ExitCode.ShouldBe(0, await waiting.StandardError.ReadToEndAsync(Cancel));
        }

        Mode(Path.Combine(state, "manager.lock")).ShouldBe("600");
    }

    private static string Socket(TestFarm farm) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(farm.Folder, ".plotmanager", "manager.json"))).RootElement
            .GetProperty("socket")
            .GetString()!;

    private static string Private(string folder) => SetMode(folder, "700");

    private static string SetMode(string path, string octal)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));
        }

        return path;
    }

    private static string Mode(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}

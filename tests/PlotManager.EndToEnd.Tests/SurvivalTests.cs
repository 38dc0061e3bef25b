using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>A plotter outlives whatever happens to its manager, and holds nothing of it.</summary>
public sealed class SurvivalTests
{
    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_plotter_holds_three_descriptors_and_has_the_priority_and_cpus_of_its_job_on_every_thread()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("low", more: "unix_process_priority: 15\nenable_cpu_affinity: true\ncpu_affinity: [1]"));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        var plotter = farm.Plotters()[0];
        await farm.Until(() => Directory.GetDirectories($"/proc/{plotter}/task").Length > 1, "the plotter has several threads");

        var inherited = Directory.EnumerateFiles($"/proc/{plotter}/fd")
            .Select(fd => (Name: Path.GetFileName(fd), Target: new FileInfo(fd).LinkTarget ?? ""))
            .ToList();

        inherited.Single(fd => fd.Name == "0").Target.ShouldBe("/dev/null");
        inherited.Single(fd => fd.Name == "1").Target.ShouldStartWith($"{farm.Folder}/logs/low_");
        inherited.Single(fd => fd.Name == "2").Target.ShouldBe(inherited.Single(fd => fd.Name == "1").Target);
        var manager = farm.ManagerPid()!.Value;
        var ours = Directory.EnumerateFiles($"/proc/{manager}/fd")
            .Select(fd => new FileInfo(fd).LinkTarget ?? "")
            .Where(target => target.Contains(".plotmanager"))
            .ToList();
        ours.ShouldNotBeEmpty("the manager holds its lock and its journal");
        inherited.Select(fd => fd.Target).ShouldNotContain(target => ours.Contains(target));
        var seen = 0;
        foreach (var thread in Directory.GetDirectories($"/proc/{plotter}/task"))
        {
            var stat = Processes.Text(plotter, $"task/{Path.GetFileName(thread)}/stat");
            var status = Processes.Text(plotter, $"task/{Path.GetFileName(thread)}/status");
            if (stat.Length == 0 || status.Length == 0)
            {
                continue; // the thread has ended meanwhile
            }

            seen++;
            stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16].ShouldBe("15", "field 19 of stat(5) is the nice value");
            status.ShouldContain("Cpus_allowed_list:\t1\n");
        }

        seen.ShouldBeGreaterThan(1, "it has several threads");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_manager_and_a_plotter_that_are_killed_leave_nothing_of_the_runtimes_in_the_folder_for_temporary_files()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        var temporary = Directory.CreateDirectory(Path.Combine(farm.Folder, "tmp")).FullName;
        using var manager = Process.Start(new ProcessStartInfo(
            "env", [$"TMPDIR={temporary}", BuiltProgram.File, "run", "--config", farm.Config])
        { UseShellExecute = false })!;
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        await farm.Until(
            () => Directory.EnumerateFiles(Path.Combine(farm.Folder, "logs")).Any(log => new FileInfo(log).Length > 0),
            "the plotter is past its runtime's beginning");
        manager.Kill();
        Process.GetProcessById(farm.Plotters()[0]).Kill();
        await manager.WaitForExitAsync(TestContext.Current.CancellationToken);

        Directory.EnumerateFileSystemEntries(temporary, "*-*").Where(entry => !Named(entry)).ShouldBeEmpty();

        static bool Named(string entry) =>
            !Path.GetFileName(entry).StartsWith("clr-debug-pipe-", StringComparison.Ordinal)
            && !Path.GetFileName(entry).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal);
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_plotter_survives_ctrl_c_to_the_group_of_its_manager()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        using var shell = Process.Start(new ProcessStartInfo(
            "setsid", ["env", "--default-signal=INT", BuiltProgram.File, "run", "--config", farm.Config])
        { UseShellExecute = false })!;
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        var manager = farm.ManagerPid()!.Value;

        Processes.Signal(-manager, Processes.SigInt); // it leads its group: setsid made it so

        await farm.UntilTheManagerIsGone();
        farm.Plotters().Count.ShouldBe(1);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.ShouldBe(0, "Ctrl-C is an end in good order");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_plotter_survives_the_hang_up_of_the_terminal_of_its_manager()
    {
        if (!File.Exists("/usr/bin/tmux"))
        {
            Assert.Skip("tmux is not installed: no terminal to hang up");
        }

        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        var socket = Path.Combine(farm.Folder, "tmux");
        await Tmux(socket, "new-session", "-d", BuiltProgram.File, "run", "--config", farm.Config);
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");

        await Tmux(socket, "kill-server");

        await farm.UntilTheManagerIsGone();
        farm.Plotters().Count.ShouldBe(1);
    }

    private static async Task Tmux(string socket, params string[] arguments)
    {
        using var tmux = Process.Start(new ProcessStartInfo("tmux", ["-S", socket, .. arguments]) { UseShellExecute = false })!;
        await tmux.WaitForExitAsync(TestContext.Current.CancellationToken);
        tmux.ExitCode.ShouldBe(0);
    }

    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task Plots_go_on_over_a_stop_and_a_start_with_nothing_lost_and_nothing_twice()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady", maxPlots: 2, maxConcurrent: 2));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Count == 2 && farm.Plotters().Count == 2, "two plotters run");
        var before = farm.Plotters();

        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        farm.Plotters().ShouldBe(before, "plots go on without a manager");
        farm.ManagerPid().ShouldBeNull();
        farm.Configure(farm.Job("steady", maxPlots: 0, maxConcurrent: 2));
        await farm.Start();

        var runs = (await farm.Status()).GetProperty("runs").EnumerateArray().ToList();
        runs.Select(run => run.GetProperty("pid").GetInt32()).Order().ShouldBe(before.Order(), "the same runs are taken over");
        runs.ShouldAllBe(run => !run.GetProperty("foreign").GetBoolean() && run.GetProperty("job").GetString() == "steady");
        farm.LetGo();
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(2);
        (await farm.Counted()).ShouldBe(2);
    }

    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task A_plot_survives_the_managers_death_and_is_counted_by_the_next_manager()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady", maxPlots: 2, maxConcurrent: 1));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        var plotter = farm.Plotters()[0];

        Processes.Signal(farm.ManagerPid()!.Value, Processes.SigKill);
        farm.LetGo();
        await farm.Until(() => farm.Plots("plots").Count == 1, "the plot is made though nobody manages");
        await farm.Until(() => !Processes.IsAlive(plotter), "it ends in its own time");
        await farm.Start();

        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(2, "a crash continues the count of max_plots");
        (await farm.Counted()).ShouldBe(2, "the one that ended unseen is counted too");
    }
}

using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>A plotter outlives whatever happens to its manager, and holds nothing of it.</summary>
public sealed class SurvivalTests
{
    [Fact]
    public async Task A_plotter_holds_three_descriptors_and_has_the_priority_and_cpus_of_its_job_on_every_thread()
    {
        await using var farm = TestFarm.Make("seconds: 60\n");
        farm.Configure(farm.Job("low", more: "unix_process_priority: 15\nenable_cpu_affinity: true\ncpu_affinity: [1]"));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        var plotter = farm.Plotters()[0];

        var inherited = Directory.EnumerateFiles($"/proc/{plotter}/fd").Select(fd => (Name: Path.GetFileName(fd), Target: new FileInfo(fd).LinkTarget ?? "")).ToList();

        inherited.Single(fd => fd.Name == "0").Target.ShouldBe("/dev/null");
        inherited.Single(fd => fd.Name == "1").Target.ShouldStartWith($"{farm.Folder}/logs/low_");
        inherited.Single(fd => fd.Name == "2").Target.ShouldBe(inherited.Single(fd => fd.Name == "1").Target);
        var manager = farm.ManagerPid()!.Value;
        var ours = Directory.EnumerateFiles($"/proc/{manager}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(target => target.Contains(".plotmanager")).ToList();
        ours.ShouldNotBeEmpty("the manager holds its lock and its journal");
        inherited.Select(fd => fd.Target).ShouldNotContain(target => ours.Contains(target));
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{plotter}/task"))
        {
            var stat = Processes.Text(plotter, $"task/{Path.GetFileName(thread)}/stat");
            stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16].ShouldBe("15", "field 19 of stat(5) is the nice value");
            Processes.Text(plotter, $"task/{Path.GetFileName(thread)}/status").ShouldContain("Cpus_allowed_list:\t1\n");
        }
    }

    [Fact]
    public async Task A_plotter_survives_ctrl_c_to_the_group_of_its_manager()
    {
        await using var farm = TestFarm.Make("seconds: 60\n");
        farm.Configure(farm.Job("steady"));
        using var shell = Process.Start(new ProcessStartInfo("setsid", ["env", "--default-signal=INT", BuiltProgram.File, "run", "--config", farm.Config]) { UseShellExecute = false })!;
        await farm.Until(() => farm.Plotters().Count == 1, "the plotter runs");
        var manager = farm.ManagerPid()!.Value;

        Processes.Signal(-manager, Processes.SigInt); // it leads its group: setsid made it so

        await farm.UntilTheManagerIsGone();
        farm.Plotters().Count.ShouldBe(1);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.ShouldBe(0, "Ctrl-C is an end in good order");
    }

    [Fact]
    public async Task A_plotter_survives_the_hang_up_of_the_terminal_of_its_manager()
    {
        if (!File.Exists("/usr/bin/tmux"))
        {
            Assert.Skip("tmux is not installed: no terminal to hang up");
        }

        await using var farm = TestFarm.Make("seconds: 60\n");
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
}

using System.Diagnostics;
using System.Security.Cryptography;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>kill, with real processes and files.</summary>
public sealed class KillTests
{
    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task A_plot_killed_in_phase_2_frees_its_temp_files_and_leaves_its_neighbour_alive()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady", maxPlots: 2, maxConcurrent: 2));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Count(run => run.Phase == 2) == 2, "two plots are in phase 2");
        (await farm.Run("pause")).ExitCode.ShouldBe(0);
        var (victim, neighbour) = ((await farm.Runs())[0], (await farm.Runs())[1]);
        var theirs = farm.TempFiles(neighbour.PlotId);
        farm.TempFiles(victim.PlotId).ShouldNotBeEmpty();

        var outcome = await farm.Run("kill", victim.PlotId[..8], "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        outcome.Out.ShouldContain($"Killed plot {victim.PlotId[..7]} of steady: deleted");
        Processes.IsAlive(victim.Pid).ShouldBeFalse();
        farm.TempFiles(victim.PlotId).ShouldBeEmpty();
        Processes.IsAlive(neighbour.Pid).ShouldBeTrue();
        theirs.Except(farm.TempFiles(neighbour.PlotId)).ShouldBeEmpty();
        var job = (await farm.Status()).GetProperty("jobs")[0];
        job.GetProperty("failed").GetInt32().ShouldBe(0, "it was wished");
        job.GetProperty("verdict").GetString().ShouldBe("paused");
        (await farm.Run("unpause")).ExitCode.ShouldBe(0);
        await farm.Until(() => farm.Plotters().Count == 2, "its place is taken at once: the job is not held back");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_plotter_that_ignores_sigterm_is_killed_all_the_same_while_the_loop_goes_on()
    {
        await using var farm = TestFarm.Make("seconds: 1\nfail: hang@1.50\nignore_sigterm: true\n");
        farm.AddPlotter("chia", "seconds: 1\n", "quick");
        farm.Configure(farm.Job("stubborn")
            + farm.Job("quick", maxPlots: 1000, maxConcurrent: 2, temp: "temp-q", more: $"chia_location: {farm.Folder}/quick/chia"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run is { Job: "stubborn", Phase: 1 }), "the stubborn one is at work");
        var victim = (await farm.Runs()).Single(run => run.Job == "stubborn");
        await farm.Until(() => farm.Plots("plots").Count > 0, "the quick one makes plots");
        var before = QuickDeeds();

        var outcome = await farm.Run("kill", $"{victim.Pid}", "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        outcome.Out.ShouldContain("with SIGKILL");
        Processes.IsAlive(victim.Pid).ShouldBeFalse();
        farm.TempFiles(victim.PlotId).ShouldBeEmpty();
        QuickDeeds().ShouldBeGreaterThan(before, "plots began or were made meanwhile");

        int QuickDeeds() => farm.Plots("plots").Count + Directory.GetFiles(Path.Combine(farm.Folder, "logs"), "quick_*").Length;
    }

    [Fact]
    public async Task Kill_without_a_terminal_needs_force()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Count == 1, "it plots");

        var outcome = await farm.Run("kill", "1");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain("--force");
        farm.Plotters().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_while_no_manager_runs_is_known_as_the_users_to_the_next_one()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 2), "the plot is in phase 2");
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        var victim = (await farm.Runs())[0];

        var outcome = await farm.Run("kill", "1", "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        farm.TempFiles(victim.PlotId).ShouldBeEmpty();
        await farm.Start();
        var job = (await farm.Status()).GetProperty("jobs")[0];
        job.GetProperty("failed").GetInt32().ShouldBe(0);
        job.GetProperty("verdict").GetString().ShouldNotBe("held back");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task Of_two_plotters_that_share_a_process_group_one_is_killed_and_the_other_lives()
    {
        await using var farm = TestFarm.Make();
        farm.Configure(farm.Job("steady", more: "initial_delay_minutes: 600"), checkInterval: 1);
        farm.Folders("logs");
        // Foreign plotters as a shell script of a user starts them.
        var plotter = farm.WriteShellPlotter("foreign", """
            #!/bin/bash
            echo "Starting plotting progress into temporary dirs: $6 and $6"
            echo "ID: ${10}"
            echo "Plot size is: 18"
            echo "Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026"
            echo work > "$6/plot-k18-2026-11-22-10-52-${10}.plot.table1.tmp"
            sleep 600 &
            wait
            """);
        var (a, b) =
            (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var start = $"{plotter} plots create -k 18 -t {farm.Folder}/temp -d {farm.Folder}/plots -i";
        await farm.Start();
        var both = $"{start} {a} > {farm.Folder}/logs/a.log & {start} {b} > {farm.Folder}/logs/b.log & wait";
        using var shell = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", both]) { UseShellExecute = false })!;
        try
        {
            await farm.Until(async () => (await farm.Runs()).Count(run => run.PlotId == a || run.PlotId == b) == 2, "both are seen");
            var victim = (await farm.Runs()).Single(run => run.PlotId == a);
            var neighbour = (await farm.Runs()).Single(run => run.PlotId == b);
            Group(victim.Pid).ShouldBe(Group(neighbour.Pid));
            await farm.Until(
                () => Children(victim.Pid).Count == 1 && Children(neighbour.Pid).Count == 1, "each has its file and its child");
            var children = Children(victim.Pid);

            var outcome = await farm.Run("kill", a[..8], "--force");

            outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
            Processes.IsAlive(victim.Pid).ShouldBeFalse();
            Processes.IsAlive(children[0]).ShouldBeFalse();
            Processes.IsAlive(neighbour.Pid).ShouldBeTrue();
            Processes.IsAlive(Children(neighbour.Pid).ShouldHaveSingleItem()).ShouldBeTrue();
            Directory.GetFiles(Path.Combine(farm.Folder, "temp"))
                .Select(Path.GetFileName)
                .ShouldBe([$"plot-k18-2026-11-22-10-52-{b}.plot.table1.tmp"], outcome.Out);
        }
        finally
        {
            Processes.Signal(-shell.Id, Processes.SigKill); // setsid made it the leader of its group
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Group(int pid) =>
        Processes.Text(pid, "stat") is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[2] : "";

    private static IReadOnlyList<int> Children(int pid) =>
        [.. Processes.Text(pid, $"task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}

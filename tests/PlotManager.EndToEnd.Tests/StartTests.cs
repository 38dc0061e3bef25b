using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Faults;

namespace PlotManager.EndToEnd.Tests;

/// <summary>What a manager in the background says before it is up, wherever its log may be.</summary>
public sealed class StartTests
{
    [Trait("Category", "Unix")]
    [Fact]
    public async Task On_a_full_drive_it_says_why_the_manager_cannot_be_started()
    {
        await using var farm = TestFarm.Make();
        var home = farm.Folders("home")[0];
        await using var disk = await SmallDisk.Mount(home);
        farm.Configure(farm.Job("a"));
        var config = Path.Combine(home, "config.yaml");
        File.Copy(farm.Config, config);
        disk.Fill();

        var outcome = await farm.Run("start", "--config", config);

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        outcome.Error.TrimEnd().Split('\n')[^1].ShouldContain($"{home}/.plotmanager/manager.lock cannot be written");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task Without_a_log_the_words_and_the_exit_code_are_the_managers()
    {
        await using var farm = TestFarm.Make();
        farm.Configure(farm.Job("a"));
        farm.Folders(".plotmanager/start.log", ".plotmanager/journal.db");

        var outcome = await farm.Run("start");

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        outcome.Error.ShouldContain("journal.db is a folder");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task Start_is_over_when_the_manager_is_up_whatever_copies_of_its_output_the_runtime_keeps()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));

        var start = await farm.Run("start");

        start.ExitCode.ShouldBe(0, start.Error);
        start.Error.ShouldBeEmpty("nothing was waited for in vain");
        var log = Path.Combine(farm.Folder, ".plotmanager", "start.log");
        foreach (var descriptor in new[] { 1, 2 })
        {
            new FileInfo($"/proc/{farm.ManagerPid()}/fd/{descriptor}").LinkTarget.ShouldBe(log);
        }
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_strangers_plotter_does_not_make_a_missing_plotter_right()
    {
        await using var farm = TestFarm.Make();
        using var stranger = await ForeignPlotter.Start(farm, temp: "elsewhere");
        farm.Configure(farm.Job("a", more: "chia_location: /nowhere/chia"));

        var start = await farm.Run("start");

        start.ExitCode.ShouldBe(1, start.Out);
        start.Error.ShouldContain("/nowhere/chia: there is no such file");
    }

    [Fact]
    public async Task Start_says_what_check_says_of_priority_affinity_and_sound()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a", more: "enable_cpu_affinity: true\ncpu_affinity: [0, 9999]"));
        await File.AppendAllTextAsync(
            farm.Config, "\nnotifications: {notify_sound: true, song: /nowhere/done.wav}\n", TestContext.Current.CancellationToken);

        var start = await farm.Run("start");

        start.ExitCode.ShouldBe(0, start.Error);
        start.Error.ShouldContain("warning: job a: cpu_affinity: the machine has no CPU 9999 for us");
        start.Error.ShouldContain("warning: notifications.song: there is no file /nowhere/done.wav");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_manager_whose_starter_was_killed_comes_up_all_the_same()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("a"));
        farm.OpenToAll();
        var state = farm.Folders(".plotmanager")[0]; // open to others: the manager warns of that, and nobody reads it
        using var start = BuiltProgram.Begin(farm.Folder, null, "start");
        await farm.Until(
            () => Process.GetProcesses().Any(process => Processes.Text(process.Id, "cmdline").Contains($"run --start-log {state}")),
            "the manager is begun");

        Processes.Signal(start.Id, Processes.SigKill);

        await farm.Until(() => farm.Plotters().Count == 1, "it plots");
        (await farm.Status()).GetProperty("manager").GetProperty("running").GetBoolean().ShouldBeTrue();
    }
}

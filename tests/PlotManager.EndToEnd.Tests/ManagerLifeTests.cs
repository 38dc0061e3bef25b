using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>start, stop, restart and what the manager says when it cannot.</summary>
public sealed class ManagerLifeTests
{
    [Fact]
    public async Task A_second_start_for_the_same_config_is_refused()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        var pid = farm.ManagerPid();

        var second = await farm.Run("start");

        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain($"already runs (pid {pid})");
        farm.ManagerPid().ShouldBe(pid);
    }

    [Fact]
    public async Task A_run_beside_a_manager_in_the_background_is_refused()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();

        var second = await farm.Run("run");

        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain("already runs");
    }

    [Fact]
    public Task A_restart_leaves_exactly_one_manager() => RestartAgainAndAgain(3);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Fifty_restarts_leave_exactly_one_manager_each_time() => RestartAgainAndAgain(50);

    [Fact]
    public async Task Stop_says_when_no_manager_runs()
    {
        await using var farm = TestFarm.Make();
        farm.Configure(farm.Job("steady"));

        var outcome = await farm.Run("stop");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("no manager");
    }

    [Fact]
    public async Task A_pause_survives_a_restart_and_unpause_starts_plots()
    {
        await using var farm = TestFarm.Make();
        farm.Configure(farm.Job("steady", maxPlots: 1, more: "initial_delay_minutes: 60"));
        await farm.Start();
        (await farm.Run("pause")).ExitCode.ShouldBe(0);
        farm.Configure(farm.Job("steady", maxPlots: 1));

        (await farm.Run("restart")).ExitCode.ShouldBe(0);

        (await farm.Status()).GetProperty("jobs")[0].GetProperty("verdict").GetString().ShouldBe("paused");
        farm.Plotters().ShouldBeEmpty();
        (await farm.Run("unpause")).ExitCode.ShouldBe(0);
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_name_of_150_characters_is_no_trouble()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        var folder = farm.Folders(new string('x', 150))[0];
        farm.Configure(farm.Job("deep"));
        var config = Path.Combine(folder, "config.yaml");
        File.Move(farm.Config, config);

        (await farm.Run("start", "--config", config)).ExitCode.ShouldBe(0);

        (await farm.Run("stop", "--config", config)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("frobnicate", "'frobnicate' is not a command")]
    [InlineData("strat", "did you mean 'start'?")]
    public async Task An_unknown_command_gets_one_clear_line(string command, string expected)
    {
        var outcome = await BuiltProgram.Run(Path.GetTempPath(), command);

        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome.Error).ShouldContain(expected);
    }

    [Fact]
    public async Task No_config_gets_one_clear_line()
    {
        var outcome = await BuiltProgram.Run(Path.GetTempPath(), "status", "--config", "/nowhere/config.yaml");

        outcome.ExitCode.ShouldBe(2);
        OneLine(outcome.Error).ShouldContain("there is no config at /nowhere/config.yaml");
    }

    [Theory]
    [InlineData("chia_location: /nowhere/chia", "/nowhere/chia")]
    [InlineData("chia_location: /tmp", "/tmp")]
    [InlineData("temporary_directory: /nowhere/temp", "jobs[0].temporary_directory: /nowhere/temp")]
    [InlineData("destination_directory: /nowhere/plots", "jobs[0].destination_directory: /nowhere/plots")]
    [InlineData("destination_directory: /etc/hostname", "jobs[0].destination_directory: /etc/hostname")]
    public async Task Start_is_refused_in_one_line_when_nothing_could_be_started(string line, string expected)
    {
        await using var farm = TestFarm.Make();
        var key = line[..line.IndexOf(':')];
        farm.Configure(string.Join('\n', farm.Job("steady").Split('\n').Where(written => !written.Contains(key + ":"))) + $"    {line}\n");

        var outcome = await farm.Run("start");

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        OneLine(outcome.Error).ShouldContain(expected);
        farm.ManagerPid().ShouldBeNull();
    }

    private static async Task RestartAgainAndAgain(int times)
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "the one plot has begun");
        for (var round = 0; round < times; round++)
        {
            var before = farm.ManagerPid();

            (await farm.Run("restart")).ExitCode.ShouldBe(0);

            var after = farm.ManagerPid();
            after.ShouldNotBeNull();
            after.ShouldNotBe(before);
            Processes.IsAlive(before!.Value).ShouldBeFalse();
            farm.Plotters().Count.ShouldBe(1, "the one plot goes on, no second is started");
        }
    }

    private static string OneLine(string text) => text.TrimEnd().Split('\n').ShouldHaveSingleItem();
}

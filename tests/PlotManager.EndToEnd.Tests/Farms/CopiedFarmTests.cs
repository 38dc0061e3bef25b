using System.Diagnostics;
using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>Issue 14, number 10: a farm's folder that was copied, moved or restored, and a second manager of one farm.</summary>
[Trait("Category", "Unix")] // its plotters are started by the shell, or its farm is made of links
public sealed class CopiedFarmTests
{
    [Fact]
    public async Task A_copy_of_a_farm_that_plots_is_refused_and_the_original_is_unharmed()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady", maxPlots: 2), checkInterval: 1);
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots");
        var manager = farm.ManagerPid();
        var copy = await Copied(farm);

        foreach (var command in new[] { "start", "run", "cleanup --delete", "kill 1 --force" })
        {
            var outcome = await BuiltProgram.Run(copy, command.Split(' '));
            outcome.ExitCode.ShouldBe(1, command + outcome.Out);
            outcome.Error.TrimEnd().ShouldBe(
                $"plotmanager: {copy}/.plotmanager is a copy of the folder of another farm, {farm.Folder}/.plotmanager (its manager "
                    + $"has pid {manager}), "
                + $"and would count its plots too; use that one, or remove {copy}/.plotmanager to make a farm of its own of "
                    + $"{copy}/config.yaml", command);
        }

        (await BuiltProgram.Run(copy, "stop")).ExitCode.ShouldNotBe(0, "it has no manager");
        farm.ManagerPid().ShouldBe(manager);
        farm.LetGo();
        await farm.UntilTheManagerIsGone();
        (farm.Plots("plots").Count, await farm.Counted()).ShouldBe((2, 2));
        (await BuiltProgram.Run(copy, "history", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldAllBe(line => line.Contains("\"source\":\"log\""), "the copy has counted nothing: it reads the logs of its original");
        (await BuiltProgram.Run(copy, "start")).Error.ShouldContain(
            "is a copy of the folder of another farm", customMessage: "the original is there, though its manager is not");
        (await farm.Run("history", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_farm_that_was_moved_while_it_plotted_goes_on_and_says_so()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"), checkInterval: 1);
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots");
        var run = (await farm.Runs()).Single();
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        var moved = farm.Folders("moved")[0];
        var identity = Identity(farm.Folder);
        Directory.Move(Path.Combine(farm.Folder, ".plotmanager"), Path.Combine(moved, ".plotmanager"));
        File.Move(farm.Config, Path.Combine(moved, "config.yaml"));

        var started = await BuiltProgram.Run(moved, "start");

        started.ExitCode.ShouldBe(0, started.Error);
        started.Error.ShouldContain(
            $"this farm has moved: its journal was {farm.Folder}/.plotmanager/journal.db and is {moved}/.plotmanager/journal.db now");
        Identity(moved).ShouldBe(identity);
        var status = JsonDocument.Parse((await BuiltProgram.Run(moved, "status", "--json")).Out).RootElement;
        var seen = status.GetProperty("runs").EnumerateArray().Single();
        (seen.GetProperty("pid").GetInt32(), seen.GetProperty("owner").GetString()).ShouldBe((run.Pid, "own"));
        (await BuiltProgram.Run(moved, "stop")).ExitCode.ShouldBe(0);
        (await BuiltProgram.Run(moved, "start")).Error.ShouldNotContain("moved", customMessage: "it is said once");
        farm.LetGo();
        await farm.Until(
            async () => (await BuiltProgram.Run(moved, "history", "--json")).Out.Contains("\"outcome\":\"completed\""),
            "its plot is counted");
        await BuiltProgram.Run(moved, "stop");
    }

    [Fact]
    public async Task A_journal_that_was_restored_goes_on_with_the_plots_that_it_does_not_know()
    {
        await using var farm = TestFarm.Make("seconds: 1\n");
        farm.Configure(farm.Job("steady"), checkInterval: 1);
        await farm.Start();
        await farm.UntilTheManagerIsGone();
        var state = Path.Combine(farm.Folder, ".plotmanager");
        var saved = farm.Folders("saved")[0];
        await Shell($"cp -a {state}/journal.db* {saved}");
        File.WriteAllText(Path.Combine(farm.Folder, "bin", "chia.stand-in"), TestFarm.Held);
        farm.Configure(farm.Job("steady"), checkInterval: 1);
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 4), "it plots anew");
        var run = (await farm.Runs()).Single();
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        await Shell($"rm {state}/journal.db*; cp -a {saved}/journal.db* {state}");

        var started = await farm.Run("start");

        started.ExitCode.ShouldBe(0, started.Error);
        started.Error.ShouldContain($"the journal {state}/journal.db is another file than before");
        var seen = (await farm.Status()).GetProperty("runs").EnumerateArray().Single();
        (seen.GetProperty("pid").GetInt32(), seen.GetProperty("owner").GetString()).ShouldBe(
            (run.Pid, "adopted"), "it carries this farm's mark");
        farm.LetGo();
        await farm.Until(async () => await farm.Counted() == 2, "both are counted");
    }

    [Theory]
    [InlineData("a hard link")]
    [InlineData("a bind mount")]
    public async Task A_second_manager_by_another_name_of_the_config_is_refused(string by)
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"), checkInterval: 1);
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "it plots");
        var second = Path.Combine(farm.Folders("second")[0], "config.yaml");
        await using var mount = by == "a bind mount" ? await BindMount.Of(farm.Config, second) : null;
        if (mount is null)
        {
            (await Shell($"ln {farm.Config} {second}")).ShouldBe(0);
        }

        var outcome = await farm.Run("start", "--config", second);

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        outcome.Error.TrimEnd().ShouldBe(
            $"plotmanager: a manager of {second} already runs (pid {farm.ManagerPid()}): {farm.Config} is the same file; use "
                + $"plotmanager with --config {farm.Config}");
        farm.Plotters().Count.ShouldBe(1);
        Directory.Exists(Path.Combine(farm.Folder, "second", ".plotmanager")).ShouldBeFalse("it has touched nothing");
    }

    [Fact]
    public async Task Of_two_managers_started_at_once_under_two_names_of_one_config_one_lives()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"), checkInterval: 1);
        var second = Path.Combine(farm.Folders("second")[0], "config.yaml");
        (await Shell($"ln {farm.Config} {second}")).ShouldBe(0);

        var outcomes = await Task.WhenAll(farm.Run("start"), farm.Run("start", "--config", second));

        outcomes.Count(outcome => outcome.ExitCode == 0).ShouldBe(1, string.Concat(outcomes.Select(outcome => outcome.Error)));
        outcomes.Single(outcome => outcome.ExitCode != 0).Error.ShouldContain("is the same file");
        await farm.Until(() => farm.Plotters().Count == 1, "one plots");
        if (outcomes[1].ExitCode == 0)
        {
            (await farm.Run("stop", "--config", second)).ExitCode.ShouldBe(0);
        }
    }

    private static async Task<string> Copied(TestFarm farm)
    {
        var copy = farm.Folders("copy")[0];
        (await Shell($"cp -a {farm.Folder}/.plotmanager {farm.Config} {copy}")).ShouldBe(0);
        return copy;
    }

    private static string Identity(string folder)
    {
        using var journal =
            new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder}/.plotmanager/journal.db;Mode=ReadOnly;Pooling=False");
        journal.Open();
        using var command = journal.CreateCommand();
        command.CommandText = "SELECT id FROM farm";
        return (string)command.ExecuteScalar()!;
    }

    private static async Task<int> Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { UseShellExecute = false })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>A file under another name, as long as this lives; the test is skipped where this user may not mount.</summary>
    private sealed class BindMount(string name) : IAsyncDisposable
    {
        public static async Task<BindMount> Of(string file, string name)
        {
            await File.WriteAllTextAsync(name, "");
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can bind a file to another name");
            Assert.SkipUnless(await Shell($"mount --bind {file} {name}") == 0, "this machine lets nobody bind a file to another name");
            return new BindMount(name);
        }

        public async ValueTask DisposeAsync() => (await Shell($"umount {name}")).ShouldBe(0);
    }
}

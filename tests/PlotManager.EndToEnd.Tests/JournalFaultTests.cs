using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Faults;

namespace PlotManager.EndToEnd.Tests;

/// <summary>The journal's disk full, its file frozen or deleted.</summary>
[Trait("Category", "Unix")]
public sealed class JournalFaultTests
{
    [Fact]
    public async Task A_full_disk_of_journal_log_and_error_output_stops_new_plots_until_there_is_room()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        var home = farm.Folders("home")[0];
        await using var disk = await SmallDisk.Mount(home);
        farm.Configure(farm.Job("steady", maxPlots: 2), checkInterval: 2);
        var config = Path.Combine(home, "config.yaml");
        File.Copy(farm.Config, config);
        (await farm.Run("start", "--config", config)).ExitCode.ShouldBe(0);
        await farm.Until(() => farm.Plotters().Count == 1, "the first plot is made");
        disk.Fill();
        farm.LetGo();

        await farm.Until(() => farm.Plots("plots").Count == 1, "the first plot is made, whatever the disk");
        await farm.Until(
            async () => (await farm.Run("status", "--config", config)).Out.Contains("the drive of the journal is full"),
            "it is said in the status");
        farm.Plotters().ShouldBeEmpty("what cannot be written down is not started");
        farm.Plots("plots").Count.ShouldBe(1);

        disk.MakeRoom();
        await farm.Until(() => farm.Plots("plots").Count == 2, "with room it goes on by itself");
        await farm.Until(() => farm.Plotters().Count == 0, "the second plotter ends");
        await farm.Until(
            async () => (await farm.Run("status", "--config", config, "--json")).Out.Contains("\"running\":false"),
            "the manager has ended by itself");
        var history = await farm.Run("history", "--config", config, "--json");
        history.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Count(line => line.Contains("\"outcome\":\"completed\""))
            .ShouldBe(2, "the plot that was made meanwhile is in the books too");
    }

    [Fact]
    public async Task While_the_journal_cannot_be_written_the_manager_answers_and_nothing_is_deleted()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        var home = farm.Folders("home")[0];
        await using var disk = await SmallDisk.Mount(home);
        farm.Configure(farm.Job("steady", maxPlots: 3, maxConcurrent: 2), checkInterval: 2);
        var config = Path.Combine(home, "config.yaml");
        File.Copy(farm.Config, config);
        (await farm.Run("start", "--config", config)).ExitCode.ShouldBe(0);
        await farm.Until(async () => (await PlotIds()).Count == 2, "two plots stand in their last phase");
        var plots = await PlotIds();
        disk.Fill();

        var pause = await farm.Run("pause", "--config", config);
        await farm.Until(
            async () => (await farm.Run("pause", "--config", config)).Error.Contains("not saved"), "nothing more can be written");
        pause.ExitCode.ShouldBe(0, "it is paused, saved or not");
        await farm.Until(async () => await Unsaved() > 0, "the snapshot says how much is not saved");
        (await farm.Run("status", "--config", config)).Out.ShouldContain("not saved");
        var json = await farm.Run("json", "--config", config);
        json.ExitCode.ShouldBe(0);
        OneLine(json.Error, "not saved and kept in memory until the journal can be written");

        var files = farm.TempFiles(plots[0]);
        files.ShouldNotBeEmpty();
        var kill = await farm.Run("kill", plots[0][..8], "--force", "--config", config);
        kill.ExitCode.ShouldBe(1);
        (kill.Out + kill.Error).ShouldContain("no file was deleted, for nothing is while the journal cannot be written");
        farm.Plotters().Count.ShouldBe(1);
        farm.TempFiles(plots[0]).Count.ShouldBe(files.Count);
        var cleanup = await farm.Run("cleanup", "--delete", "--config", config);
        cleanup.ExitCode.ShouldBe(1);
        OneLine(cleanup.Error, "nothing is deleted, for ");
        var restart = await farm.Run("restart", "--config", config);
        restart.ExitCode.ShouldBe(1);
        OneLine(restart.Error, "the manager is not restarted, for a new one could not begin: ");

        var stop = await farm.Run("stop", "--config", config);
        stop.ExitCode.ShouldBe(0, stop.Error);
        OneLine(stop.Error, "not saved: ");

        disk.MakeRoom();
        (await farm.Run("start", "--config", config)).ExitCode.ShouldBe(0);
        var seen = await PlotIds();
        seen.ShouldContain(plots[1], "what runs is recognised again");
        seen.ShouldNotContain(plots[0], "and what was killed is not");
        (await Unsaved()).ShouldBe(0);
        (await farm.Run("stop", "--config", config)).Error.ShouldBeEmpty();

        async Task<JsonElement> Status() => JsonDocument.Parse((await farm.Run("status", "--json", "--config", config)).Out).RootElement;

        async Task<int> Unsaved() => (await Status()).GetProperty("manager").GetProperty("unsaved").GetInt32();

        async Task<List<string>> PlotIds() =>
            [.. (await Status()).GetProperty("runs").EnumerateArray()
                .Where(run => run.GetProperty("phase") is { ValueKind: JsonValueKind.Number } phase && phase.GetInt32() == 4)
                .Select(run => run.GetProperty("plot_id").GetString()).OfType<string>()];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_on_a_full_disk_says_so_in_one_line(bool thereIsAJournal)
    {
        await using var farm = TestFarm.Make("seconds: 1\n");
        var home = farm.Folders("home")[0];
        await using var disk = await SmallDisk.Mount(home);
        farm.Configure(farm.Job("steady"));
        var config = Path.Combine(home, "config.yaml");
        File.Copy(farm.Config, config);
        var state = TestFarm.PrivateFolder(Path.Combine(home, "state"));
        if (thereIsAJournal)
        {
            (await farm.Run("start", "--config", config, "--state", state)).ExitCode.ShouldBe(0);
            await farm.Until(() => !File.Exists(Path.Combine(state, "manager.json")), "the manager ends");
        }

        disk.Fill();
        foreach (var command in new[] { "start", "run" })
        {
            var outcome = await farm.Run(command, "--config", config, "--state", state);
            outcome.ExitCode.ShouldBe(1, $"{command}: {outcome.Out}{outcome.Error}");
            OneLine(outcome.Error, state);
        }

        disk.MakeRoom();
        (await farm.Run("start", "--config", config, "--state", state)).ExitCode.ShouldBe(0);
        await farm.Until(() => farm.Plots("plots").Count == (thereIsAJournal ? 2 : 1), "with room it plots");
        await farm.Until(() => !File.Exists(Path.Combine(state, "manager.json")), "the manager ends");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_refused_in_one_line()
    {
        await using var farm = TestFarm.Make("seconds: 1\n", onDisk: true);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.UntilTheManagerIsGone();
        await using var frozen = await Frozen.File(Path.Combine(farm.Folder, ".plotmanager", "journal.db"));
        farm.Configure(farm.Job("steady"));

        var outcome = await farm.Run("start");

        outcome.ExitCode.ShouldBe(1, outcome.Out);
        outcome.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("journal.db: the journal cannot be written (read-only)");
        farm.ManagerPid().ShouldBeNull();
    }

    [Fact]
    public async Task A_journal_deleted_while_the_manager_runs_is_whole_for_the_one_after_its_death()
    {
        await using var farm = TestFarm.Make(TestFarm.Held + "fail_every: 3\n");
        farm.Configure(farm.Job("steady", maxPlots: 3));
        await farm.Start();
        await farm.Until(() => farm.Plots("plots").Count >= 1, "the first plot is made");
        foreach (var file in Directory.GetFiles(Path.Combine(farm.Folder, ".plotmanager"), "journal.db*"))
        {
            File.Delete(file);
        }

        await farm.Until(() => farm.Plots("plots").Count >= 2, "it plots on");
        Processes.Signal(farm.ManagerPid()!.Value, Processes.SigKill);
        await farm.UntilTheManagerIsGone();
        farm.LetGo();
        await farm.Start();

        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(3, "the counts went on over both");
        (await farm.Run("history", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    private static void OneLine(string text, string words) => text.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain(words);
}

/// <summary>A file that nobody may change, root included.</summary>
internal sealed class Frozen : IAsyncDisposable
{
    private readonly string _file;

    private Frozen(string file) => _file = file;

    public static async Task<Frozen> File(string file)
    {
        // Root may write what it has no right to; a bind mount that is read-only stops it too.
        if (Environment.UserName == "root")
        {
            Assert.SkipUnless(
                await Shell.Does("mount", "--bind", file, file) && await Shell.Does(
                    "mount", "-o", "remount,bind,ro", file), "as root only a mount makes a file read-only, and none is allowed here");
        }
        else if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        return new Frozen(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.UserName == "root")
        {
            await Shell.Does("umount", "-l", _file);
        }
    }
}

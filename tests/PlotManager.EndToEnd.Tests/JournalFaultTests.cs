using System.Diagnostics;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>The journal's disk full, its file frozen or deleted.</summary>
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
        await farm.Until(async () => (await farm.Run("status", "--config", config)).Out.Contains("the drive of the journal is full"), "it is said in the status");
        farm.Plotters().ShouldBeEmpty("what cannot be written down is not started");
        farm.Plots("plots").Count.ShouldBe(1);

        disk.MakeRoom();
        await farm.Until(() => farm.Plots("plots").Count == 2, "with room it goes on by itself");
        await farm.Until(() => farm.Plotters().Count == 0, "the second plotter ends");
        await farm.Until(async () => (await farm.Run("status", "--config", config, "--json")).Out.Contains("\"running\":false"), "the manager has ended by itself");
        var history = await farm.Run("history", "--config", config, "--json");
        history.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("\"outcome\":\"completed\"")).ShouldBe(2, "the plot that was made meanwhile is in the books too");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_refused_in_one_line()
    {
        await using var farm = TestFarm.Make("seconds: 1\n");
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
        await farm.Until(() => farm.Plots("plots").Count == 1, "the first plot is made");
        foreach (var file in Directory.GetFiles(Path.Combine(farm.Folder, ".plotmanager"), "journal.db*"))
        {
            File.Delete(file);
        }

        await farm.Until(() => farm.Plots("plots").Count == 2, "it plots on");
        Processes.Signal(farm.ManagerPid()!.Value, Processes.SigKill);
        await farm.UntilTheManagerIsGone();
        farm.LetGo();
        await farm.Start();

        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(3, "the counts went on over both");
        (await farm.Run("history", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }
}

/// <summary>A disk of four megabytes in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    public static async Task<SmallDisk> Mount(string folder)
    {
        Assert.SkipUnless(await Shell.Does("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder), "no right to mount a small disk here (root is needed)");
        return new SmallDisk(folder);
    }

    /// <summary>To the last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var piece = 64 * 1024; piece > 0; piece /= 2)
        {
            try
            {
                while (true)
                {
                    filler.Write(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // No room for a piece of this size: a smaller one may fit.
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await Shell.Does("umount", "-l", _folder);
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
                await Shell.Does("mount", "--bind", file, file) && await Shell.Does("mount", "-o", "remount,bind,ro", file), "as root only a mount makes a file read-only, and none is allowed here");
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

internal static class Shell
{
    /// <summary>Whether the command exits 0.</summary>
    public static async Task<bool> Does(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}

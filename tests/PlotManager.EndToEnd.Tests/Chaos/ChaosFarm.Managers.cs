using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>Its managers, one after another.</summary>
public sealed partial class ChaosFarm
{
    private void StartManager()
    {
        var process = BuiltProgram.Begin(_farm.Folder, _surroundings.Environment, "run", "--config", _farm.Config);
        _manager = (process, process.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    // A disk that died comes back for the next manager alone: this one has files of the dead one open.
    private async Task ReplaceManager()
    {
        if (_surroundings.DriveIsDead)
        {
            await EndManager();
            StartManager();
        }
    }

    private async Task KillManager()
    {
        await EndManager();
        Struck[Fault.KillManager]++;
    }

    private async Task EndManager()
    {
        await SeeRefusal();
        var (process, said) = _manager!.Value;
        Processes.Signal(process.Id, Processes.SigKill);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (process.ExitCode != Sigkilled)
        {
            await EndManager(); // it refused to start at the same moment
            return;
        }

        Complaints.Add(await said);
        process.Dispose();
        await _surroundings.Undo(Fault.FailJournalDrive);
    }

    // A manager whose config is cut off, or whose journal's drive is full or dead, while it starts is right to refuse and says so. What
    // bars it is undone then.
    private async Task SeeRefusal()
    {
        var (process, said) = _manager!.Value;
        if (!process.HasExited)
        {
            return;
        }

        process.ExitCode.ShouldBeOneOf([1, 2], await said);
        (await said).Trim().Split('\n')[^1].ShouldMatch("config\\.yaml:|/\\.plotmanager/");
        RefusedStarts++;
        process.Dispose();
        await _surroundings.UndoWhatBarsAStart();
        StartManager();
    }
}

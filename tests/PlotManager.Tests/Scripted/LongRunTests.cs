using PlotManager.Journal.Sqlite;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>
/// A manager that goes on for days: what it remembers is dropped as it must be. Measures memory, so no other test runs beside it.
/// </summary>
[CollectionDefinition(nameof(LongRunTests), DisableParallelization = true)]
[Collection(nameof(LongRunTests))]
public sealed class LongRunTests : IDisposable
{
    private static readonly string[] Jobs = ["a", "b", "c", "d", "e"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("long-run");
    private readonly ScriptedFarm _farm;
    private readonly SqliteJournal _journal;
    private int _plots;

    public LongRunTests()
    {
        var clock = new FakeClock(ScriptedMachine.T0);
        _journal = SqliteJournal.Open(Path.Combine(_folder.FullName, "journal.db"), clock, _ => { });
        _farm = new ScriptedFarm([.. Jobs.Select(name => ScriptedFarm.Job(name, maxPlots: 1_000_000))]) { Journal = _journal };
        _farm.Machine.Script = order =>
        {
            var temp = order.Arguments[order.Arguments.IndexOf("-t") + 1];
            return PlotScript.Good(PlotScript.Id(++_plots), temp, $"/{temp[1]}-dest/plots", minutes: 14).Steps;
        };
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void TenThousandLooksOverADay_WhilePlotsComeAndGo_LeaveNothingBehind()
    {
        // What people are shown of lost plots and of waits is of the last days: the fourth day begins with as much as it ends with.
        _farm.Starts(new SeamCalls(_ => Fate.Happens) { Forgets = true }).Look();
        PassDays(3.1, looks: 2_500);
        var (before, made) = (Memory(), _plots);
        PassDays(1, looks: 10_000);
        (_plots - made).ShouldBeInRange(450, 520); // five jobs, a plot each fourteen or fifteen minutes

        // Five hundred plots kept, with their runs and logs, would be a megabyte and more.
        (Memory() - before).ShouldBeLessThan(300_000);
    }

    private void PassDays(double days, int looks)
    {
        for (var look = 0; look < looks; look++)
        {
            _farm.Machine.Pass(TimeSpan.FromDays(days) / looks);
            _farm.Look();
            if (look % 20 == 0)
            {
                Tidy();
            }
        }

        Tidy();
    }

    // What the scripted machine itself keeps of what is over.
    private void Tidy()
    {
        var files = _farm.Machine.Files;
        var inUse = _farm.Machine.Alive.Select(process => process.LogFile).ToHashSet();
        foreach (var over in Jobs.SelectMany(job => files.Below($"/{job}-dest/plots"))
            .Concat(files.Below("/logs").Where(log => !inUse.Contains(log)))
            .ToList())
        {
            files.Delete(over);
        }

        _farm.Machine.Launches.Clear();
        _farm.Log.Clear();
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}

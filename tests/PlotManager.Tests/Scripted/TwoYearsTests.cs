using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Scripted;

/// <summary>A manager that starts on the journal of a farm which has made 20 plots a day for two years.</summary>
public sealed class TwoYearsTests : IDisposable
{
    private const int Days = 730;
    private const int ADay = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("two-years-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TwoYearsOfHistory_TheManagerKeepsWhatLivesInMindAndTheJournalAll()
    {
        using var journal = SqliteJournal.Open(Path.Combine(_folder, "journal.db"), TimeProvider.System, _ => { });
        journal.Commit([.. Enumerable.Range(0, Days * ADay).SelectMany(Plot)]);

        // Those that ended in the three days before the last end, the one exactly three days older left out.
        journal.Load().Runs.Length.ShouldBe(3 * ADay);
        journal.Ended(DateTimeOffset.UnixEpoch, int.MaxValue).Count.ShouldBe(Days * ADay);
        var farm = new ScriptedFarm(ScriptedFarm.Job("a"), ScriptedFarm.Job("b")) { Journal = journal };
        var plots = 0;
        farm.Machine.Script = order =>
        {
            var job = order.Arguments.Contains("/a/temp") ? "a" : "b";
            return PlotScript.Good(PlotScript.Id(1_000_000 + ++plots), $"/{job}/temp", $"/{job}-dest/plots").Steps;
        };
        farm.Starts().Look();
        farm.Store.State.Runs.Length.ShouldBe(2, "what has ended is in the journal");
        farm.Snapshot.Stats.Week.ShouldBe(129, "six days and ten hours are 154 hours, one every 1.2 hours, and the one just now");
        farm.Pass(9);
        (farm.Store.State.Job("a").Completed, farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
        journal.Ended(DateTimeOffset.UnixEpoch, int.MaxValue).Count.ShouldBe(Days * ADay + 2);
    }

    // The last one ended just now, the others every 72 minutes before it.
    private static IEnumerable<Change> Plot(int number)
    {
        var ended = ScriptedMachine.T0 - (Days * ADay - 1 - number) * TimeSpan.FromDays(1) / ADay;
        yield return new Change.Run(new RunRecord
        {
            RunId = $"run-{number}",
            Job = number % 2 == 0 ? "a" : "b",
            Plotter = "chia",
            K = 32,
            State = RunState.Ended,
            Process = new ProcessIdentity(100 + number, number, "boot-0"),
            LaunchedAt = ended.AddHours(-8),
            EndedAt = ended,
            Directories = new PlotDirectories("/a/temp", null, "/a-dest/plots"),
            LogFile = $"/logs/{number}.log",
        });
        yield return new Change.Plot(new PlotRecord($"run-{number}", 1)
        {
            PlotId = PlotScript.Id(number),
            State = PlotState.Completed,
            StartedAt = ended.AddHours(-8),
            EndedAt = ended,
            PhaseSeconds = [9000, 4000, 9000, 600],
            TotalSeconds = 22_600,
        });
    }
}

using System.Collections.Immutable;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Display.Json;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>
/// The manager dies at every call through the seam and at every commit of its journal in turn, before it and after it; another one
/// takes over, at once or after all that ran has ended, and at the end the books are compared with the machine.
/// </summary>
public sealed class CrashProofTests
{
    private static readonly ImmutableArray<Fate> Deaths = [Fate.CrashBefore, Fate.CrashAfter];

    [Fact]
    public void TheFarmOfTheProof_Undisturbed_MakesWhatItShall() =>
        Live(new MemoryJournal(), SeamCalls.Undisturbed(), 0).ShouldBeGreaterThan(100);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void ACrashAtAnyCall_AndANewManager_LeaveTheTruth(int minutesDead)
    {
        var count = Live(new MemoryJournal(), SeamCalls.Undisturbed(), minutesDead);
        foreach (var death in Deaths)
        {
            for (var number = 1; number <= count; number++)
            {
                var calls = SeamCalls.Only(number, death);
                Explained(() => Live(new MemoryJournal(), calls, minutesDead), calls);
            }
        }
    }

    [Fact]
    public void ACrashAtAnyCommitOfTheRealJournal_LeavesTheTruth()
    {
        var folder = Directory.CreateTempSubdirectory("proof").FullName;
        try
        {
            var all = SeamCalls.Undisturbed();
            Live(new MemoryJournal(), all, 0);
            foreach (var number in all.Made.Where(call => call.Name == "Journal.Commit").Select(call => call.Number))
            {
                foreach (var death in Deaths)
                {
                    using var journal = SqliteJournal.Open(Path.Combine(folder, $"{number}-{death}.db"), TimeProvider.System, _ => { });
                    var calls = SeamCalls.Only(number, death);
                    Explained(() => Live(journal, calls, 0), calls);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ACrashWhileEventsAreNotSaved_LosesNothingAndCountsNothingTwice()
    {
        var all = SeamCalls.Undisturbed();
        Live(new MemoryJournal(), all, 0);
        var commits = all.Made.Count(call => call.Name == "Journal.Commit");
        for (var last = 1; last < commits; last++)
        {
            var written = 0;
            var calls = new SeamCalls(call => call.Name == "Journal.Commit" && ++written > last ? Fate.Fails : Fate.Happens);
            Explained(() => LiveUnsaved(calls), calls);
        }
    }

    /// <summary>
    /// A chatty and a silent plotter; the manager dies at every call in turn, and both plotters while no manager runs. What was launched
    /// and is lost has one row and one notice.
    /// </summary>
    [Fact]
    public void ACrashAtAnyCall_AndAllPlottersDieBeforeTheNextManager_LeavesOneRowAndOneNoticeForEach()
    {
        var count = LoseAll(SeamCalls.Undisturbed());
        foreach (var death in Deaths)
        {
            for (var number = 1; number <= count; number++)
            {
                var calls = SeamCalls.Only(number, death);
                Explained(() => LoseAll(calls), calls);
            }
        }
    }

    private static int LoseAll(SeamCalls calls)
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", 2), ScriptedFarm.Job("b", 2));
        farm.Machine.Script = order => order.Arguments.Contains("/a/temp")
            ? new PlotScript().Begins(0, Plot("a", farm.Machine.Launches.Count), "/a/temp").EndsPhase(2, 1).Steps
            : [];
        try
        {
            farm.Starts(calls).Look();
            farm.Pass(2);
        }
        catch (CrashException)
        {
            // the next manager finds what this one left
        }

        farm.Crashes();
        var lost = farm.Machine.Launches.Select(launch => launch.Environment[ProcessWatch.Mark]).ToList();
        foreach (var plotter in farm.Machine.Alive.ToList())
        {
            plotter.Steps.Clear();
            farm.Machine.Finish(plotter, null, 9);
        }

        farm.Machine.RefusesLaunch = "no more of them";
        farm.Starts().Look();
        farm.Pass(2);
        farm.Crashes();
        farm.Starts().Look();
        farm.Pass(2);

        var state = farm.Journal.Load();
        state.Plots.Select(plot => plot.RunId).Order().ShouldBe(lost.Order(), "one row for each");
        state.Plots.ShouldAllBe(plot => plot.State == PlotState.Unknown);
        farm.Memory.Queued.Where(id => id.StartsWith("plot-failed:", StringComparison.Ordinal)).Order().ShouldBe(
            state.Plots.Select(plot => $"plot-failed:{plot.PlotId ?? $"{plot.RunId}:1"}").Order(), "one notice for each");
        state.Runs.ShouldAllBe(run => run.State == RunState.Ended && !run.Foreign);
        state.Jobs.Sum(job => job.Failed).ShouldBe(lost.Count, "each is counted once");
        return calls.Made.Count;
    }

    private static void LiveUnsaved(SeamCalls calls)
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", 2), ScriptedFarm.Job("b", 2));
        farm.Machine.Script = order => Script(farm, order);
        farm.Starts(calls).Look();
        farm.Pass(20);
        farm.Machine.Alive.ShouldBeEmpty("nothing new is started meanwhile");
        farm.Crashes();
        RunToTheEnd(farm, SeamCalls.Undisturbed());
        CompareBooks(farm);
    }

    private static void Explained(Action live, SeamCalls calls)
    {
        try
        {
            live();
        }
        catch (Exception wrong) when (wrong is not CrashException)
        {
            throw new InvalidOperationException($"after a crash at call {calls.Made[^1]}: {wrong.Message}", wrong);
        }
    }

    // Job a makes two plots; job b's first dies at once, then it makes two.
    private static int Live(IJournal journal, SeamCalls calls, int minutesDead)
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", 2), ScriptedFarm.Job("b", 2)) { Journal = journal };
        farm.Machine.Script = order => Script(farm, order);
        try
        {
            RunToTheEnd(farm, calls);
        }
        catch (CrashException)
        {
            farm.Crashes();
            farm.Machine.Pass(TimeSpan.FromMinutes(minutesDead));
            RunToTheEnd(farm, SeamCalls.Undisturbed());
        }

        CompareBooks(farm);
        return calls.Made.Count;
    }

    private static void RunToTheEnd(ScriptedFarm farm, SeamCalls calls)
    {
        farm.Starts(calls);
        for (var minute = 0; minute < 60; minute++)
        {
            if (Scheduler.IsOver(farm.Config, farm.Look().After))
            {
                return;
            }

            farm.Machine.Pass(TimeSpan.FromMinutes(1));
        }

        throw new InvalidOperationException("the farm is not done in an hour: " + SnapshotJson.Write(farm.Snapshot));
    }

    private static ImmutableArray<PlotStep> Script(ScriptedFarm farm, LaunchOrder order)
    {
        var job = order.Arguments.Contains("/a/temp") ? "a" : "b";
        farm.Machine.Alive.Count(process => process.Arguments.Contains($"/{job}/temp")).ShouldBe(0, "its job makes one plot at a time");
        var nth = farm.Machine.Launches.Count(launch => launch.Arguments.Contains($"/{job}/temp"));
        return (job, nth) is ("b", 1)
            ? new PlotScript().Says(0, "Caught plotting error: Stripe size too large").Exits(0.5, 1).Steps
            : PlotScript.Good(Plot(job, nth), $"/{job}/temp", $"/{job}-dest/plots", minutes: 2).Steps;
    }

    private static string Plot(string job, int nth) => PlotScript.Id((job == "a" ? 0xa0 : 0xb0) + nth);

    private static void CompareBooks(ScriptedFarm farm)
    {
        farm.Machine.Launches.Count.ShouldBe(5, "launches");
        farm.Machine.Alive.ShouldBeEmpty();
        var made = new[] { Plot("a", 1), Plot("a", 2), Plot("b", 2), Plot("b", 3) };
        farm.Machine.Files.Below("/a-dest/plots").Concat(farm.Machine.Files.Below("/b-dest/plots")).Count().ShouldBe(4, "files");

        var state = farm.Journal.Load();
        var runs = state.Runs.Where(run => run.State != RunState.Ended || state.Plots.Any(plot => plot.RunId == run.RunId)).ToList();
        runs.Count.ShouldBe(5, "runs in the journal");
        runs.ShouldAllBe(run => run.State == RunState.Ended && !run.Foreign);
        state.Plots.Where(plot => plot.State == PlotState.Completed).Select(plot => plot.PlotId).Order().ShouldBe(made);
        state.Plots.Where(plot => plot.State == PlotState.Failed).ShouldHaveSingleItem().Cause.ShouldBe(FailureCause.BadArgument);
        var (a, b) = (state.Jobs.Single(job => job.Name == "a"), state.Jobs.Single(job => job.Name == "b"));
        (a.KickedOff, a.Completed, a.Failed).ShouldBe((2, 2, 0), "job a: kicked off, completed, failed");
        (b.KickedOff, b.Completed, b.Failed).ShouldBe((2, 2, 1), "job b: kicked off, completed, failed");

        var notices = Notices(farm.Journal);
        notices.Where(id => id.StartsWith("plot-completed:", StringComparison.Ordinal))
            .Order()
            .ShouldBe(made.Select(id => $"plot-completed:{id}"));
        notices.Count(id => id.StartsWith("plot-failed:", StringComparison.Ordinal)).ShouldBe(1, "notices of failure");
        notices.Count(id => id.StartsWith("job-held-back:b", StringComparison.Ordinal)).ShouldBe(1, "notices of holding back");
        notices.Count.ShouldBe(6, "notices");
    }

    private static List<string> Notices(IJournal journal) => journal switch
    {
        MemoryJournal memory => memory.Queued,
        SqliteJournal file =>
        [
            .. new NoticeQueue(file, file).Pending()
                .Select(pending => pending.Notice)
                .Where(notice => notice.Kind != NoticeKind.ManagerStarted)
                .Select(notice => notice.Id),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(journal)),
    };
}

using System.Globalization;
using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>
/// A farm whose manager is killed at random moments, while its plotters are suspended, killed and starved, a temp drive fills up, its
/// journal's drive fills up or dies, the clock jumps, its config is cut off and its log folder closed, beside another farm. At the end
/// every plot is accounted for by its id, from outside. <c>PLOTMANAGER_CHAOS_SEED</c> fixes all faults; a failure names the seed it had.
/// </summary>
[Trait("Category", "Unix")]
public sealed class ChaosTests
{
    private const string SeedVariable = "PLOTMANAGER_CHAOS_SEED";

    [Fact]
    public Task After_eight_deaths_of_the_manager_every_plot_is_accounted_for() => NothingIsLost(managerKills: 8, everyFault: false);

    [Fact]
    [Trait("Category", "Slow")]
    public Task After_two_hundred_deaths_of_the_manager_every_plot_is_accounted_for() => NothingIsLost(managerKills: 200, everyFault: true);

    /// <param name="everyFault">In a short life some fault may find no plotter to strike.</param>
    private static async Task NothingIsLost(int managerKills, bool everyFault)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        try
        {
            await using var neighbour = TestFarm.Make();
            neighbour.Configure(neighbour.Job("neighbour", maxPlots: 10_000));
            await neighbour.Start();
            await using var chaos = await ChaosFarm.Make();
            await chaos.Live(ChaosSchedule.Of(seed, managerKills, ChaosFarm.Jobs.Length));
            await chaos.Finish();
            (await neighbour.Run("drain")).ExitCode.ShouldBe(0);
            await neighbour.UntilTheManagerIsGone();

            chaos.Struck[Fault.KillManager].ShouldBe(managerKills);
            chaos.Struck.Values.Sum().ShouldBeGreaterThan(managerKills, "plotters were struck too");
            if (everyFault)
            {
                chaos.Struck.Where(fault => fault.Value == 0 && !chaos.Missing.Any(missing => missing.Contains($"{fault.Key}")))
                    .ShouldBeEmpty();
                chaos.Starved.ShouldBeGreaterThan(0);
            }

            await ShouldBeAccountedFor(chaos);
            (await neighbour.Counted()).ShouldBe(neighbour.Plots("plots").Count, "the other farm counts its own");
        }
        catch (Exception wrong)
        {
            throw new InvalidOperationException($"seed {seed} ({SeedVariable}={seed} repeats its faults): {wrong.Message}", wrong);
        }
    }

    private static async Task ShouldBeAccountedFor(ChaosFarm chaos)
    {
        var accounts = await Accounts.Of(chaos.Farm);
        var left = accounts.TempFiles();
        TestContext.Current.TestOutputHelper!.WriteLine(Table(chaos, accounts, left));

        // Outside alone: one process a run, one plot a log, one file a plot, never more of a job than it may have.
        accounts.MadeIds.Count()
            .ShouldBeGreaterThan(chaos.Struck[Fault.KillManager] / 10, "the farm went on plotting, however busy the machine");
        accounts.Made.ShouldAllBe(plot => plot.Count() == 1);
        accounts.Logs.Values.OfType<string>().ShouldBeUnique();
        accounts.MadeIds.Except(accounts.Logs.Values).ShouldBeEmpty("a plot without a log");
        chaos.Witness.Processes.ShouldAllBe(run => run.Value.Count == 1, "a run that was started twice");
        chaos.Witness.Excesses.ShouldBeEmpty();
        chaos.Farm.Plotters().ShouldBeEmpty();

        // The manager knows every run that left a log, each once, and nothing else.
        accounts.RunLogs.ShouldBeUnique();
        accounts.RunLogs.Where(File.Exists).Order().ShouldBe(accounts.Logs.Keys.Order());

        // Made = told = counted = notices queued, by id.
        var completed = accounts.Told.Where(plot => plot.Outcome == "completed").ToList();
        completed.Select(plot => (plot.Id, plot.Job))
            .Order()
            .ShouldBe(accounts.Made.Select(plot => ((string?)plot.Key, (string?)plot.Single())).Order());
        foreach (var job in ChaosFarm.Jobs)
        {
            var made = chaos.Farm.Plots($"plots-{job}").Count;
            var failed = accounts.Told.Count(plot => plot.Job == job && plot.Outcome != "completed" && plot.Detail != "killed by the user");
            accounts.Counted[job].ShouldBe((made, made, failed), $"{job}: kicked off and not given back, completed, failed");
        }

        Notices("PlotCompleted").ShouldBe(accounts.MadeIds.Order());

        // Lost = told as lost = notices of it, but for those that the user killed.
        var lost = accounts.Told.Where(plot => plot.Outcome != "completed").ToList();
        lost.Select(plot => plot.Id).Order().ShouldBe(accounts.LostIds.Order());
        Notices("PlotFailed").ShouldBe(lost.Where(plot => plot.Detail != "killed by the user").Select(plot => plot.Id!).Order());

        // Every notice came, most of them once.
        accounts.Undelivered.ShouldBe(0);
        chaos.Received.Except(accounts.Notices.Select(notice => notice.Id)).ShouldBeEmpty("a notice that the journal does not know");
        accounts.Notices.Select(notice => notice.Id).Except(chaos.Received).ShouldBeEmpty("a notice that never came");

        // What is left in temp and half copied belongs to plots that are known as lost, and cleanup knows it all.
        left.Select(Accounts.IdOf).Distinct().ShouldBeSubsetOf(accounts.LostIds);
        foreach (var file in left)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-3));
        }

        var cleanup = JsonDocument.Parse((await chaos.Farm.Run("cleanup", "--json")).Out).RootElement;
        var (removable, finished) = (Paths(cleanup.GetProperty("files")), Paths(cleanup.GetProperty("left")));
        removable.Concat(finished).Order().ShouldBe(left.Order());
        (await chaos.Farm.Run("cleanup", "--delete")).ExitCode.ShouldBe(0);
        accounts.TempFiles().Order().ShouldBe(finished.Order(), "finished plots that were never delivered are kept");

        // No manager complained of anything but what was done to it, or ended on an error.
        string.Concat(chaos.Complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("journal") && !line.Contains("config") && !line.Contains("log folder")).ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(chaos.Farm.Folder, "debug.log"), TestContext.Current.CancellationToken)).ShouldNotContain(
            "the manager ends on an error");

        IEnumerable<string> Notices(string kind) =>
            accounts.Notices.Where(notice => notice.Kind == kind).Select(notice => notice.PlotId!).Order();
    }

    private static string Table(ChaosFarm chaos, Accounts accounts, IReadOnlyList<string> left) => $"""
        {string.Join(", ", chaos.Struck.Select(fault => $"{fault.Key} {fault.Value}"))}, refused starts {chaos.RefusedStarts}
        {string.Join('\n', chaos.Missing.Select(missing => $"not played: {missing}"))}
        runs {accounts.Logs.Count}, rows {accounts.Told.Length}
        plots made {accounts.MadeIds.Count()}, counted {accounts.Counted.Values.Sum(counts => counts.Completed)}, lost {accounts.LostIds.Count()}
        notices {accounts.Notices.Length}, received {chaos.Received.Count}
        leftovers {left.Count} files of {left.Select(Accounts.IdOf).Distinct().Count()} plots; {chaos.Witness.Looks} looks at the process table
        """;

    private static IReadOnlyList<string> Paths(JsonElement files) =>
        [.. files.EnumerateArray().Select(file => file.GetProperty("path").GetString()!)];
}

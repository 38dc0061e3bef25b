using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>What holds for every farm and every history: foreign runs, adoption, failures, pauses and reloads among the events.</summary>
public sealed class DecideProperties
{
    private static readonly FsCheck.Config Often = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(250);

    private static void ForAllHistories(Action<AnyHistory, Decision> holds, int? jobs = null) =>
        Prop.ForAll<byte[]>(numbers =>
        {
            var choices = new Choices(numbers);
            var farm = new AnyHistory(choices, jobs);
            do
            {
                var decision = Scheduler.Decide(farm.Config, farm.Farm.World);
                holds(farm, decision);
                farm.Do(decision);
                farm.Happen();
            }
            while (choices.AnyLeft);
        }).Check(Often);

    /// <summary>All that a decision says, as text; without the names of runs.</summary>
    private static string Told(Decision decision) => Told(decision.Jobs);

    private static string Told(IEnumerable<JobDecision> jobs)
    {
        var text = new StringBuilder();
        foreach (var job in jobs)
        {
            text.Append(job.Job.Name)
                .Append(": ")
                .Append(Reasons.Word(job))
                .Append(' ')
                .Append(Reasons.Line(job))
                .Append(' ')
                .Append(job.Until)
                .Append(job.Next)
                .Append(job.Counts);
            foreach (var verdict in job.Verdicts)
            {
                text.Append(verdict);
            }

            foreach (var figures in job.Directories)
            {
                text.Append(figures.Path).Append(figures.Room).Append(figures.Needs).Append(figures.InTurn);
            }

            text.Append(job.Start?.Plots).AppendLine(job.Start?.Directories.ToString());
        }
        return text.ToString();
    }

    [Fact]
    public void A_start_never_makes_a_limit_exceeded() => ForAllHistories((farm, decision) =>
    {
        var (after, global) = (decision.After, farm.Config.Global);
        foreach (var start in decision.Starts)
        {
            var job = start.Job;
            var own = after.Runs.Where(run => run.Job == job.Name).ToList();
            after.Runs.Length.ShouldBeLessThanOrEqualTo(global.MaxConcurrent);
            after.Runs.Count(run => run.Phase <= 1).ShouldBeLessThanOrEqualTo(global.MaxForPhase1);
            if (job.MaxForPhase1 > 0)
            {
                own.Count(run => run.Phase <= 1).ShouldBeLessThanOrEqualTo(job.MaxForPhase1);
            }

            own.Count.ShouldBeLessThanOrEqualTo(job.MaxConcurrentWithStartEarly);
            if (job.StartEarlyPhase is null)
            {
                own.Count.ShouldBeLessThanOrEqualTo(job.MaxConcurrent);
            }

            after.HistoryOf(job.Name).KickedOff.ShouldBeLessThanOrEqualTo(job.MaxPlots);
            after.Starts.ShouldBe(StartMode.Allowed);
        }
    });

    [Fact]
    public void A_start_never_makes_a_drives_room_exceeded() => ForAllHistories((farm, decision) =>
    {
        foreach (var start in decision.Starts)
        {
            // By the definition, run by run: 1.002 times what it has to make, less what is there of it.
            var drive = start.DestinationDrive!;
            var free = decision.World.Directories[start.Directories.Destination!].FreeBytes;
            var promised = decision.After.Runs.Where(run => run.DestinationDrive == drive).Sum(
                run => Math.Max(0m, (run.PlotsToMake * Math.Ceiling(1.002m * run.PlotBytes)) - run.BytesAtDestination));
            (free - promised).ShouldBeGreaterThanOrEqualTo(0m);

            if (start.Job.CheckTempSpace && start.TempDrive is { } temp)
            {
                var grows = decision.After.Runs.Where(run => run.TempDrive == temp)
                    .Sum(run => Math.Max(0, run.TempPeakBytes - run.TempBytes));
                decision.World.Directories[start.Directories.Temp!].FreeBytes.ShouldBeGreaterThanOrEqualTo(grows);
            }
        }
    });

    [Fact]
    public void The_order_of_the_runs_does_not_matter() => ForAllHistories((farm, decision) =>
    {
        var world = decision.World;
        Told(Scheduler.Decide(farm.Config, world with { Runs = [.. world.Runs.Reverse()] })).ShouldBe(Told(decision));
        Told(Scheduler.Decide(
            farm.Config,
            world with { Runs = [.. world.Runs.OrderBy(run => run.Phase).ThenBy(run => run.RunId)] })).ShouldBe(Told(decision));
    });

    [Fact]
    public void The_same_world_gives_the_same_decision() => ForAllHistories((farm, decision) =>
        Told(Scheduler.Decide(farm.Config, farm.Farm.World)).ShouldBe(Told(decision)));

    [Fact]
    public void A_job_with_no_rule_against_it_starts_and_no_other() => ForAllHistories((farm, decision) =>
    {
        foreach (var job in decision.Jobs)
        {
            var allowed = job.Verdicts.ToArray().All(verdict => verdict.Allows);
            (job.Start is not null).ShouldBe(allowed);
            (job.Reason is null).ShouldBe(allowed);
        }
    });

    [Fact]
    public void With_one_job_time_alone_never_turns_a_start_into_a_no() => ForAllHistories(
        (farm, decision) =>
        {
            if (!decision.StartsAny)
            {
                return;
            }

            foreach (var minutes in new[] { 1, 17, 300, 10_000 })
            {
                Scheduler.Decide(farm.Config, decision.World.At(decision.World.Now.AddMinutes(minutes))).StartsAny.ShouldBeTrue();
            }
        },
        jobs: 1);

    [Fact]
    public void With_one_job_it_starts_at_until_and_not_before_if_nothing_else_happens() => ForAllHistories(
        (farm, decision) =>
        {
            if (decision.Jobs[0].Until is not { } until)
            {
                return;
            }

            Scheduler.Decide(farm.Config, decision.World.At(until)).StartsAny.ShouldBeTrue();
            Scheduler.Decide(farm.Config, decision.World.At(until.AddTicks(-1))).StartsAny.ShouldBeFalse();
        },
        jobs: 1);

    [Fact]
    public void What_a_pass_starts_is_to_the_jobs_after_it_as_if_it_had_started_before() => ForAllHistories((farm, decision) =>
    {
        foreach (var start in decision.Starts)
        {
            var until = decision.Jobs.IndexOf(decision.Jobs.Single(job => ReferenceEquals(job.Start, start)));
            var started = new SimulatedFarm(decision.World);
            foreach (var earlier in decision.Jobs.Take(until + 1).Select(job => job.Start).OfType<StartRun>())
            {
                started.Start(earlier);
            }

            var again = Scheduler.Decide(farm.Config with { Jobs = farm.Config.Jobs[(until + 1)..] }, started.World);
            Told(again).ShouldBe(Told(decision.Jobs.Skip(until + 1)));
        }
    });

    [Fact]
    public void The_world_of_the_farm_is_the_view_of_its_state_and_of_what_is_observed() => ForAllHistories((farm, decision) =>
        Told(Scheduler.Decide(farm.Config, WorldView.Of(farm.Config.Jobs.Select(job => job.Name), farm.Farm.State, farm.Farm.Observed)))
            .ShouldBe(Told(decision)));
}

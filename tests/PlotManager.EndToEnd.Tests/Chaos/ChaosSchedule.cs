using System.Collections.Immutable;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>What is done to the farm.</summary>
public enum Fault
{
    /// <summary>SIGKILL to the manager; the next one starts after the step's dead time.</summary>
    KillManager,

    /// <summary>SIGKILL to a plotter at work.</summary>
    KillPlotter,

    /// <summary>SIGSTOP to a plotter, SIGCONT after the step's length.</summary>
    SuspendPlotter,

    /// <summary><c>plotmanager kill --force</c>, with the manager's own death perhaps right behind it.</summary>
    KillByCommand,

    /// <summary>The destination's folder is gone for the step's length.</summary>
    TakeDestination,

    /// <summary>The destination has no room for the step's length.</summary>
    FillDestination,

    /// <summary>The temp drive of a job has no byte left for the step's length: its plotters wait, and then go on.</summary>
    FillTemp,

    /// <summary>The drive of the journal has no byte left for the step's length.</summary>
    FillJournalDrive,

    /// <summary>
    /// The drive of the journal dies. It is whole again for the next manager, which comes after the step's length at the latest.
    /// </summary>
    FailJournalDrive,

    /// <summary>The clock of manager and plotters is set by up to ten hours, forwards or backwards.</summary>
    SetClock,

    /// <summary>The config ends in the middle of a job for the step's length.</summary>
    HalveConfig,

    /// <summary>Nothing can be created in the log folder for the step's length.</summary>
    CloseLogFolder,
}

/// <summary>One fault of the schedule.</summary>
/// <param name="Pause">Before it.</param>
/// <param name="Length">How long it lasts; of a manager's death how long none runs.</param>
/// <param name="Job">Number of the job it strikes.</param>
/// <param name="Dice">What else is left to chance in it.</param>
public sealed record ChaosStep(TimeSpan Pause, Fault Fault, TimeSpan Length, int Job, int Dice = 0);

/// <summary>All faults of a run in order, fixed by the seed. Which process of the job is struck depends on what runs then.</summary>
public static class ChaosSchedule
{
    /// <summary>A third of the managers dies while it starts: it needs about this long until its first look is over.</summary>
    private const int StartMilliseconds = 1000;

    // In this order again and again, so that a short run has each of them. A starved job makes no plots: seldom.
    private static readonly ImmutableArray<Fault> Others =
    [
        Fault.FillDestination, Fault.TakeDestination, Fault.KillPlotter, Fault.SuspendPlotter, Fault.KillByCommand, Fault.KillPlotter,
        Fault.SuspendPlotter, Fault.KillPlotter, Fault.KillByCommand, Fault.SuspendPlotter, Fault.KillPlotter, Fault.SuspendPlotter,
    ];

    /// <summary>Those of <see cref="Surroundings"/>, in turn: one beside each of the others.</summary>
    public static readonly ImmutableArray<Fault> OfSurroundings =
    [
        Fault.FillJournalDrive,
        Fault.SetClock,
        Fault.HalveConfig,
        Fault.CloseLogFolder,
        Fault.FailJournalDrive,
        Fault.FillTemp,
    ];

    public static ImmutableArray<ChaosStep> Of(int seed, int managerKills, int jobs)
    {
        var random = new Random(seed);
        var steps = ImmutableArray.CreateBuilder<ChaosStep>();
        for (var kill = 0; kill < managerKills; kill++)
        {
            steps.Add(new ChaosStep(Between(random, 0, 1000), Others[kill % Others.Length], Between(random, 500, 3000), random.Next(jobs)));
            steps.Add(new ChaosStep(
                Between(random, 0, 500), OfSurroundings[kill % OfSurroundings.Length], Between(random, 500, 4000), 0, random.Next()));
            var life = random.Next(3) == 0 ? Between(random, 0, StartMilliseconds) : Between(random, StartMilliseconds, 4500);
            var dead = random.Next(2) == 0 ? TimeSpan.Zero : Between(random, 0, 2500);
            steps.Add(new ChaosStep(life, Fault.KillManager, dead, 0));
        }

        return steps.ToImmutable();
    }

    private static TimeSpan Between(Random random, int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most));
}

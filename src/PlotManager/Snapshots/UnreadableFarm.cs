using System.Collections.Immutable;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Observing;
using PlotManager.Platform;

namespace PlotManager.Snapshots;

/// <summary>
/// A farm whose books cannot be read, for they are another user's, or damaged: processes, logs, directories and drives can be looked at,
/// while what only the books know (counts, pauses, what was made) is unknown, and is shown so.
/// </summary>
/// <param name="Why">In one line, for people.</param>
/// <param name="Manager">Its process, where the process table shows it.</param>
public sealed record UnreadableFarm(string Why, bool AreAnothers, ProcessSighting? Manager)
{
    /// <summary>Null where the books can be read, or there are none.</summary>
    /// <param name="unread">Why the journal cannot be read, if it is there.</param>
    public static UnreadableFarm? Of(FarmPaths paths, string? unread, Machine machine)
    {
        if (unread is not null)
        {
            return new UnreadableFarm($"counts, pauses and the plots made are not known: {unread}", false, null);
        }

        try
        {
            machine.Files.List(paths.StateFolder);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return OfAnother(paths.StateFolder, ManagerOf(paths.ConfigFile, machine.Processes));
        }
        catch (IOException)
        {
            return null; // there is none yet
        }
    }

    /// <summary>Why nothing is known of the plots that are over, where the books are another user's; null where they are not.</summary>
    public static string? JournalOfAnother(FarmPaths paths, Machine machine) => Of(paths, null, machine) is { AreAnothers: true }
        ? $"the journal {paths.Journal} cannot be read by this user; run the command as the farm's user"
        : null;

    private static UnreadableFarm OfAnother(string folder, ProcessSighting? manager) => new(
        manager is { User: var user, Identity.Pid: var pid }
            ? $"a manager runs as {user ?? "another user"} (pid {pid}); its counts, pauses and the plots made are not known here, for "
                + $"{folder} cannot be read by this user"
            : $"whether a manager runs, its counts, pauses and the plots made are not known here, for {folder} cannot be read by this user",
        true,
        manager);

    /// <summary>Whether another's directories can be written is a matter of the user who plots.</summary>
    public Observation AsItsUserSees(Observation seen) => !AreAnothers ? seen : seen with
    {
        Directories = seen.Directories.ToImmutableDictionary(
            pair => pair.Key,
            pair => pair.Value.Condition == DirectoryCondition.NotWritable
                ? pair.Value with { Condition = DirectoryCondition.Usable, Detail = null }
                : pair.Value),
    };

    public Snapshot Without(Snapshot books) => books with
    {
        Manager = AreAnothers
            ? books.Manager with
            {
                Running = Manager is null
                ? null
                : true,
                Pid = Manager?.Identity.Pid,
                StartedAt = Manager?.StartedAt,
                Starts = null
            }
            : books.Manager with { Starts = null },
        Jobs = [.. books.Jobs.Select(Without)],
        Stats = books.Stats with
        {
            Today = null,
            Yesterday = null,
            Week = null,
            PerDay = null,
            BytesToday = null,
            BytesYesterday = null,
            BytesWeek = null,
            OthersToday = null,
            OthersYesterday = null,
            OthersWeek = null,
        },
        Problems = books.Problems.Add(new ProblemPart("warning", Why, null, null, null)),
    };

    // What holds a job in plain sight holds it for its manager too; that nothing does says little without the books.
    private static JobPart Without(JobPart job) => job with
    {
        KickedOff = null,
        Completed = null,
        Failed = null,
        Verdict = job.Rule is null ? "wait" : job.Verdict,
        Headline = job.Rule is null
            ? "nothing seen here keeps it from starting; its stagger and pauses are not known"
            : job.Headline,
    };

    // As start and the service units call it: "run --config FILE".
    private static ProcessSighting? ManagerOf(string config, IProcessInspector processes) =>
        processes.List(line => line.Contains(config, StringComparison.Ordinal)).FirstOrDefault(process =>
            process.Arguments.Contains("run") && process.Arguments.IndexOf("--config") is var at and >= 0
            && at + 1 < process.Arguments.Length && process.Arguments[at + 1] == config && process.Condition != ProcessCondition.Zombie);
}

using System.Collections.Immutable;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>
/// A farm whose books this user may not read, for they are another's: processes, logs, directories and drives can be looked at, while what
/// only the books know (counts, pauses, what was made) is unknown, and is shown so.
/// </summary>
/// <param name="Manager">Its process, where the process table shows it.</param>
public sealed record AnothersFarm(string StateFolder, ProcessSighting? Manager)
{
    public string Unread => Manager is { User: var user, Identity.Pid: var pid }
        ? $"a manager runs as {user ?? "another user"} (pid {pid}); its counts, pauses and the plots made are not known here, for {StateFolder} cannot be read by this user"
        : $"whether a manager runs, its counts, pauses and the plots made are not known here, for {StateFolder} cannot be read by this user";

    /// <summary>Null where the books can be read, or there are none.</summary>
    public static AnothersFarm? Of(FarmPaths paths, Machine machine)
    {
        try
        {
            machine.Files.List(paths.StateFolder);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new AnothersFarm(paths.StateFolder, ManagerOf(paths.ConfigFile, machine.Processes));
        }
        catch (IOException)
        {
            return null; // there is none yet
        }
    }

    /// <summary>Whether its directories can be written is a matter of the user who plots.</summary>
    public static ImmutableDictionary<string, DirectoryFinding> Writable(ImmutableDictionary<string, DirectoryFinding> directories) =>
        directories.ToImmutableDictionary(
            pair => pair.Key,
            pair => pair.Value.Condition == DirectoryCondition.NotWritable ? pair.Value with { Condition = DirectoryCondition.Usable, Detail = null } : pair.Value);

    public Snapshot Without(Snapshot books) => books with
    {
        Manager = books.Manager with { Running = Manager is null ? null : true, Pid = Manager?.Identity.Pid, StartedAt = Manager?.StartedAt, Starts = null },
        Jobs = [.. books.Jobs.Select(Without)],
        Stats = books.Stats with { Today = null, Yesterday = null, Week = null, PerDay = null, BytesToday = null, BytesYesterday = null, BytesWeek = null },
        Problems = books.Problems.Add(new ProblemPart("warning", Unread, null, null, null)),
    };

    // What holds a job in plain sight holds it for its manager too; that nothing does says little without the books.
    private static JobPart Without(JobPart job) => job with
    {
        KickedOff = null,
        Completed = null,
        Failed = null,
        Verdict = job.Verdict == "start" ? "wait" : job.Verdict,
        Text = job.Verdict == "start" ? $"nothing seen here keeps it from starting; its stagger and pauses are not known; {job.Figures}" : job.Text,
    };

    // As start and the service units call it: "run --config FILE".
    private static ProcessSighting? ManagerOf(string config, IProcessInspector processes) =>
        processes.List(line => line.Contains(config, StringComparison.Ordinal)).FirstOrDefault(process =>
            process.Arguments.Contains("run") && process.Arguments.IndexOf("--config") is var at and >= 0
            && at + 1 < process.Arguments.Length && process.Arguments[at + 1] == config && process.Condition != ProcessCondition.Zombie);
}

using System.Security.Cryptography;
using PlotManager.Hosting;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>The farm that a starting manager has recognised.</summary>
/// <param name="News">What has become of its files since the last manager, for people; null where nothing has.</param>
public sealed record RecognisedFarm(FarmRecord Record, string? News);

/// <summary>
/// Tells by its identity which farm a folder holds. Two managers of one farm would count and start every plot twice: one beside a manager
/// that lives is refused, and so is a copy of a farm that is still there. A farm that has moved or was restored goes on.
/// </summary>
public sealed class FarmRecognition(FarmPaths paths, CommandEnvironment environment)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>A manager that ends is there for a moment: so many times it is looked for.</summary>
    private const int Attempts = 30;

    /// <summary>The same for one that began at the same moment, on a machine that is busy.</summary>
    private const int AttemptsAtOnce = 150;

    private readonly Machine _machine = environment.Machine.Value;

    /// <summary>
    /// Refuses to begin beside a manager of this config, whatever name it knows the config by. It has the farm though its lock may be out
    /// of sight:
    /// in a state folder that was removed, or beside another name of the config.
    /// </summary>
    /// <exception cref="CommandFault">Such a manager lives; the message names it.</exception>
    public async Task RefuseBesideManagerAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; Living(manager => manager.IsAtWork(_machine.Processes) ?? IsAnothers(manager)) is { } living; attempt++)
        {
            if (attempt == Attempts)
            {
                throw new CommandFault(AlreadyRuns(living));
            }

            await Task.Delay(Between, _machine.Time, cancellationToken);
        }
    }

    /// <summary>
    /// Of two that have begun at the same moment under two names of one config, one goes on: the older one, unless the younger had its
    /// journal open before the older had. A younger one that is refused is gone soon; one that stays was first.
    /// </summary>
    /// <exception cref="CommandFault">It is not this one.</exception>
    public async Task RefuseSecondAsync(CancellationToken cancellationToken)
    {
        for (var attempt =
            1; Living(manager => manager.IsAtWork(_machine.Processes) ?? IsOlder(manager.Process.Identity)) is { } other; attempt++)
        {
            if (attempt == AttemptsAtOnce || IsOlder(other.Process.Identity))
            {
                throw new CommandFault(AlreadyRuns(other));
            }

            await Task.Delay(Between, _machine.Time, cancellationToken);
        }
    }

    /// <exception cref="CommandFault">The folder is a copy of a farm that is still there; the message names that one and what to
    /// do.</exception>
    public void RefuseCopy()
    {
        using var journal = SqliteJournal.OpenToLook(paths.Journal, out _);
        if (journal?.Load().Farm is { } farm && Original(farm) is { } original)
        {
            throw new CommandFault(
                $"{paths.StateFolder} is a copy of the folder of another farm, {original}, and would count its plots too; use that one, "
                + $"or remove {paths.StateFolder} to make a farm of its own of {paths.ConfigFile}");
        }
    }

    /// <summary>Who this farm is, from its journal that this manager has opened; a farm that has no identity yet is given one.</summary>
    public RecognisedFarm Recognise(FarmRecord? known)
    {
        var record = new FarmRecord(new FarmIdentity(known?.Identity.Id ?? NewId(), paths.ConfigFile))
        {
            Journal = paths.Journal,
            JournalFile = FileAt(paths.Journal),
            Manager = _machine.Processes.Self,
        };
        return new RecognisedFarm(record, News(known, record));
    }

    private static string? News(FarmRecord? known, FarmRecord now) =>
        known?.Journal is null ? null
        : known.Journal != now.Journal
            ? $"this farm has moved: its journal was {known.Journal} and is {now.Journal} now; the farm goes on with what it holds"
        : known.JournalFile != now.JournalFile
            ? $"the journal {now.Journal} is another file than before, as after a restore or on a drive with a new number; the farm "
                + "goes on with what it holds"
        : null;

    // In words, where the farm is that this journal was copied from; null where it is no copy.
    private string? Original(FarmRecord farm)
    {
        var own = FileAt(paths.Journal);
        if (farm.JournalFile is null || own is null || own == farm.JournalFile)
        {
            return null;
        }

        var processes = _machine.Processes;
        var manager = farm.Manager is { } last && last != processes.Self && processes.IsAlive(last)
            ? $" (its manager has pid {last.Pid})"
            : "";
        return farm.Journal is { } recorded && IsJournalOf(farm, recorded, own) ? $"{Path.GetDirectoryName(recorded)}{manager}"
            : manager.Length > 0 ? $"{farm.Identity.Name}{manager}"
            : null;
    }

    private bool IsJournalOf(FarmRecord farm, string recorded, string own)
    {
        var there = FileAt(recorded);
        if (there is null || there == own)
        {
            return false;
        }

        // The number of a deleted file is given to another one: it counts only where the file cannot be read.
        using var journal = SqliteJournal.OpenToLook(recorded, out _);
        return journal is null ? there == farm.JournalFile : farm.Identity.IsSame(journal.Load().Farm?.Identity);
    }

    private ManagerProcess? Living(Func<ManagerProcess, bool> counts)
    {
        var config = FileAt(paths.ConfigFile);
        return ManagerProcess.Others(_machine.Processes).FirstOrDefault(manager => HasConfig(manager) && counts(manager));

        bool HasConfig(ManagerProcess manager) =>
            manager.ConfigFile == paths.ConfigFile || (config is not null && FileAt(manager.ConfigFile) == config);
    }

    private string AlreadyRuns(ManagerProcess living)
    {
        var pid = living.Process.Identity.Pid;
        return living.ConfigFile == paths.ConfigFile
            ? $"a manager of {paths.ConfigFile} already runs (pid {pid}); see plotmanager status, or use plotmanager restart"
            : $"a manager of {paths.ConfigFile} already runs (pid {pid}): {living.ConfigFile} is the same file; "
                + $"use plotmanager with --config {living.ConfigFile}";
    }

    // Of one's own processes nothing is hidden, and another user's does not wait for this farm's lock.
    private bool IsAnothers(ManagerProcess manager) =>
        manager.Process.User is { } user && _machine.Processes.Find(_machine.Processes.Self.Pid)?.User is { } self && user != self;

    private bool IsOlder(ProcessIdentity other)
    {
        var self = _machine.Processes.Self;
        return (other.StartTicks, other.Pid).CompareTo((self.StartTicks, self.Pid)) < 0;
    }

    private string? FileAt(string path)
    {
        try
        {
            return _machine.Files.Look(path)?.Identity;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

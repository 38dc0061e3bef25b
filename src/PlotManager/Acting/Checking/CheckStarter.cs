using System.Globalization;
using PlotManager.Acting.Processes;
using PlotManager.Configuration;
using PlotManager.Core.Checkers;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting.Checking;

/// <summary>Turns the decision to check a plot into a checker's process.</summary>
public sealed class CheckStarter(Machine machine, FarmStore store, ExecutableSearch executables)
{
    private readonly ProcessStarter _processes = new(machine, store);

    /// <returns>Why the plot is not checked; null where it is.</returns>
    public string? Begin(StartCheck start, Config config, DateTimeOffset now)
    {
        if (store.State.Checks.Find(start.CheckId) is not { } wanted)
        {
            return null;
        }

        var (checker, problem) = new CheckerChoice(config, executables).For(wanted.Format);
        if (checker is null || (problem = Lack(wanted)) is not null)
        {
            store.Commit(NotJudged(wanted, problem!, now));
            return problem;
        }

        var name = $"{wanted.CheckId}-{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.log";
        var check = wanted with
        {
            Checker = checker.Profile.Name,
            Challenges = checker.Profile.Challenges(config.Verify.Challenges),
            LaunchedAt = now,
            LogFile = Path.Combine(config.LogFolder, "checks", name),
        };
        return _processes.Start(check, CheckRun.Order(checker, check), new StartEvents(
            new FarmEvent.CheckIntended(check),
            new FarmEvent.CheckForgotten(check.CheckId),
            process => new FarmEvent.CheckLaunched(check.CheckId, process),
            cause => [NotJudged(check, cause, now)]));
    }

    private string? Lack(CheckRecord check)
    {
        try
        {
            return machine.Files.Look(check.File) is null ? "it was moved or removed before it was checked" : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static FarmEvent.PlotChecked NotJudged(CheckRecord check, string why, DateTimeOffset now) =>
        new(check.Judged(new CheckFinding(CheckVerdict.NotJudged, null, why), now, default));
}

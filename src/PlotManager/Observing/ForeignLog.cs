using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>
/// Finds the log of a run that somebody else started: the regular file behind its stdout, else the log in the farm's folder whose
/// process id line or start time fits.
/// </summary>
public sealed class ForeignLog(Machine machine, PlotterProfile profile, LogHeads heads)
{
    /// <summary>A plotter says its start some seconds after its process began: Python takes its time.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(15);

    /// <summary>A log that names neither process nor time is looked for this long after the start.</summary>
    private static readonly TimeSpan SearchFor = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset _firstSearch = machine.Time.GetUtcNow();

    /// <param name="isTaken">Whether a log is another run's: one that says no process id may have begun in the same seconds.</param>
    public string? Find(ProcessSighting process, string logFolder, DateTimeOffset now, Func<string, bool> isTaken)
    {
        if (machine.Processes.OutputFile(process.Identity.Pid) is { } output)
        {
            return output;
        }

        return now - _firstSearch > SearchFor ? null : Search(process, logFolder, isTaken);
    }

    private string? Search(ProcessSighting process, string logFolder, Func<string, bool> isTaken)
    {
        try
        {
            var candidates = heads.Of(logFolder, process.StartedAt - StartsWithin, profile)
                .Where(candidate => !isTaken(candidate.Path))
                .ToList();
            return candidates.Find(candidate => candidate.Log.ProcessId == process.Identity.Pid).Path
                ?? candidates.Find(candidate => candidate.Log.ProcessId is null && FitsInTime(candidate.Log, process)).Path;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // without a log the phase is read from the temp files
        }
    }

    private bool FitsInTime(RunLog log, ProcessSighting process)
    {
        if (log.Plots.IsEmpty || log.Plots[0].StartedAt is not { } local)
        {
            return false;
        }

        var begun = TimeZoneInfo.ConvertTime(process.StartedAt, machine.Time.LocalTimeZone).DateTime;
        return local >= begun - TimeSpan.FromSeconds(2) && local <= begun + StartsWithin;
    }
}

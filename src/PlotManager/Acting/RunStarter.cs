using System.Globalization;
using System.Security.Cryptography;
using PlotManager.Acting.Processes;
using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting;

/// <summary>Turns the decision to start a run into a plotter's process.</summary>
public sealed class RunStarter(Machine machine, FarmStore store)
{
    private readonly ProcessStarter _processes = new(machine, store);

    /// <param name="seen">What the decision was made by.</param>
    /// <returns>Why it did not start, null if it did.</returns>
    public string? Begin(StartRun start, Config config, Observation seen)
    {
        var (job, now) = (start.Job, seen.At);
        var run = new RunRecord
        {
            RunId = $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            Job = job.Name,
            Plotter = job.Plotter.Name,
            K = job.K,
            Compression = job.Compression,
            Plots = start.Plots,
            LaunchedAt = now,
            Directories = start.Directories,
            DestinationDevice = start.Directories.Destination is { } folder ? machine.Drives.DriveOf(folder)?.Pool : null,
            LogFile = Path.Combine(config.LogFolder, LogName(job.Name, now)),
        };
        return _processes.Start(run, Order(start, run, seen), new StartEvents(
            new FarmEvent.RunIntended(run),
            new FarmEvent.RunForgotten(run.RunId, now),
            process => new FarmEvent.RunLaunched(run.RunId, process),
            cause => Settlement.OfRefusal(store.State, run.RunId, cause, now)));
    }

    private static LaunchOrder Order(StartRun start, RunRecord run, Observation seen)
    {
        var words = CommandLine.Build(start.Job.Plotter, start.Job, start.Directories, start.Plots);
        return new LaunchOrder
        {
            Executable = seen.Plotters.GetValueOrDefault(words[0]).Path ?? words[0],
            Arguments = words.RemoveAt(0),
            LogFile = run.LogFile!,
            UnixPriority = start.Job.UnixPriority,
            WindowsPriority = start.Job.WindowsPriority,
            CpuAffinity = start.Job.CpuAffinity,
        };
    }

    private static string LogName(string job, DateTimeOffset now) =>
        $"{job}_{now.ToString("yyyy-MM-dd_HH_mm_ss_ffffff", CultureInfo.InvariantCulture)}.log";
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting;

/// <summary>Turns a start that was decided into a process: the intention is committed, the process launched, and that is committed too.</summary>
public sealed class RunStarter(Machine machine, FarmStore store)
{
    /// <param name="seen">What the decision was made by.</param>
    /// <returns>Why it did not start, null if it did.</returns>
    public string? Begin(Start start, Config config, Observation seen)
    {
        var (job, now) = (start.Job, seen.At);
        var runId = $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var run = new RunRecord
        {
            RunId = runId,
            Job = job.Name,
            Plotter = job.Plotter.Name,
            K = job.K,
            Compression = job.Compression,
            Plots = start.Plots,
            LaunchedAt = now,
            Directories = start.Directories,
            LogFile = Path.Combine(config.LogFolder, LogName(job.Name, now)),
        };
        if (!store.Commit(new FarmEvent.RunIntended(run)))
        {
            store.Commit(new FarmEvent.RunForgotten(runId, now));
            return $"nothing is started while the journal cannot be written: {store.Trouble}";
        }

        try
        {
            machine.Files.MakeFolder(config.LogFolder);
            store.Commit(new FarmEvent.RunLaunched(runId, machine.Launcher.Launch(Order(start, run, seen))));
            return null;
        }
        catch (Exception refused) when (refused is LaunchException or IOException or UnauthorizedAccessException)
        {
            store.Commit(Settlement.OfRefusal(store.State, runId, refused.Message, now));
            return refused.Message;
        }
    }

    private LaunchOrder Order(Start start, RunRecord run, Observation seen)
    {
        var words = CommandLine.Build(start.Job.Plotter, start.Job, start.Directories, start.Plots);
        return new LaunchOrder
        {
            Executable = seen.Plotters.GetValueOrDefault(words[0]).Path ?? words[0],
            Arguments = words.RemoveAt(0),
            LogFile = run.LogFile!,
            Environment = Marks(run),
            UnixPriority = start.Job.UnixPriority,
            WindowsPriority = start.Job.WindowsPriority,
            CpuAffinity = start.Job.CpuAffinity,
        };
    }

    private ImmutableDictionary<string, string> Marks(RunRecord run)
    {
        var marks = ImmutableDictionary<string, string>.Empty.Add(ProcessWatch.Mark, run.RunId);
        return store.Farm is { } farm ? marks.Add(FarmIdentity.Variable, farm.Text) : marks;
    }

    private static string LogName(string job, DateTimeOffset now) =>
        $"{job}_{now.ToString("yyyy-MM-dd_HH_mm_ss_ffffff", CultureInfo.InvariantCulture)}.log";
}

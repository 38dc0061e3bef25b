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

/// <summary>Turns a start that was decided into a process: intention to the journal, launch, confirmation to the journal.</summary>
public sealed class Starter(Machine machine, Ledger ledger, ExecutableSearch executables, string host)
{
    /// <summary>Why it did not start, null if it did.</summary>
    public string? Begin(Start start, Config config, DateTimeOffset now)
    {
        var job = start.Job;
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
        if (!ledger.Intend(run))
        {
            ledger.Forget(runId, now);
            return $"nothing is started while the journal cannot be written: {ledger.Trouble}";
        }

        try
        {
            machine.Files.MakeFolder(config.LogFolder);
            ledger.Confirm(runId, machine.Launcher.Launch(Order(start, run)));
            ledger.TurnDirectories(job.Name);
            return null;
        }
        catch (Exception refused) when (refused is LaunchException or IOException or UnauthorizedAccessException)
        {
            ledger.Refuse(runId, refused.Message, host, now);
            return refused.Message;
        }
    }

    private LaunchOrder Order(Start start, RunRecord run)
    {
        var words = CommandLine.Build(start.Job.Plotter, start.Job, start.Directories, start.Plots);
        return new LaunchOrder
        {
            Executable = executables.Find(words[0]).Path ?? words[0],
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
        return ledger.Farm is { } farm ? marks.Add(FarmIdentity.Variable, farm.Text) : marks;
    }

    private static string LogName(string job, DateTimeOffset now) =>
        $"{job}_{now.ToString("yyyy-MM-dd_HH_mm_ss_ffffff", CultureInfo.InvariantCulture)}.log";
}

using System.Globalization;
using PlotManager.Acting;
using PlotManager.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Commands.Demo;

/// <summary>The demo's folder: a config with two jobs, their directories, and this very program under a plotter's name.</summary>
public sealed class DemoFarm
{
    /// <summary>Seconds for one plot at speed 1: six plots, three a job, then take about half a minute.</summary>
    private const double PlotSeconds = 9;

    /// <summary>A killed process in the middle of a write ends when the drive lets it.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(30);

    private readonly CommandEnvironment _environment;

    private DemoFarm(string folder, Farm farm, CommandEnvironment environment) =>
        (Folder, Farm, _environment) = (folder, farm, environment);

    private Machine Machine => _environment.Machine.Value;

    public string Folder { get; }

    public Farm Farm { get; }

    /// <param name="keep">Null: a fresh temporary folder.</param>
    /// <exception cref="CommandFault">The folder has something in it, or cannot be made.</exception>
    public static DemoFarm Make(string? keep, int plots, double speed, CommandEnvironment environment)
    {
        var folder = keep ?? Temporary();
        try
        {
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new CommandFault($"{folder} has something in it; give --keep a new or an empty folder", ExitCode.Usage);
            }

            foreach (var part in new[] { "temp/a", "temp/b", "temp2", "plots/1", "plots/2", "logs", "bin" })
            {
                Directory.CreateDirectory(Path.Combine(folder, part));
            }

            var plotter = StandInLink.Make(Path.Combine(folder, "bin"), "chia");
            SharedFile.WriteText(
                plotter + ".stand-in", string.Create(CultureInfo.InvariantCulture, $"seconds: {PlotSeconds / speed:0.###}\n"));
            var config = Path.Combine(folder, "config.yaml");
            SharedFile.WriteText(config, ConfigText(folder, plotter, plots));
            var reading = ConfigFile.ReadGood(config, environment);
            return new DemoFarm(
                folder, new Farm(FarmPaths.Find(config, null, environment), null, reading.Config!, reading.Problems), environment);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"the demo's farm cannot be made in {folder}: {refused.Message}");
        }
    }

    /// <summary>The finished plots, oldest first.</summary>
    public IReadOnlyList<PastPlot> PlotsMade()
    {
        var ended = SqliteJournal.EndedIn(Farm.Paths.Journal, DateTimeOffset.UnixEpoch, int.MaxValue, out var unread);
        if (unread is not null)
        {
            _environment.Complain($"the plots that were made are not known: {unread}");
        }

        return [.. ended.Where(plot => plot.Plot.State == PlotState.Completed).Reverse()];
    }

    /// <summary>Ends the plotters of this farm that still run, by their very processes, and waits until they are gone.</summary>
    public async Task EndPlottersAsync()
    {
        using var journal = new JournalToLookAt(SqliteJournal.OpenToLook(Farm.Paths.Journal, out var unread));
        if (unread is not null)
        {
            _environment.Complain($"plotters of the demo that may still run are not known, and are not ended: {unread}");
        }

        var processes = journal.Load().Runs
            .Where(run => run.State != RunState.Ended && run.Process is not null)
            .Select(run => run.Process!.Value)
            .ToList();
        foreach (var process in processes)
        {
            Machine.Signals.Send(process, ProcessSignal.Kill);
        }

        var begun = Machine.Time.GetTimestamp();
        while (processes.Exists(process => Machine.Processes.IsAlive(process)) && Machine.Time.GetElapsedTime(begun) < EndWithin)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Machine.Time);
        }
    }

    public void Remove() => Directory.Delete(Folder, recursive: true);

    private static string Temporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("plotmanager-demo-").FullName;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"the demo's farm cannot be made in {Path.GetTempPath()}: {refused.Message.TrimEnd('.')}; give a "
                + "folder with --keep DIR, or set TMPDIR to one for temporary files");
        }
    }

    private static string ConfigText(string folder, string plotter, int plots)
    {
        var first = (plots + 1) / 2;
        return $"""
            # The demo's farm. With a true plotter, other directories and a size of 32 this is a config for a true one.
            chia_location: '{plotter}'
            backend: demo            # a stand-in: its plots are no proofs of space
            manager:
              check_interval: 5      # seconds between two looks at the latest; what happens is seen at once
              log_level: INFO
            log:
              folder_path: '{Path.Combine(folder, "logs")}'
            view:
              check_interval: 1
              include_seconds_for_phase: true
            global:
              max_concurrent: 4
              max_for_phase_1: 2
            jobs:
              - name: alpha
                max_plots: {first}
                temporary_directory: '{Path.Combine(folder, "temp", "a")}'
                destination_directory:
                  - '{Path.Combine(folder, "plots", "1")}'
                  - '{Path.Combine(folder, "plots", "2")}'
                size: 18
                bitfield: true
                threads: 2
                buckets: 32
                memory_buffer: 4000
                max_concurrent: 1
                max_concurrent_with_start_early: 2
                concurrency_start_early_phase: 4
                concurrency_start_early_phase_delay: 0
                clean_up_failed: true
              - name: beta
                max_plots: {plots - first}
                temporary_directory: '{Path.Combine(folder, "temp", "b")}'
                temporary2_directory: '{Path.Combine(folder, "temp2")}'
                destination_directory: '{Path.Combine(folder, "plots", "2")}'
                size: 18
                bitfield: true
                threads: 2
                buckets: 32
                memory_buffer: 4000
                max_concurrent: 1
                max_concurrent_with_start_early: 2
                concurrency_start_early_phase: 4
                concurrency_start_early_phase_delay: 0
                clean_up_failed: true

            """;
    }
}

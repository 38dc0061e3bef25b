using PlotManager.Acting.Ending;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Tests.Acting.Ending;

/// <summary>Real folders of a farm with files in them as a chia plotter leaves them.</summary>
internal sealed class PlotFolders : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    private int _plots;

    public PlotFolders()
    {
        Folder = Directory.CreateTempSubdirectory("plot-folders-").FullName;
        (Temp, Temp2, Destination) = (Made("temp"), Made("temp2"), Made("plots"));
    }

    public string Folder { get; }
    public string Temp { get; }
    public string Temp2 { get; }
    public string Destination { get; }
    public Machine Machine { get; init; } = ThisMachine.Open();
    /// <summary>With no other run anywhere.</summary>
    public DeletionTerms Terms => new(PlotsInUse.Of(Config(), new FarmStore(new JournalToLookAt(null)), ended: null, Now), Now);
    public PlotDirectories Directories => new(Temp, Temp2, Destination);
    public static PlotterProfile Chia => BuiltInProfiles.Catalog.Find("chia")!;

    public static string Id(char digit) => new(digit, 64);

    public string Made(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>A file of the plot whose id is that digit 64 times, last changed three hours ago.</summary>
    public string File(string folder, char id, string end, int bytes = 4096) =>
        Named(folder, $"plot-k25-2026-11-22-10-52-{Id(id)}{end}", bytes);

    public string Named(string folder, string name, int bytes = 4096)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(path, new byte[bytes]);
        System.IO.File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddHours(-3));
        return path;
    }

    /// <summary>As large as a plot of k 25, and hardly a byte of it on the drive.</summary>
    public string Whole(string folder, char id, string end)
    {
        var path = File(folder, id, end);
        using (var file = System.IO.File.OpenWrite(path))
        {
            file.SetLength(667_397_652);
        }

        System.IO.File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddHours(-3));
        return path;
    }

    public Config Config(string more = "") => Configs.Read(
        $"""
            chia_location: /opt/chia
            log:
              folder_path: {Made("logs")}
            global:
              max_concurrent: 10
              max_for_phase_1: 10
            jobs:
              - name: steady
                max_plots: 1
                temporary_directory: {Temp}
                temporary2_directory: {Temp2}
                destination_directory: {Destination}
                size: 25
                extra_args: [--override-k]
                threads: 2
                buckets: 128
                memory_buffer: 1000
                max_concurrent: 1

            """ + more,
        Configs.Here).Config.ShouldNotBeNull();

    /// <summary>A run of these folders in the farm's state, with one plot.</summary>
    public TrackedRun Put(FarmStore store, char id, PlotState state, int phasesOver, RunState run = RunState.Running, int? exitCode = null)
    {
        var record = new RunRecord
        {
            RunId = $"run-{++_plots}",
            Job = "steady",
            Plotter = "chia",
            K = 25,
            State = RunState.Running,
            Process = new ProcessIdentity(1000 + _plots, 7, "boot"),
            LaunchedAt = Now.AddHours(-9),
            Directories = Directories,
        };
        var plot = new PlotRecord(record.RunId, 1)
        {
            PlotId = Id(id),
            State = state,
            PhaseSeconds = [.. Enumerable.Repeat(60.0, phasesOver)],
            EndedAt = state.IsOver() ? Now.AddHours(-3) : null,
        };
        var tracked = new TrackedRun(record with { State = run, EndedAt = run == RunState.Ended ? Now.AddHours(-3) : null }, [plot]);
        store.Commit(new FarmEvent.RunAdopted(record), new FarmEvent.PlotChanged(plot, Now.AddHours(-3)));
        if (run == RunState.Ended)
        {
            store.Commit(new FarmEvent.RunEnded(record.RunId, Now.AddHours(-3), exitCode));
        }

        return tracked;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

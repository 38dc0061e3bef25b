using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>A plotter as the process table shows it.</summary>
/// <param name="Run">The mark of the run it is.</param>
/// <param name="Log">Where its output goes.</param>
public sealed record SeenPlotter(int Pid, string Run, string Job, string Log);

/// <summary>
/// Watches the process table all the time and notes every plotter of the farm, and every moment with more of a job than it may have.
/// </summary>
public sealed class Witness : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly ImmutableDictionary<string, int> _mostOfJob;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;

    /// <param name="mostOfJob">The <c>max_concurrent</c> of each job.</param>
    public Witness(string folder, ImmutableDictionary<string, int> mostOfJob)
    {
        (_folder, _mostOfJob) = (folder, mostOfJob);
        _watching = Watch();
    }

    /// <summary>By run, the pids of all plotters that ever carried its mark.</summary>
    public ConcurrentDictionary<string, ImmutableHashSet<int>> Processes { get; } = new();

    public ConcurrentQueue<string> Excesses { get; } = new();

    public int Looks { get; private set; }

    public IReadOnlyList<SeenPlotter> Plotters() => [.. Farm.Processes.PlottersBelow(_folder).Select(See).OfType<SeenPlotter>()];

    public static string ReadLog(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task Watch()
    {
        while (!_ending.IsCancellationRequested)
        {
            var plotters = Plotters();
            foreach (var plotter in plotters)
            {
                Processes.AddOrUpdate(plotter.Run, [plotter.Pid], (_, known) => known.Add(plotter.Pid));
            }

            foreach (var job in plotters.GroupBy(plotter => plotter.Job))
            {
                // The table is no picture of one instant: those that are still there and at work after it was read were so together.
                var making = job.Where(plotter => !IsDelivered(plotter) && Farm.Processes.IsAlive(plotter.Pid)).ToList();
                if (making.Count > _mostOfJob[job.Key])
                {
                    Excesses.Enqueue($"{job.Key}: {string.Join(", ", making)}");
                }
            }

            Looks++;
            await Task.Delay(Between, _ending.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // A plot is made at its final name; its process may linger. Where the destination is just being taken away, nobody can tell.
    private bool IsDelivered(SeenPlotter plotter)
    {
        try
        {
            return PlotLogText.PlotId(ReadLog(plotter.Log)) is { } id
                && Directory.GetDirectories(_folder, $"plots-{plotter.Job}*")
                    .Any(destination => Directory.EnumerateFiles(destination, $"*{id}.plot").Any());
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
    }

    private static SeenPlotter? See(int pid)
    {
        var mark = Farm.Processes.Text(pid, "environ")
            .Split(' ')
            .FirstOrDefault(word => word.StartsWith("PLOTMANAGER_RUN=", StringComparison.Ordinal));
        return mark is not null && new FileInfo($"/proc/{pid}/fd/1").LinkTarget is { } log && log.EndsWith(".log", StringComparison.Ordinal)
            ? new SeenPlotter(pid, mark["PLOTMANAGER_RUN=".Length..], JobOf(log), log)
            : null;
    }

    /// <summary>By the name of a run's log: JOB_DATE_TIME.log.</summary>
    public static string JobOf(string log) => Path.GetFileName(log) is var name ? name[..name.IndexOf('_')] : "";
}

using PlotManager.Core.Text;
using PlotManager.Snapshots;

namespace PlotManager.Display.Terminal;

/// <summary>
/// The farm as lines for an output that is no terminal: what began, ended or went wrong at once, how far the runs are every few
/// seconds at most. No control codes.
/// </summary>
public sealed class PlainProgress(TextWriter output, TimeProvider time, TimeSpan? every = null)
{
    private readonly TimeSpan _pause = every ?? TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, string> _known = [];
    private readonly Dictionary<string, (int? Completed, int? Failed)> _counts = [];
    private readonly HashSet<string> _said = [];
    private long? _summedUpAt;

    /// <summary>Call it with every new snapshot.</summary>
    public void Show(Snapshot snapshot)
    {
        foreach (var problem in snapshot.Problems.Where(problem => _said.Add($"{problem.Job}|{problem.RunId}|{problem.Text}")))
        {
            Say(
                snapshot,
                $"{(problem.Severity == "error" ? "error: " : "warning: ")}{(problem.Job is { } job ? job + ": " : "")}{problem.Text}");
        }

        foreach (var run in snapshot.Runs)
        {
            var stage = run.State == "running"
                ? run.Phase is { } phase ? $"phase {phase}{(run.PhaseName is { } name ? " " + name : "")}" : "started"
                : run.State;
            if (!_known.TryGetValue(run.RunId, out var before) || before != stage)
            {
                _known[run.RunId] = stage;
                Say(snapshot, $"{Named(run)} {stage}");
            }
        }

        // Counts are the manager's: without one there are none to compare.
        foreach (var job in snapshot.Jobs.Where(_ => snapshot.Manager.Running == true))
        {
            if (_counts.TryGetValue(job.Name, out var before) && before != (job.Completed, job.Failed))
            {
                Say(snapshot, $"{job.Name} made {job.Completed}{(job.Failed > 0 ? $", failed {job.Failed}" : "")} of {job.MaxPlots}");
            }

            _counts[job.Name] = (job.Completed, job.Failed);
        }

        foreach (var gone in _known.Keys.Except(snapshot.Runs.Select(run => run.RunId)).ToList())
        {
            _known.Remove(gone);
        }

        if (snapshot.Runs.IsEmpty || (_summedUpAt is { } last && time.GetElapsedTime(last) < _pause))
        {
            return;
        }

        _summedUpAt = time.GetTimestamp();
        var runs = snapshot.Runs.Select(run => $"{Named(run)} {(run.Progress is { } share ? Figures.Percent(share, 1) : "?")}");
        Say(snapshot, $"{string.Join(", ", runs)}; made today {snapshot.Stats.Today}");
    }

    private static string Named(RunPart run) => $"{run.Job ?? "?"}{(RunsTable.ShortId(run) is { Length: > 0 } id ? " " + id : "")}";

    private void Say(Snapshot snapshot, string text) =>
        output.WriteLine($"{TimeZoneInfo.ConvertTime(snapshot.Now, time.LocalTimeZone):HH:mm:ss} {Printable.Strip(text)}");
}

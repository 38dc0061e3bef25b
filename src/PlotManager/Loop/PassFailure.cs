using PlotManager.Core.Configuration;
using PlotManager.Logging;
using PlotManager.Snapshots;

namespace PlotManager.Loop;

/// <summary>
/// A pass that could not be made, for instance because the process has no descriptors left. Nothing is concluded from it and nothing is
/// started; it is shown as a problem, and the next pass follows.
/// </summary>
internal sealed class PassFailure(SnapshotBuilder snapshots, IEventLog log)
{
    private string? _shown;

    /// <returns>The last snapshot with the failure among its problems; null before the first.</returns>
    public Snapshot? Note(Exception failed, Snapshot? last)
    {
        var problem = new ProblemPart(
            "error", $"the manager could not look at the farm and starts nothing until it can: {failed.Message}", null, null, null);
        snapshots.Report(ProblemKind.Pass, problem);
        var shown = _shown;
        _shown = problem.Text;
        return last is null ? null : last with { Problems = [problem, .. last.Problems.Where(other => other.Text != shown)] };
    }

    public void Over()
    {
        if (_shown is null)
        {
            return;
        }

        _shown = null;
        snapshots.Report(ProblemKind.Pass, null);
        log.Write(LogLevel.Warning, "the manager can look at the farm again");
    }
}

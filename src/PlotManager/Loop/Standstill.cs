using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Logging;

namespace PlotManager.Loop;

/// <summary>
/// A farm where nothing runs and nothing starts: the log says why, once for each set of reasons. What a job is meant to wait for, as a
/// stagger, is no error.
/// </summary>
public sealed class Standstill(IEventLog log)
{
    private string _said = "";

    public void Note(Decision decision, bool anyRun)
    {
        var waiting = decision.Jobs.Where(job => job.HeldBy is not null && job[Rule.Paused].Cause != Cause.Draining).ToList();
        if (anyRun || waiting.Count == 0 || decision.Starts.Any())
        {
            _said = "";
            return;
        }

        var reasons = string.Join(", ", waiting.Select(job => $"{job.Job.Name} {job.HeldBy}"));
        if (reasons != _said)
        {
            _said = reasons;
            foreach (var job in waiting.Where(job => !IsAProblem(job.HeldBy)))
            {
                var level = job.HeldBy == Rule.Temp ? LogLevel.Error : LogLevel.Info;
                log.Write(level, $"nothing plots; {Reasons.Headline(job)}", job.Job.Name);
            }
        }
    }

    // Those are told as problems of the farm when they appear.
    private static bool IsAProblem(Rule? rule) => rule is Rule.HeldBack or Rule.Plotter or Rule.Destination;
}

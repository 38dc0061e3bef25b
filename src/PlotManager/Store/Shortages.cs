using PlotManager.Core.Scheduling;

namespace PlotManager.Store;

/// <summary>Which jobs have no destination left, told once when it begins. The farm's state remembers it: a restart is no news.</summary>
public sealed class Shortages(FarmStore store)
{
    /// <summary>Room that lasts no longer was a pause of the same shortage: somebody moves plots away one by one.</summary>
    private static readonly TimeSpan Over = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _roomSince = [];

    public void Note(Decision decision)
    {
        foreach (var job in decision.Jobs)
        {
            var name = job.Job.Name;
            if (IsShort(job))
            {
                _roomSince.Remove(name);
                if (store.State.Job(name).NoDestinationSince is null)
                {
                    store.Commit(new FarmEvent.ShortageBegun(name, job.Now, Reasons.Of(job, Rule.Destination)));
                }
            }
            else if (store.State.Job(name).NoDestinationSince is not null)
            {
                _roomSince.TryAdd(name, job.Now);
                if (job.Now - _roomSince[name] >= Over)
                {
                    _roomSince.Remove(name);
                    store.Commit(new FarmEvent.ShortageEnded(name));
                }
            }
        }
    }

    /// <summary>The job has plots to make, and nowhere to put them.</summary>
    public static bool IsShort(JobDecision job) => job[Rule.MaxPlots].Allows && !job[Rule.Destination].Allows;
}

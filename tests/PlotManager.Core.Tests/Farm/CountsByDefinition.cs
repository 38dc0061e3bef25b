using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Farm;

/// <summary>
/// Every figure of the farm's state by its definition, worked out anew from the bare list of events: which of them count, and what they
/// add up to. Keeps no state.
/// </summary>
internal sealed class CountsByDefinition(IReadOnlyList<FarmEvent> events)
{
    // Where each run begins and ends in the list.
    private readonly Dictionary<string, int> _begins = events.Index()
        .Where(happened => happened.Item is FarmEvent.RunIntended or FarmEvent.RunAdopted)
        .GroupBy(happened => happened.Item.RunId()!).ToDictionary(run => run.Key, run => run.First().Index);

    private readonly Dictionary<string, int> _ends = events.Index()
        .Where(happened => happened.Item is FarmEvent.RunEnded || IsForgotten(events, happened.Index))
        .GroupBy(happened => happened.Item.RunId()!).ToDictionary(run => run.Key, run => run.First().Index);

    /// <summary>Ids of the runs that have begun and not ended.</summary>
    public IEnumerable<string> Runs => Ids.Where(id => End(id) is null);

    public IEnumerable<string> InFlight => Runs.Where(id => IsInFlightAt(id, events.Count));

    public StartMode Starts
    {
        get
        {
            var last = Last<FarmEvent.StartsChanged>(_ => true);
            var mode = last is { } at ? ((FarmEvent.StartsChanged)events[at]).Starts : StartMode.Allowed;
            return mode == StartMode.Draining && SessionAt > last ? StartMode.Allowed : mode;
        }
    }

    private IEnumerable<string> Ids => _begins.OrderBy(run => run.Value).Select(run => run.Key);

    private int? SessionAt => Last<FarmEvent.SessionBegun>(_ => true);

    // The counts began with the first manager after a clean end.
    private int CountsBegan
    {
        get
        {
            var ended = Last<FarmEvent.SessionEnded>(end => Last<FarmEvent.SessionBegun>(_ => true) > end);
            return Indexes<FarmEvent.SessionBegun>(at => at > (ended ?? -1)).Cast<int?>().FirstOrDefault() ?? -1;
        }
    }

    /// <summary>Plots started since the counts began, less those that ended without being made.</summary>
    public int KickedOff(string job) => RunsOf(job).Where(IsCounted).Sum(id => Record(id).Plots - LostPlots(id).Count() - NeverBegun(id));

    public int Completed(string job) =>
        OverPlots(job).Count(plot => plot.At > CountsBegan && plot.Plot is { State: PlotState.Completed, Suspect: null });

    /// <summary>Lost plots but those that the user killed.</summary>
    public int Failed(string job) =>
        OverPlots(job).Count(plot => plot.At > CountsBegan && plot.Plot.State != PlotState.Completed && !IsWished(plot));

    /// <summary>Runs in flight at the first pass of this manager + runs launched since it began.</summary>
    public int DirectoryOffset(string job)
    {
        var launched = Indexes<FarmEvent.RunLaunched>(at => at > (SessionAt ?? -1) && IsLaunch(at)).Count(at => JobAt(at) == job);
        var there = Indexes<FarmEvent.FirstPassMade>(at => at > (SessionAt ?? -1)).Sum(at => RunsOf(job).Count(id => IsInFlightAt(id, at)));
        return launched + there;
    }

    /// <summary>When the run that was launched last began, moved with the clock since.</summary>
    public DateTimeOffset? LastStart(string job)
    {
        var launch = Launches.Where(at => JobAt(at) == job).Cast<int?>().LastOrDefault();
        return launch is { } at ? Record(events[at].RunId()!).LaunchedAt + Shift(Intention(events[at].RunId()!), events.Count) : null;
    }

    public int FailuresInARow(string job) =>
        Indexes<FarmEvent.RunFailed>(at => at > Relief(job) && JobAt(at) == job && IsOpenAt(events[at].RunId()!, at)).Count();

    public int PausesInARow(string job) => BackOffs(job).Count();

    /// <summary>The last back-off since a plot was made or the job was released.</summary>
    public (DateTimeOffset? Until, string? Cause) BackOff(string job) => BackOffs(job).Cast<int?>().LastOrDefault() is { } at
        && events[at] is FarmEvent.BackOffBegun begun ? (begun.Until + Shift(at, events.Count), begun.Cause) : (null, null);

    public DateTimeOffset? NoDestinationSince(string job)
    {
        var begun = Last<FarmEvent.ShortageBegun>(at => ((FarmEvent.ShortageBegun)events[at]).Job == job);
        var ended = Last<FarmEvent.ShortageEnded>(at => ((FarmEvent.ShortageEnded)events[at]).Job == job);
        return begun is { } at && !(ended > at) ? ((FarmEvent.ShortageBegun)events[at]).At : null;
    }

    public DateTimeOffset? SessionStarted => SessionAt is { } at
        ? ((FarmEvent.SessionBegun)events[at]).At + Shift(at, events.Count, withSession: true)
        : null;

    /// <summary>Of a run that has not ended: when it was launched, moved with the clock since.</summary>
    public DateTimeOffset LaunchedAt(string id) => Record(id).LaunchedAt + Shift(Intention(id), events.Count);

    public int PlotsMade(string id) => OverPlots(id: id).Count(plot => plot.Plot.State == PlotState.Completed);

    public int PlotsToMake(string id) => Record(id).Plots - OverPlots(id: id).Count();

    public bool IsCounted(string id) => LaunchOf(id) is { } at && at > CountsBegan;

    public bool IsKilledByUser(string id) => Of<FarmEvent.KillAsked>(id) is { Asked: true };

    public ProcessIdentity? Process(string id)
    {
        var inherited = Last<FarmEvent.RunInherited>(at => IsOf(at, id)) ?? -1;
        var launched = LaunchOf(id) ?? -1;
        return inherited > launched ? ((FarmEvent.RunInherited)events[inherited]).Process
            : launched < 0 ? Record(id).Process
            : events[launched] is FarmEvent.RunLaunched launch ? launch.Process : ((FarmEvent.RunConfirmed)events[launched]).Process;
    }

    public (string? LogFile, int? K) Found(string id) =>
        Of<FarmEvent.RunFound>(id) is { } found ? (found.LogFile, found.K) : (Record(id).LogFile, Record(id).K);

    public DateTimeOffset? SuspendedSince(string id) => Last<FarmEvent.RunSuspended>(at => IsOf(at, id)) is { } at
        && !(Last<FarmEvent.RunResumed>(resumed => IsOf(resumed, id)) > at)
            ? ((FarmEvent.RunSuspended)events[at]).At + Shift(at, events.Count)
            : null;

    public RunState State(string id) => LaunchOf(id) is null && events[Intention(id)] is FarmEvent.RunIntended ? RunState.Intended
        : Last<FarmEvent.RunSuspended>(at => IsOf(at, id) && at > (LaunchOf(id) ?? -1)) > (Last<FarmEvent.RunResumed>(at => IsOf(at, id))
            ?? -1) ? RunState.Suspended
        : RunState.Running;

    /// <summary>The last of its plots to begin: its number, how it stands, and when it and its first phase began and ended.</summary>
    public (int Number, PlotState State, DateTimeOffset? Started, DateTimeOffset? PhaseEnd)? Current(string id)
    {
        var all = PlotEvents(null, id).ToList();
        if (all.Count == 0)
        {
            return null;
        }

        var number = all.Max(plot => plot.Plot.Number);
        var over = OverPlots(id: id).Where(plot => plot.Plot.Number == number).Cast<(int At, PlotRecord Plot)?>().FirstOrDefault();
        var (at, plot) = over ?? all.Last(plot => plot.Plot.Number == number);
        var shift = over is null ? Shift(at, events.Count) : TimeSpan.Zero;
        return (number, plot.State, plot.StartedAt + shift, plot.PhaseEnds.FirstOrDefault() + shift);
    }

    public string? DriveOf(string path) =>
        Last<FarmEvent.DirectorySeen>(at => ((FarmEvent.DirectorySeen)events[at]).Path == path) is { } at
            ? ((FarmEvent.DirectorySeen)events[at]).Drive
            : null;

    // What makes a job's failures and pauses begin anew: a plot that was made, a release, a manager after a clean end.
    private int Relief(string job) => new[]
    {
        CountsBegan,
        OverPlots(job).Where(plot => plot.Plot.State == PlotState.Completed).Select(plot => plot.At).DefaultIfEmpty(-1).Max(),
        Last<FarmEvent.JobReleased>(at => ((FarmEvent.JobReleased)events[at]).Job == job) ?? -1,
    }.Max();

    private IEnumerable<int> BackOffs(string job) =>
        Indexes<FarmEvent.BackOffBegun>(at => at > Relief(job) && ((FarmEvent.BackOffBegun)events[at]).Job == job);

    private IEnumerable<int> Launches => Indexes<FarmEvent.RunLaunched>(IsLaunch).Concat(Indexes<FarmEvent.RunConfirmed>(IsLaunch)).Order();

    // Only an intended run can be launched, and only once.
    private bool IsLaunch(int at) => LaunchOf(events[at].RunId()!) == at;

    private int? LaunchOf(string id) => events.Index().Where(happened =>
            happened.Item is FarmEvent.RunLaunched or FarmEvent.RunConfirmed && happened.Item.RunId() == id
            && IsOpenAt(id, happened.Index) && events[Intention(id)] is FarmEvent.RunIntended)
        .Select(happened => (int?)happened.Index).FirstOrDefault();

    private IEnumerable<string> RunsOf(string job) => Ids.Where(id => Record(id).Job == job);

    private string? JobAt(int at) => _begins.ContainsKey(events[at].RunId()!) ? Record(events[at].RunId()!).Job : null;

    private RunRecord Record(string id) => RecordAt(Intention(id));

    private RunRecord RecordAt(int at) =>
        events[at] is FarmEvent.RunIntended intended ? intended.Run : ((FarmEvent.RunAdopted)events[at]).Run;

    private int Intention(string id) => _begins[id];

    private int? End(string id) => _ends.TryGetValue(id, out var at) ? at : null;

    private bool IsOpenAt(string id, int at) => _begins.TryGetValue(id, out var begun) && begun < at && !(End(id) < at);

    private bool IsInFlightAt(string id, int at) => IsOpenAt(id, at) && (LaunchOf(id) < at || events[Intention(id)] is FarmEvent.RunAdopted)
        && !(Record(id).Plots > 0 && OverPlots(id: id).Count(plot => plot.At < at) >= Record(id).Plots);

    private IEnumerable<(int At, PlotRecord Plot)> LostPlots(string id) =>
        OverPlots(id: id).Where(plot => plot.Plot.State != PlotState.Completed && plot.At > LaunchOf(id));

    // How a plot ended: the first that was said of it while its run had not ended.
    private IEnumerable<(int At, PlotRecord Plot)> OverPlots(string? job = null, string? id = null) =>
        from happened in PlotEvents(job, id)
        where happened.Plot.State.IsOver()
        group happened by (happened.Plot.RunId, happened.Plot.Number) into plot
        select plot.First();

    private IEnumerable<(int At, PlotRecord Plot)> PlotEvents(string? job, string? id) =>
        from at in Indexes<FarmEvent.PlotChanged>(at => IsOpenAt(events[at].RunId()!, at))
        let plot = ((FarmEvent.PlotChanged)events[at]).Plot
        where (id is null || plot.RunId == id) && (job is null || Record(plot.RunId).Job == job)
        select (at, plot);

    private int NeverBegun(string id) =>
        End(id) is null ? 0 : Math.Max(0, Record(id).Plots - PlotEvents(null, id).Select(plot => plot.Plot.Number).Distinct().Count());

    private bool IsWished((int At, PlotRecord Plot) plot) => plot.Plot.State == PlotState.Killed
        && Last<FarmEvent.KillAsked>(at => at < plot.At
            && events[at].RunId() == plot.Plot.RunId
            && IsOpenAt(plot.Plot.RunId, at)) is { } asked
        && ((FarmEvent.KillAsked)events[asked]).Asked;

    // Only what is no more than intended can be forgotten.
    private static bool IsForgotten(IReadOnlyList<FarmEvent> events, int at) => events[at] is FarmEvent.RunForgotten forgotten
        && events.Take(at).Any(before => before is FarmEvent.RunIntended && before.RunId() == forgotten.RunId)
        && !events.Take(at).Any(before => before is FarmEvent.RunLaunched or FarmEvent.RunConfirmed && before.RunId() == forgotten.RunId);

    private bool IsOf(int at, string id) => events[at].RunId() == id && IsOpenAt(id, at);

    private T? Of<T>(string id)
        where T : FarmEvent => Last<T>(at => IsOf(at, id)) is { } at ? (T)events[at] : null;

    private TimeSpan Shift(int from, int to, bool withSession = false) => Indexes<FarmEvent.ClockShifted>(at => at > from && at < to)
        .Select(at => (FarmEvent.ClockShifted)events[at]).Where(shift => !withSession || !shift.BeforeSession)
        .Aggregate(TimeSpan.Zero, (sum, shift) => sum + shift.By);

    private IEnumerable<int> Indexes<T>(Func<int, bool> counts) =>
        Enumerable.Range(0, events.Count).Where(at => events[at] is T && counts(at));

    private int? Last<T>(Func<int, bool> counts) => Indexes<T>(counts).Cast<int?>().LastOrDefault();
}

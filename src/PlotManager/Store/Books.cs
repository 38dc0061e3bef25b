using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>What the journal holds, or will hold as soon as it can be written: as it was loaded, and every change since.</summary>
internal sealed class Books
{
    private readonly Dictionary<string, TrackedRun> _runs = [];
    private readonly Dictionary<ProcessIdentity, string> _runsByProcess = [];
    private readonly Dictionary<string, JobRecord> _jobs = [];
    private readonly Dictionary<string, string> _drives = [];

    public Books(JournalState state)
    {
        (Starts, Session, Farm) = (state.Starts, state.LastSession, state.Farm);
        foreach (var job in state.Jobs)
        {
            _jobs[job.Name] = job;
        }

        foreach (var (path, drive) in state.Directories)
        {
            _drives[path] = drive;
        }

        var plots = state.Plots.ToLookup(plot => plot.RunId);
        foreach (var run in state.Runs)
        {
            Keep(new TrackedRun(run, [.. plots[run.RunId].OrderBy(plot => plot.Number)]));
        }
    }

    public StartMode Starts { get; private set; }

    public SessionRecord? Session { get; private set; }

    public FarmRecord? Farm { get; private set; }

    public IReadOnlyCollection<TrackedRun> Runs => _runs.Values;

    public IReadOnlyCollection<JobRecord> Jobs => _jobs.Values;

    /// <summary>Those whose drive is known.</summary>
    public IReadOnlyCollection<string> Directories => _drives.Keys;

    public TrackedRun this[string runId] => _runs[runId];

    public TrackedRun? Find(string runId) => _runs.GetValueOrDefault(runId);

    public TrackedRun? FindByProcess(ProcessIdentity process) => _runsByProcess.TryGetValue(process, out var runId) ? _runs[runId] : null;

    public JobRecord? Job(string name) => _jobs.GetValueOrDefault(name);

    public string? DriveOf(string directory) => _drives.GetValueOrDefault(directory);

    public void Apply(Change change)
    {
        switch (change)
        {
            case Change.Run { Record: var run }:
                Keep(_runs.TryGetValue(run.RunId, out var known) ? known with { Run = run } : new TrackedRun(run, []));
                break;
            case Change.Plot { Record: var plot }:
                _runs[plot.RunId] = _runs[plot.RunId].With(plot);
                break;
            case Change.Job { Record: var job }:
                _jobs[job.Name] = job;
                break;
            case Change.Starts { Mode: var mode }:
                Starts = mode;
                break;
            case Change.Farm { Record: var farm }:
                Farm = farm;
                break;
            case Change.Session { Record: var session }:
                Session = session;
                break;
            case Change.Directory { Path: var path, Drive: { } drive }:
                _drives[path] = drive;
                break;
            case Change.Directory { Path: var path }:
                _drives.Remove(path);
                break;
            default:
                break; // notices and events live in the journal only
        }
    }

    /// <summary>Of a run that ended long ago only the journal knows.</summary>
    public void Drop(TrackedRun run)
    {
        _runs.Remove(run.RunId);
        if (run.Run.Process is { } process)
        {
            _runsByProcess.Remove(process);
        }
    }

    private void Keep(TrackedRun run)
    {
        if (_runs.TryGetValue(run.RunId, out var before) && before.Run.Process is { } old && before.Run.Process != run.Run.Process)
        {
            _runsByProcess.Remove(old);
        }

        _runs[run.RunId] = run;
        if (run.Run.Process is { } process)
        {
            _runsByProcess[process] = run.RunId;
        }
    }
}

using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotters.Logs.Lines;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>One plot while its log is read: the only place where what a log says of a plot changes.</summary>
internal sealed class PlotDraft(PlotterProfile profile, RunHeader header, int firstLine)
{
    private PlotLog _log = new()
    {
        FirstLine = firstLine,
        K = header.K ?? profile.OnlyK,
        Temp = header.Temp,
        Temp2 = header.Temp2,
        Destination = header.Destination,
        Threads = header.Threads,
        Buckets = header.Buckets,
        BufferMiB = header.BufferMiB,
    };

    private bool _failureFromTraceback;
    private string? _damage;
    private string? _stage = header.Stage;
    private bool _staged = header.Staged;
    private bool _checked = header.Checked;

    // Number of the table whose matches come next: the N of the last line that had one.
    private int _table;

    public PlotLog Log => _log;
    public bool IsOver => _log.State.IsOver();

    /// <summary>Waits in its work, not in its copy: whatever is said next shows that it goes on.</summary>
    public bool IsBlockedAtWork { get; private set; }

    public bool IsNamedBy(string fileName) =>
        (_log.PlotName is { Length: > 0 } name && fileName.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        || (_log.PlotId is { } id && fileName.Contains(id, StringComparison.OrdinalIgnoreCase));

    public PlotDraft Copy() => (PlotDraft)MemberwiseClone();

    public void Learn(Captures captures)
    {
        if (captures.Int(LogField.N) is { } table)
        {
            _table = table;
        }

        if (!captures.TellsFacts)
        {
            return;
        }

        var id = captures.Text(LogField.PlotId)?.ToLowerInvariant();
        var name = captures.Text(LogField.PlotName) ?? ((captures.Text(LogField.File)
            ?? captures.Text(LogField.DestinationFile)) is { } file ? profile.Files.PlotNameOf(file) : null);
        _log = _log with
        {
            PlotId = id ?? _log.PlotId ?? PlotFileNames.PlotIdOf(name),
            PlotName = name ?? _log.PlotName,
            K = captures.Int(LogField.K) ?? (name is null ? null : KOf(name)) ?? _log.K,
            Temp = captures.Directory(LogField.Temp) ?? _log.Temp,
            Temp2 = captures.Directory(LogField.Temp2) ?? _log.Temp2,
            Destination = captures.Directory(LogField.Destination)
                ?? (captures.Text(LogField.DestinationFile) is { } there ? Paths.DirectoryOf(there) : null) ?? _log.Destination,
            Threads = captures.Int(LogField.Threads) ?? _log.Threads,
            Buckets = captures.Int(LogField.Buckets) ?? _log.Buckets,
            BufferMiB = captures.Int(LogField.BufferMiB) ?? _log.BufferMiB,
            FinalBytes = captures.Whole(LogField.Bytes)
                ?? (captures.Number(LogField.GiB) is { } gib ? (long)Math.Round(gib * 1024 * 1024 * 1024) : _log.FinalBytes),
            FinalFile = captures.Text(LogField.FinalFile) ?? _log.FinalFile,
        };
        _stage = captures.Directory(LogField.Stage) ?? _stage;
    }

    public void Stage() => _staged = true;

    public void Check() => _checked = true;

    /// <summary>Whether a line of this rule completes it.</summary>
    public bool IsCompletedBy(LineRule rule) => rule.Completes switch
    {
        Completion.UnlessChecked => !_checked,
        Completion.UnlessStaged => !IsCopied,
        Completion.Always => true,
        _ => rule.Event == LineEvent.Completes,
    };

    public void Start(DateTime? at) => _log = _log with { StartedAt = _log.StartedAt ?? at };

    /// <summary>The plot is at least in this phase, and in it at least so far.</summary>
    public void Reach(int phase, double within, DateTime? at)
    {
        if (IsOver || phase < _log.Phase || phase > profile.Phases.Length)
        {
            return;
        }

        within = phase == _log.Phase ? Math.Max(_log.WithinPhase, within) : within;
        if (phase == 1)
        {
            Start(at);
        }

        Stand(_log, phase, within);
    }

    public void EndPhase(int phase, double seconds, DateTime? at, int line)
    {
        if (IsOver || phase < 1 || phase > profile.Phases.Length || phase < _log.Phase)
        {
            return;
        }

        var phases = _log.Phases;
        var soFar = seconds + phases.Sum(end => end.Seconds);
        // Where the lines have no time, the phases so far lead back to the start, if all of them are known.
        var endedAt = at ?? (phases.Length == phase - 1 ? LogDates.Later(_log.StartedAt, soFar) : null);
        Stand(_log with { Phases = phases.Add(new PhaseEnd(phase, seconds, endedAt, line)) }, phase + 1, 0);
    }

    public void Total(double? seconds)
    {
        if (IsOver)
        {
            return;
        }

        Stand(_log with { TotalSeconds = seconds ?? _log.TotalSeconds }, profile.Phases.Length + 1, 0);
    }

    public void Copied(double? seconds) => _log = _log with { CopySeconds = seconds ?? _log.CopySeconds };

    public void Complete()
    {
        if (IsOver)
        {
            return;
        }

        var file = _log.FinalFile
            ?? (_log is { Destination: { } directory, PlotName: { } name } && profile.Files.FinalEnds is [var end, ..]
                ? Paths.Join(directory, name + end)
                : null);
        _log = _log with
        {
            State = PlotState.Completed,
            Phase = profile.Phases.Length + 1,
            WithinPhase = 0,
            Progress = 1,
            Failure = null,
            FinalFile = file,
            Destination = (file is null ? null : Paths.LooksAbsolute(file) ? Paths.DirectoryOf(file) : null) ?? _log.Destination,
            PlotName = _log.PlotName ?? (file is null ? null : profile.Files.PlotNameOf(file)),
            PlotId = _log.PlotId ?? PlotFileNames.PlotIdOf(file),
        };
        IsBlockedAtWork = false;
    }

    /// <summary>A copy begins after all, in a log whose total looked like the end (madMax before it named a stage).</summary>
    public void Reopen()
    {
        if (_log.State != PlotState.Completed)
        {
            return;
        }

        _log = _log with { State = PlotState.Copying, Progress = ProgressOf.Profile(profile, _log.Phase, _log.WithinPhase) };
    }

    private bool IsCopied =>
        _staged && (_log.Destination is not { } destination || destination != (_stage ?? _log.Temp));

    public void Block(FailureCause? cause, string message, string? damage)
    {
        if (IsOver)
        {
            return;
        }

        var failure = FailureText.Of(cause, message, profile.Log.Causes, _log, waits: true);
        _log = _log with
        {
            State = PlotState.Blocked,
            Failure = failure,
            Blockades = _log.Blockades
            + (_log.State == PlotState.Blocked ? 0 : 1)
        };
        IsBlockedAtWork = _log.Phase <= profile.Phases.Length;
        _damage ??= damage;
    }

    /// <summary>It was blocked and works again.</summary>
    public void GoOn()
    {
        if (_log.State != PlotState.Blocked)
        {
            return;
        }

        IsBlockedAtWork = false;
        Stand(_log with { State = PlotState.Making, Failure = null, Suspect = _log.Suspect ?? _damage }, _log.Phase, _log.WithinPhase);
    }

    public void Fail(Failure failure, bool fromTraceback)
    {
        if (IsOver && _log.State != PlotState.Failed)
        {
            return;
        }

        if (_log.Failure is not null
            && _log.State == PlotState.Failed
            && !FailureText.IsBetter(failure, fromTraceback, _log.Failure, _failureFromTraceback))
        {
            return;
        }

        _log = _log with { State = PlotState.Failed, Failure = failure };
        _failureFromTraceback = fromTraceback;
        IsBlockedAtWork = false;
    }

    /// <summary>Another plot or process came after it, so it will never be finished. What it last waited for is the cause.</summary>
    public void Abandon()
    {
        if (!IsOver)
        {
            _log = _log with { State = _log.Failure is null ? PlotState.Unknown : PlotState.Failed };
        }

        IsBlockedAtWork = false;
    }

    /// <summary>
    /// A table of k has about 2^k entries. They scatter by 2^(-k/2) of that in table 2, doubled by every further table (seen in
    /// logs of k 18 to 25); far below that, entries have been lost.
    /// </summary>
    public void CountMatches(long matches)
    {
        if (_log.K is not { } k || k is < 10 or > 60 || matches < 0 || _log.Suspect is not null)
        {
            return;
        }

        var normal = Math.Pow(2, k);
        var scatter = Math.Pow(2, Math.Clamp(_table - 2, 0, 5) - k / 2.0);
        if (matches < normal * (1 - 0.01 - 5 * scatter))
        {
            _log = _log with { Suspect = $"table {_table} has {matches} entries, {matches / normal:P0} of what is normal: data was lost" };
        }
    }

    // Where the plot stands now; it is blocked until it says so itself.
    private void Stand(PlotLog log, int phase, double within)
    {
        within = Math.Clamp(within, 0, 1);
        _log = log with
        {
            Phase = phase,
            WithinPhase = within,
            State = log.State == PlotState.Blocked
                ? PlotState.Blocked
                : phase > profile.Phases.Length
                ? PlotState.Copying
                : PlotState.Making,
            Progress = Math.Max(log.Progress, ProgressOf.Profile(profile, phase, within)),
        };
    }

    // `plot-k32-...`, `plot-mmx-k32-c7-...`, `plot_28_...`
    private static int? KOf(string plotName)
    {
        foreach (var range in plotName.AsSpan().SplitAny('-', '_'))
        {
            var part = plotName.AsSpan(range);
            var digits = part.StartsWith('k') ? part[1..] : part;
            if (digits.Length is 1 or 2 && int.TryParse(digits, out var k))
            {
                return k;
            }
        }
        return null;
    }
}

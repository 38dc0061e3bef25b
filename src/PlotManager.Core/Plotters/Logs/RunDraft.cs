using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>One run while its log is read, line by line: which plot a line speaks of, and what it does to it.</summary>
internal sealed class RunDraft(PlotterProfile profile)
{
    private const int MostPrefixes = 4;

    private readonly LineDispatch _dispatch = profile.Log.Dispatch;
    private readonly Captures _captures = new();
    private List<PlotDraft> _plots = [];
    private RunHeader _header = new();
    private PlotDraft? _current;
    private int? _processId;
    private int? _plotCount;
    private Failure? _failure;
    private bool _failureFromTraceback;

    // A failure whose words are still to come.
    private LineRule? _awaiting;

    // The time that stood before the plotter's own words.
    private DateTime? _prefixDate;
    private int _partStart = 1;

    public RunDraft Copy()
    {
        var copy = (RunDraft)MemberwiseClone();
        copy._plots = [.. _plots.Select(plot => plot.Copy())];
        copy._current = _current is null ? null : copy._plots[_plots.IndexOf(_current)];
        return copy;
    }

    public RunLog State(int lines, LogTail tail) => new()
    {
        ProcessId = _processId,
        PlotCount = _plotCount,
        Plots = [.. _plots.Select(plot => plot.Log)],
        Failure = _failure,
        Lines = lines,
        LastLines = _current?.Log.State == PlotState.Completed ? [] : tail.Lines(),
    };

    // While a failure's words are awaited, or a blocked plot's going on, every line counts.
    private bool IsAttentive => _awaiting is not null || _current?.IsBlockedAtWork == true;

    /// <summary>How many bytes from the beginning of a line on mean nothing. Here nearly all lines end.</summary>
    /// <param name="lines">Lines passed over are added.</param>
    public int PassOver(ReadOnlySpan<byte> bytes, ref int lines) => IsAttentive ? 0 : _dispatch.PassOver(bytes, ref lines);

    /// <summary>One line without its end.</summary>
    public void Take(ReadOnlySpan<byte> line, int number, bool isWhole)
    {
        var start = 0;
        while (start < line.Length && line[start] <= ' ' && line[start] != Ansi.Escape)
        {
            start++;
        }

        if (start == line.Length)
        {
            return;
        }

        if (!IsAttentive)
        {
            if (_dispatch.MayMean(line[start..]) && Find(line[start..], isWhole, out var own) is { } rule)
            {
                Apply(rule, own, number);
            }

            return;
        }
        TakeAttentively(line, start, number, isWhole);
    }

    /// <summary>The rule that fits a line, without taking it. Null: the line means nothing.</summary>
    public LineRule? RuleOf(ReadOnlySpan<byte> line)
    {
        var own = line.TrimStart(" \t"u8);
        return own.IsEmpty || own.Length > PlotLogReader.LongestLine || !_dispatch.MayMean(own) ? null : Find(own, true, out _);
    }

    private void TakeAttentively(ReadOnlySpan<byte> line, int start, int number, bool isWhole)
    {
        var rule = Find(line[start..], isWhole, out var own);
        if (_awaiting is { } awaiting)
        {
            var isIndented = start > 0 || IsIndentedBehindPrefix(line[start..], own);
            if (own.IsEmpty || (awaiting.Message == MessageAt.NextUnindented && isIndented))
            {
                return;
            }

            // `what():  ...` after `terminate called`: the words that were awaited, with a rule of their own.
            _awaiting = null;
            var words = awaiting.Message == MessageAt.NextLine && rule is { Event: LineEvent.Fails, Message: MessageAt.ThisLine } ? rule : null;
            Fail(words?.Cause ?? awaiting.Cause, (words is null ? null : _captures.Text(LogField.Message)) ?? Text(own), isIndirect: true);
            return;
        }
        if (_current is { IsBlockedAtWork: true } blocked && rule?.Event != LineEvent.Blocked)
        {
            blocked.GoOn();
        }

        if (rule is not null)
        {
            Apply(rule, own, number);
        }
    }

    // `STDERR:   File "x"`: the wrapper's mark and one space, then what the plotter wrote.
    private static bool IsIndentedBehindPrefix(ReadOnlySpan<byte> line, ReadOnlySpan<byte> own)
    {
        var before = line.Length - own.Length;
        return before >= 2 && line[before - 1] == ' ' && line[before - 2] == ' ';
    }

    /// <param name="own">The line without what stands before the plotter's own words.</param>
    private LineRule? Find(ReadOnlySpan<byte> line, bool isWhole, out ReadOnlySpan<byte> own)
    {
        own = line;
        _prefixDate = null;
        for (var prefixes = 0; prefixes <= MostPrefixes; prefixes++)
        {
            if (own.Contains(Ansi.Escape))
            {
                own = Ansi.Stripped(own).TrimStart(" \t"u8);
            }

            if (own.IsEmpty || _dispatch[own[0]] is not { } candidates)
            {
                return null;
            }

            var rest = -1;
            foreach (var candidate in candidates)
            {
                if (!candidate.FitsBeginning(own))
                {
                    continue;
                }

                if (candidate.Rule is { } rule)
                {
                    if (candidate.Pattern.TryMatch(own, isWhole, _captures) && IsFinalFile())
                    {
                        return rule;
                    }
                }
                else if (candidate.Pattern.EndOf(own, _captures) is var end and > 0)
                {
                    rest = end;
                    _prefixDate = _captures.Date ?? _prefixDate;
                    break;
                }
            }
            if (rest < 0)
            {
                return null;
            }

            own = own[rest..].TrimStart(" \t"u8);
        }
        return null;
    }

    // What is named as the finished plot must be named like one: a path that is cut off is none.
    private bool IsFinalFile()
    {
        if (!_captures.Has(LogField.FinalFile))
        {
            return true;
        }

        foreach (var end in profile.Files.FinalEnds)
        {
            if (_captures.EndsWith(LogField.FinalFile, end))
            {
                return true;
            }
        }
        return false;
    }

    private void Apply(LineRule rule, ReadOnlySpan<byte> line, int number)
    {
        _processId = _captures.Int(LogField.ProcessId) ?? _processId;
        switch (rule.Event)
        {
            case LineEvent.RunStarts:
                StartRun(number);
                break;
            case LineEvent.PlotStarts:
                StartPlot(rule, number);
                break;
            case LineEvent.CopyStarts or LineEvent.CopyEnds or LineEvent.Completes:
                Copy(rule, number);
                break;
            case LineEvent.Blocked:
                (PlotOfLine(number) ?? _current)?.Block(rule.Cause, _captures.Text(LogField.Message) ?? Text(line), rule.Damage);
                break;
            case LineEvent.Fails:
                Fail(rule.Cause, _captures.Text(LogField.Message) ?? Text(line), rule.Message != MessageAt.ThisLine);
                _awaiting = rule.Message == MessageAt.ThisLine ? null : rule;
                break;
            default:
                Work(rule, number);
                break;
        }
        _plotCount = _captures.Int(LogField.Plots) ?? rule.Plots ?? _plotCount;
    }

    private void StartRun(int number)
    {
        foreach (var plot in _plots)
        {
            plot.Abandon();
        }

        _current = null;
        _plotCount = null;
        _header = new RunHeader().With(_captures);
        _partStart = number;
    }

    private void StartPlot(LineRule? rule, int number)
    {
        // Plots are made one after another: the one before is over, unless it is still being copied beside this one.
        var isCopied = profile.Log.CopiesInBackground && _current?.Log.Phase > profile.Phases.Length;
        if (!isCopied)
        {
            _current?.Abandon();
        }

        _header = _header with { Staged = _header.Staged || rule?.Staged == true };
        _current = new PlotDraft(profile, _header, _plots.Count == 0 ? 1 : _partStart > 1 && _current is null ? _partStart : number);
        _plots.Add(_current);
        if (rule is null)
        {
            return;
        }

        _current.Learn(_captures);
        _current.Start(_captures.Date);
    }

    private void Copy(LineRule rule, int number)
    {
        var plot = PlotOfLine(number);
        if (plot is null)
        {
            return;
        }

        plot.GoOn();
        if (rule.Event == LineEvent.CopyStarts)
        {
            plot.Reopen();
        }

        plot.Learn(_captures);
        if (rule.Event != LineEvent.CopyStarts)
        {
            plot.Copied(_captures.Seconds);
        }

        if (rule.Event == LineEvent.Completes)
        {
            plot.Complete();
        }
    }

    private void Work(LineRule rule, int number)
    {
        if (rule.Event == LineEvent.None && !rule.IsWork)
        {
            _header = _header.With(_captures) with { Staged = _header.Staged || rule.Staged };
            if (_current is { IsOver: false } plot)
            {
                plot.Learn(_captures);
                if (_captures.Whole(LogField.Matches) is { } matches)
                {
                    plot.CountMatches(matches);
                }
            }
            return;
        }
        // A log whose beginning is lost.
        if (_plots.Count == 0)
        {
            StartPlot(null, number);
        }

        if (_current is not { IsOver: false } current)
        {
            return;
        }

        current.Learn(_captures);
        if (_captures.Whole(LogField.Matches) is { } entries)
        {
            current.CountMatches(entries);
        }

        var phase = _captures.Int(LogField.Phase) ?? rule.Phase;
        var date = _captures.Date ?? _prefixDate;
        if (rule.Event == LineEvent.PhaseEnds)
        {
            EndPhase(current, phase, date, number);
        }
        else if (rule.Event == LineEvent.Total)
        {
            current.Total(_captures.Seconds);
        }
        else if (Share(rule) is { } share)
        {
            current.Reach(phase, share, date);
        }

        if (rule.Completes == Completion.Always || (rule.Completes == Completion.UnlessStaged && !current.IsCopied))
        {
            current.Complete();
        }
    }

    private void EndPhase(PlotDraft plot, int phase, DateTime? date, int number)
    {
        if (_captures.Seconds is { } seconds)
        {
            plot.EndPhase(phase, seconds, date, number);
        }
        else
        {
            plot.Reach(phase, 1, date);
        }
    }

    private double? Share(LineRule rule) =>
        rule.Event == LineEvent.PhaseStarts ? 0
        : _captures.Int(LogField.N) is { } n && rule.AtN.TryGetValue(n, out var share) ? share
        : rule.At ?? _captures.Number(LogField.Percent) / 100;

    // The plot whose file the line names; without a name, the one in the making.
    private PlotDraft? PlotOfLine(int number)
    {
        var path = _captures.Text(LogField.FinalFile) ?? _captures.Text(LogField.File);
        if (path is null && _plots.Count == 0)
        {
            StartPlot(null, number);
        }

        if (path is null)
        {
            return _current is { IsOver: false } ? _current : null;
        }

        var name = path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        for (var index = _plots.Count - 1; index >= 0; index--)
        {
            if (_plots[index].IsNamedBy(name))
            {
                return _plots[index];
            }
        }
        var id = PlotFileNames.PlotIdOf(name);
        if (_current is { IsOver: false } current && (id is null || current.Log.PlotId is null))
        {
            return current;
        }

        if (_current is { IsOver: false })
        {
            return null;
        }
        // Plotters that say nothing of a plot but its finished file.
        StartPlot(null, number);
        return _current;
    }

    private void Fail(FailureCause? cause, string message, bool isIndirect)
    {
        var plot = _current is { } current && (!current.IsOver || current.Log.State == PlotState.Failed) ? current : null;
        var failure = FailureText.Of(cause, message, profile.Log.Causes, plot?.Log);
        if (plot is not null)
        {
            plot.Fail(failure, isIndirect);
        }
        else if (_failure is null || FailureText.IsBetter(failure, isIndirect, _failure, _failureFromTraceback))
        {
            (_failure, _failureFromTraceback) = (failure, isIndirect);
        }
    }

    private static string Text(ReadOnlySpan<byte> line) =>
        string.Concat(Encoding.UTF8.GetString(line).Select(character => char.IsControl(character) ? ' ' : character)).Trim();
}

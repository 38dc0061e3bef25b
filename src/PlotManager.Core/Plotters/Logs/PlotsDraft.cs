using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotters.Logs.Lines;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>The plots of one run while its log is read: which of them a line speaks of, and what it does to it.</summary>
/// <param name="captures">What the line now in hand holds.</param>
internal sealed class PlotsDraft(PlotterProfile profile, Captures captures)
{
    private List<PlotDraft> _plots = [];
    private RunHeader _header = new();
    private int? _processId;
    private int? _plotCount;
    private Failure? _failure;
    private bool _failureFromTraceback;
    private int _partStart = 1;

    /// <summary>The plot in the making, or the last one; null before the first of a run.</summary>
    public PlotDraft? Current { get; private set; }

    /// <summary>Without what is said of the lines themselves.</summary>
    public RunLog State =>
        new() { ProcessId = _processId, PlotCount = _plotCount, Plots = [.. _plots.Select(plot => plot.Log)], Failure = _failure };

    public PlotsDraft Copy()
    {
        var copy = (PlotsDraft)MemberwiseClone();
        copy._plots = [.. _plots.Select(plot => plot.Copy())];
        copy.Current = Current is null ? null : copy._plots[_plots.IndexOf(Current)];
        return copy;
    }

    /// <param name="message">The line's words, if it tells of a failure.</param>
    /// <param name="prefixDate">The time that stood before the plotter's own words.</param>
    /// <param name="number">Of the line, 1-based.</param>
    public void Apply(LineRule rule, string message, DateTime? prefixDate, int number)
    {
        _processId = captures.Int(LogField.ProcessId) ?? _processId;
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
                (PlotOfLine(number) ?? Current)?.Block(rule.Cause, message, rule.Damage);
                break;
            case LineEvent.Fails when captures.Has(LogField.File) && PlotOfLine(number) is { } named:
                named.Fail(FailureText.Of(rule.Cause, message, profile.Log.Causes, named.Log), fromTraceback: false);
                break;
            case LineEvent.Fails:
                Fail(rule.Cause, message, rule.Message != MessageAt.ThisLine);
                break;
            default:
                Work(rule, prefixDate, number);
                break;
        }
        _plotCount = captures.Int(LogField.Plots) ?? rule.Plots ?? _plotCount;
    }

    /// <param name="isIndirect">It is told by words that stand around the failure, not by the plotter's own.</param>
    public void Fail(FailureCause? cause, string message, bool isIndirect)
    {
        var plot = Current is { } current && (!current.IsOver || current.Log.State == PlotState.Failed) ? current : null;
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

    private void StartRun(int number)
    {
        foreach (var plot in _plots)
        {
            plot.Abandon();
        }

        Current = null;
        _plotCount = null;
        _header = new RunHeader().With(captures);
        _partStart = number;
    }

    private void StartPlot(LineRule? rule, int number)
    {
        // Plots are made one after another: the one before is over, unless it is still being copied beside this one.
        var isCopied = profile.Log.CopiesInBackground && Current?.Log.Phase > profile.Phases.Length;
        if (!isCopied)
        {
            Current?.Abandon();
        }

        _header = _header with { Staged = _header.Staged || rule?.Staged == true };
        Current = new PlotDraft(profile, _header, _plots.Count == 0 ? 1 : _partStart > 1 && Current is null ? _partStart : number);
        _plots.Add(Current);
        if (rule is null)
        {
            return;
        }

        Current.Learn(captures);
        Current.Start(captures.Date);
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

        plot.Learn(captures);
        if (rule.Event != LineEvent.CopyStarts)
        {
            plot.Copied(captures.Seconds);
        }

        if (plot.IsCompletedBy(rule))
        {
            plot.Complete();
        }
    }

    private void Work(LineRule rule, DateTime? prefixDate, int number)
    {
        if (rule.Event == LineEvent.None && !rule.IsWork)
        {
            _header = _header.With(captures) with { Staged = _header.Staged || rule.Staged, Checked = _header.Checked || rule.Checked };
            if (Current is { IsOver: false } plot)
            {
                Learn(plot);
                if (rule.Checked)
                {
                    plot.Check();
                }
            }
            return;
        }
        // A log whose beginning is lost.
        if (_plots.Count == 0)
        {
            StartPlot(null, number);
        }

        if (Current is not { IsOver: false } current)
        {
            return;
        }

        Learn(current);
        var phase = captures.Int(LogField.Phase) ?? rule.Phase;
        var date = captures.Date ?? prefixDate;
        if (rule.Event == LineEvent.PhaseEnds)
        {
            EndPhase(current, phase, date, number);
        }
        else if (rule.Event == LineEvent.Total)
        {
            current.Total(captures.Seconds);
        }
        else if (Share(rule) is { } share)
        {
            current.Reach(phase, share, date);
        }

        if (current.IsCompletedBy(rule))
        {
            current.Complete();
        }
    }

    private void Learn(PlotDraft plot)
    {
        plot.Learn(captures);
        if (captures.Whole(LogField.Matches) is { } matches)
        {
            plot.CountMatches(matches);
        }
    }

    private void EndPhase(PlotDraft plot, int phase, DateTime? date, int number)
    {
        if (captures.Seconds is { } seconds)
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
        : captures.Int(LogField.N) is { } n && rule.AtN.TryGetValue(n, out var share) ? share
        : rule.At ?? captures.Number(LogField.Percent) / 100;

    // The plot whose file the line names; without a name, the one in the making.
    private PlotDraft? PlotOfLine(int number)
    {
        var path = captures.Text(LogField.FinalFile) ?? captures.Text(LogField.File);
        if (path is null && _plots.Count == 0)
        {
            StartPlot(null, number);
        }

        if (path is null)
        {
            return Current is { IsOver: false } ? Current : null;
        }

        var name = Paths.NameOf(path);
        for (var index = _plots.Count - 1; index >= 0; index--)
        {
            if (_plots[index].IsNamedBy(name))
            {
                return _plots[index];
            }
        }
        var id = PlotFileNames.PlotIdOf(name);
        if (Current is { IsOver: false } current && (id is null || current.Log.PlotId is null))
        {
            return current;
        }

        if (Current is { IsOver: false })
        {
            return null;
        }
        // Plotters that say nothing of a plot but its finished file.
        StartPlot(null, number);
        return Current;
    }
}

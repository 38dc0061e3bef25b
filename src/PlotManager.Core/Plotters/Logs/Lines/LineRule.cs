using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs.Failures;

namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>What happens at a line. A line without one of these only gives values.</summary>
public enum LineEvent
{
    None,

    /// <summary>A new process writes from here on: plots before it that are not over never will be.</summary>
    RunStarts,
    PlotStarts,
    PhaseStarts,
    PhaseEnds,

    /// <summary>The work is done and its whole duration said; not yet the plot's completion, unless the rule says so.</summary>
    Total,
    CopyStarts,
    CopyEnds,

    /// <summary>The plot stands under its final name.</summary>
    Completes,

    /// <summary>The plotter waits and tries again for ever.</summary>
    Blocked,
    Fails,
}

/// <summary>Where a failure's own words stand.</summary>
public enum MessageAt
{
    /// <summary>In the line itself: its <c>{message}</c>, or all of it.</summary>
    ThisLine,

    /// <summary>In the next line that is not empty.</summary>
    NextLine,

    /// <summary>In the next line that is not indented: the end of a Python traceback.</summary>
    NextUnindented,
}

/// <summary>Whether a line completes its plot beside what its event does; of <see cref="LineEvent.Completes"/> when it does not.</summary>
public enum Completion
{
    No,
    Always,

    /// <summary>Only if no copy follows: nothing named a stage, or the destination is the stage or temp itself.</summary>
    UnlessStaged,

    /// <summary>Only if the plotter does not check its plots: it may delete this one yet.</summary>
    UnlessChecked,
}

/// <summary>One entry under <c>lines:</c>: a pattern and its meaning.</summary>
public sealed record LineRule(LinePattern Pattern)
{
    public LineEvent Event { get; init; }

    /// <summary>The phase meant, where the line does not say it; 0: none.</summary>
    public int Phase { get; init; }

    /// <summary>Share of the phase that is done when this line comes, 0..1; null: no milestone.</summary>
    public double? At { get; init; }

    /// <summary>The same by the line's <c>{n}</c>.</summary>
    public ImmutableDictionary<int, double> AtN { get; init; } = ImmutableDictionary<int, double>.Empty;

    /// <summary>Cause of a failure or blockade; null: told by its words.</summary>
    public FailureCause? Cause { get; init; }
    public MessageAt Message { get; init; }

    /// <summary>Going on after this blockade leaves a damaged plot: the reason in words, null if it does no harm.</summary>
    public string? Damage { get; init; }
    public Completion Completes { get; init; }

    /// <summary>A copy to the destination will follow.</summary>
    public bool Staged { get; init; }

    /// <summary>The plotter checks its plots and deletes bad ones: a plot is complete once it is found good.</summary>
    public bool Checked { get; init; }

    /// <summary>Number of plots of the run, where the line says it in words; 0: no end.</summary>
    public int? Plots { get; init; }

    /// <summary>A milestone: the plotter is at work.</summary>
    public bool IsWork => Event is LineEvent.PhaseStarts or LineEvent.PhaseEnds || At is not null || AtN.Count > 0 || TellsPercent;

    private bool TellsPercent { get; } = Pattern.Fields.Contains(LogField.Percent);
}

/// <summary>How a plotter's log is read (<c>log:</c> in a profile).</summary>
public sealed class LogGrammar
{
    public static LogGrammar Empty { get; } = new();

    /// <summary>The first rule that fits a line counts.</summary>
    public ImmutableArray<LineRule> Lines { get; init; } = [];

    /// <summary>What wrappers put before the plotter's own words; taken off, up to the end of the pattern.</summary>
    public ImmutableArray<LinePattern> Prefixes { get; init; } = [];
    public ImmutableArray<CauseWords> Causes { get; init; } = [];

    /// <summary>What the plotter means by an exit code.</summary>
    public ImmutableDictionary<int, string> ExitCodes { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>The next plot is made while the one before is still copied.</summary>
    public bool CopiesInBackground { get; init; }

    /// <summary>Flags that make it copy before it begins the next plot.</summary>
    public ImmutableArray<string> WaitsForCopy { get; init; } = [];

    internal LineDispatch Dispatch => field ??= new LineDispatch(this);
}

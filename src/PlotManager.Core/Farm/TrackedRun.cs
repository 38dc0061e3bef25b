using System.Collections.Immutable;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>A run with the plots it has begun, as the ledger knows them.</summary>
public sealed record TrackedRun(RunRecord Run, ImmutableArray<PlotRecord> Plots)
{
    public string RunId => Run.RunId;

    /// <summary>The plot now in the making, or the last one made; null before the first.</summary>
    public PlotRecord? Current => Plots.IsEmpty ? null : Plots[^1];

    /// <summary>All its plots are at their final names, or lost: the slot is free though the process may linger.</summary>
    public bool HasMadeAll => Run.Plots > 0 && Plots.Length >= Run.Plots && Plots.All(plot => plot.State.IsOver());

    /// <summary>Counts against the limits.</summary>
    public bool IsInFlight => Run.State.IsInFlight() && !HasMadeAll;

    /// <summary>The wish to start it was given up, for no process of it was to be found.</summary>
    public bool NeverRan => Run is { State: RunState.Ended, Process: null, Counted: false } && Plots.IsEmpty;

    public int PlotsMade => Plots.Count(plot => plot.State == PlotState.Completed);

    /// <summary>Plots it has still to make, the one in the making included; an endless run promises one.</summary>
    public int PlotsToMake => Run.Plots == 0 ? 1 : Math.Max(0, Run.Plots - Plots.Count(plot => plot.State.IsOver()));

    public TrackedRun With(PlotRecord plot)
    {
        var index = plot.Number - 1;
        return this with { Plots = index < Plots.Length ? Plots.SetItem(index, plot) : Plots.Add(plot) };
    }
}

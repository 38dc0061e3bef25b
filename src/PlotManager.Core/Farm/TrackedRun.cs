using System.Collections.Immutable;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>A run with the plots it has begun, as the farm's state knows them.</summary>
/// <param name="Plots">In their order. In the farm's state those at the front that are over are left out, see
/// <see cref="Earlier"/>.</param>
public sealed record TrackedRun(RunRecord Run, ImmutableArray<PlotRecord> Plots)
{
    public string RunId => Run.RunId;

    /// <summary>What people call it: the beginning of its plot's id.</summary>
    public string ShortName => Current?.PlotId is { Length: >= 7 } id ? id[..7] : RunId;

    /// <summary>How many of its plots came before <see cref="Plots"/>. All of them are over.</summary>
    public int Earlier { get; init; }

    /// <summary>How many of the earlier plots were made.</summary>
    public int EarlierMade { get; init; }

    /// <summary>Plots it has begun.</summary>
    public int PlotsBegun => Earlier + Plots.Length;

    /// <summary>The plot now in the making, or the last one made; null before the first.</summary>
    public PlotRecord? Current => Plots.IsEmpty ? null : Plots[^1];

    /// <summary>All its plots are at their final names, or lost: the slot is free though the process may linger.</summary>
    public bool HasMadeAll => Run.Plots > 0 && PlotsBegun >= Run.Plots && PlotsOver == PlotsBegun;

    /// <summary>Counts against the limits.</summary>
    public bool IsInFlight => Run.State.IsInFlight() && !HasMadeAll;

    /// <summary>The wish to start it was given up, for no process of it was to be found.</summary>
    public bool NeverRan => Run is { State: RunState.Ended, Process: null, Counted: false } && PlotsBegun == 0;

    public int PlotsMade
    {
        get
        {
            var made = EarlierMade;
            foreach (var plot in Plots)
            {
                made += plot.State == PlotState.Completed ? 1 : 0;
            }

            return made;
        }
    }

    /// <summary>Plots it has still to make, the one in the making included; an endless run promises one.</summary>
    public int PlotsToMake => Run.Plots == 0 ? 1 : Math.Max(0, Run.Plots - PlotsOver);

    private int PlotsOver
    {
        get
        {
            var over = Earlier;
            foreach (var plot in Plots)
            {
                over += plot.State.IsOver() ? 1 : 0;
            }

            return over;
        }
    }

    /// <summary>The plot of this number, counted from 1; null before it has begun, and where it is one of the earlier ones.</summary>
    public PlotRecord? Plot(int number) => number > Earlier && number <= PlotsBegun ? Plots[number - 1 - Earlier] : null;

    /// <summary>Whether this may be news of one of its plots: one that is not over, or the next to begin.</summary>
    public bool MayTake(PlotRecord plot) =>
        plot.Number > Earlier && plot.Number <= PlotsBegun + 1 && Plot(plot.Number)?.State.IsOver() != true;

    public TrackedRun With(PlotRecord plot)
    {
        var index = plot.Number - 1 - Earlier;
        return index < 0 ? this : this with { Plots = index < Plots.Length ? Plots.SetItem(index, plot) : Plots.Add(plot) };
    }

    /// <summary>Leaves out the plots at the front that are over, but for the last plot: a run may make plots for months.</summary>
    public TrackedRun Compacted()
    {
        var (over, made) = (0, 0);
        while (over < Plots.Length - 1 && Plots[over].State.IsOver())
        {
            made += Plots[over].State == PlotState.Completed ? 1 : 0;
            over++;
        }

        return over == 0
            ? this
            : this with { Plots = Plots.RemoveRange(0, over), Earlier = Earlier + over, EarlierMade = EarlierMade + made };
    }
}

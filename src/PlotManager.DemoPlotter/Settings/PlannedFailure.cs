using System.Globalization;

namespace PlotManager.DemoPlotter.Settings;

/// <summary>What can be asked to go wrong with a plot. What really goes wrong (a full drive, a missing folder) needs no asking.</summary>
internal enum FailureCause
{
    /// <summary>The temp drive is full: chia retries until the settings no longer say so, chia_plot aborts.</summary>
    TempFull,

    /// <summary>
    /// One write to the temp drive fails and is retried once: chia goes on and exits 0 with a damaged plot; chia_plot aborts.
    /// </summary>
    Suspect,

    /// <summary>The farmer key is refused, at the start.</summary>
    BadKey,

    /// <summary>The plotter says that it lacks memory and ends.</summary>
    OutOfMemory,

    /// <summary>Exit code 1 before the first line.</summary>
    ExitAtOnce,

    /// <summary>Segmentation fault, without a word.</summary>
    Crash,

    /// <summary>
    /// The destination is full: both retry until the settings no longer say so. Meets the plot at its copy, whatever point is named.
    /// </summary>
    DestinationFull,

    /// <summary>Nothing happens any more, until the settings no longer say so.</summary>
    Hang,

    /// <summary>A check waits before it tells what it has found, until the settings no longer say so. Plots are made meanwhile.</summary>
    HoldCheck,
}

/// <summary>A failure and the point at which a plot meets it.</summary>
/// <param name="Cause">What goes wrong.</param>
/// <param name="Phase">1 to 4.</param>
/// <param name="Fraction">How far into that phase, 0 to 1.</param>
internal sealed record PlannedFailure(FailureCause Cause, int Phase, double Fraction)
{
    /// <summary>Reads <c>cause[@phase[.percent]]</c>; without a point it is the middle of phase 1. Null: not one.</summary>
    public static PlannedFailure? Parse(string text)
    {
        var at = text.IndexOf('@');
        FailureCause? cause = (at < 0 ? text : text[..at]) switch
        {
            "temp_full" => FailureCause.TempFull,
            "suspect" => FailureCause.Suspect,
            "bad_key" => FailureCause.BadKey,
            "out_of_memory" => FailureCause.OutOfMemory,
            "exit_at_once" => FailureCause.ExitAtOnce,
            "crash" => FailureCause.Crash,
            "destination_full" => FailureCause.DestinationFull,
            "hang" => FailureCause.Hang,
            "hold_check" => FailureCause.HoldCheck,
            _ => null,
        };
        if (cause is null)
        {
            return null;
        }

        if (at < 0)
        {
            return new PlannedFailure(cause.Value, 1, 0.5);
        }

        var point = text[(at + 1)..].Split('.', 2);
        if (!Whole(point[0], 1, 4, out var phase))
        {
            return null;
        }

        if (point.Length == 1)
        {
            return new PlannedFailure(cause.Value, phase, 0.5);
        }

        return Whole(point[1], 0, 100, out var percent) ? new PlannedFailure(cause.Value, phase, percent / 100.0) : null;
    }

    private static bool Whole(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}

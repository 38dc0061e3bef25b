using PlotManager.DemoPlotter.Settings;
using PlotManager.DemoPlotter.Signals;

namespace PlotManager.DemoPlotter;

/// <summary>What one plotter process has: its two streams, its settings and its signals.</summary>
internal sealed class PlotterProcess
{
    public required LiveLog Output { get; init; }

    public required LiveLog Error { get; init; }

    public required StandInSettings Settings { get; init; }

    public required string SettingsFile { get; init; }

    public required ProcessSignals Signals { get; init; }

    /// <summary>To be called once for every process, before all else: whether it is to end without a word.</summary>
    public bool ExitsAtOnce() => Settings.Failure is { Cause: FailureCause.ExitAtOnce } && IsTheNth();

    /// <summary>To be called once for every plot: the failure this plot is to meet, if any.</summary>
    public PlannedFailure? StartPlot() =>
        Settings.Failure is { Cause: not (FailureCause.ExitAtOnce or FailureCause.HoldCheck) } failure && IsTheNth() ? failure : null;

    /// <summary>
    /// Whether the settings, as they are now on disk, still ask for this failure: a failure that lasts (a full disk) is over when they no
    /// longer do. A file that cannot be read at this moment changes nothing.
    /// </summary>
    public bool StillFailing(FailureCause cause)
    {
        try
        {
            return StandInSettings.ReadFile(SettingsFile).Failure?.Cause == cause;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private bool IsTheNth() => Settings.FailEvery <= 1 || PlotCounter.Next(SettingsFile) % Settings.FailEvery == 0;

    /// <summary>Does nothing, until the settings no longer ask for it.</summary>
    public void Hang()
    {
        while (StillFailing(FailureCause.Hang))
        {
            Thread.Sleep(100);
        }
    }

    /// <summary>Of a check: does nothing as long as the settings ask for it.</summary>
    public void Hold()
    {
        if (Settings.Failure is { Cause: FailureCause.HoldCheck })
        {
            while (StillFailing(FailureCause.HoldCheck))
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>Waits before a retry, five minutes in the real plotters.</summary>
    public void WaitForRetry() => Thread.Sleep(Settings.RetryPause);
}

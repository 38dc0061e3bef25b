using PlotManager.DemoPlotter.Signals;

namespace PlotManager.DemoPlotter;

/// <summary>
/// How a plotter process ends: with an exit code, or by a signal that it raises against itself (abort, segmentation fault).
/// </summary>
internal readonly record struct PlotterEnd(int ExitCode, int? Signal)
{
    public const int Abort = 6;
    public const int Kill = 9;
    public const int SegmentationFault = 11;

    public static PlotterEnd Code(int exitCode) => new(exitCode, null);

    public static PlotterEnd BySignal(int signal) => new(128 + signal, signal);

    /// <summary>Dies by the signal, so that whoever waits for this process sees it; else returns the exit code to leave with.</summary>
    public int Enact()
    {
        if (Signal is { } signal)
        {
            ProcessSignals.DieBy(signal);
        }

        return ExitCode;
    }
}

/// <summary>Leaves a plot in the middle, from however deep, because the process ends there.</summary>
internal sealed class PlotterEndedException(PlotterEnd end) : Exception
{
    public PlotterEnd End { get; } = end;
}

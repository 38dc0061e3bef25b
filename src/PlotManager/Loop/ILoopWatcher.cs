namespace PlotManager.Loop;

/// <summary>Is called by the loop, on its own thread.</summary>
public interface ILoopWatcher
{
    /// <summary>The loop gets on: at least every few seconds, unless a drive keeps it waiting.</summary>
    void GotOn();

    /// <summary>A pass is over.</summary>
    /// <param name="time">How long it took, starts included.</param>
    void PassTook(TimeSpan time);
}

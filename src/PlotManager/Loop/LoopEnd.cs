namespace PlotManager.Loop;

/// <summary>Why the loop ended.</summary>
public enum LoopEnd
{
    /// <summary>Somebody asked for it.</summary>
    Stopped,

    /// <summary>No job may ever start again, and no run of its jobs is in flight.</summary>
    Finished,

    /// <summary>It drained, and no run of its jobs is in flight; plots may be left to make.</summary>
    Drained,
}

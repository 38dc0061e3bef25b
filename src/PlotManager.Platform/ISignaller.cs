namespace PlotManager.Platform;

public enum ProcessSignal
{
    /// <summary>SIGTERM; Windows: as <see cref="Kill"/> (a console-less child has no gentler one).</summary>
    Terminate,
    Kill,
    Suspend,
    Resume,
}

public interface ISignaller
{
    /// <summary>Sends to one process, if it is still the one meant.</summary>
    /// <returns>Null when sent, else the reason in one line (gone, not permitted).</returns>
    string? Send(ProcessIdentity process, ProcessSignal signal);
}

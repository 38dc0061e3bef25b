namespace PlotManager.Core.Farm;

/// <summary>Whether new runs may start. A pause survives restarts of the manager; a drain ends with it.</summary>
public enum StartMode
{
    Allowed,
    Paused,
    Draining,
}

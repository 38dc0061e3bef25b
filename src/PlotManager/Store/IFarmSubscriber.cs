namespace PlotManager.Store;

/// <summary>Is called with each event of the farm once it is committed.</summary>
public interface IFarmSubscriber
{
    void Happened(CommittedEvent committed);
}

/// <summary>An event that the farm's state has and the journal has taken.</summary>
/// <param name="Before">The state before it.</param>
/// <param name="News">What people are told of it; null where it is no news.</param>
public sealed record CommittedEvent(FarmEvent Event, FarmState Before, News? News);

using PlotManager.Core.Configuration;

namespace PlotManager.Logging;

/// <summary>Several logs as one.</summary>
public sealed class EventLogs(params IReadOnlyList<IEventLog> logs) : IEventLog
{
    public void Write(LogLevel level, string message, string? job = null, string? plot = null)
    {
        foreach (var log in logs)
        {
            log.Write(level, message, job, plot);
        }
    }
}

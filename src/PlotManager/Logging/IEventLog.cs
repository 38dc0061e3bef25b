using PlotManager.Core.Configuration;

namespace PlotManager.Logging;

/// <summary>Where the manager says what it did and what went wrong. Writing never fails and never waits for long.</summary>
public interface IEventLog
{
    /// <param name="message">Becomes one line, whatever it holds; secrets are masked.</param>
    /// <param name="job">Name of the job it is about.</param>
    /// <param name="plot">Id of the plot it is about.</param>
    void Write(LogLevel level, string message, string? job = null, string? plot = null);
}

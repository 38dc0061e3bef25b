using System.Text.Json.Serialization;
using PlotManager.Core.Farm.Checks;

namespace PlotManager.Core.Control;

/// <summary>
/// What people may ask of a running manager. Each is a POST to /ask on the control socket; the snapshot is a GET of /snapshot, its stamp
/// the ETag of a HEAD.
/// </summary>
public enum ControlCommand
{
    Stop,
    Reload,
    Pause,
    Unpause,
    Drain,
    Kill,
    Suspend,
    Resume,

    /// <summary>A plot that nobody has seen was made, says the user.</summary>
    Accept,

    /// <summary>It is lost, says the user.</summary>
    Lost,

    /// <summary>A plot was checked by a command, whose verdict belongs into the journal.</summary>
    Checked,
}

/// <param name="Plot">
/// Run id of the one that is meant, for those that mean one; the beginning of a plot id where no process is left.
/// </param>
/// <param name="DeleteFinished">Of a kill: also the finished plot that waits in temp or temp2.</param>
public sealed record ControlRequest(
    [property: JsonPropertyName("wish")] ControlCommand Command, string? Plot = null, bool DeleteFinished = false)
{
    /// <summary>Of a check: what came of it.</summary>
    public CheckRecord? Check { get; init; }
}

/// <param name="Done">False: the answer is no, and the text says why.</param>
public sealed record ControlAnswer(bool Done, string Text)
{
    /// <summary>What else the asker should know; null if nothing.</summary>
    public string? Warning { get; init; }
}

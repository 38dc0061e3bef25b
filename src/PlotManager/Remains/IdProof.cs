using PlotManager.Core.Plotters;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Platform;

namespace PlotManager.Remains;

/// <summary>
/// What proves which plot ids are a run's own. Of a run that the manager started, the log that it gave it. Of somebody else's, what its
/// process shows, asked while it lives: the file behind its standard output, or a file with the id that it has open for writing; or a log
/// that names its pid. That a log began in the same seconds proves nothing.
/// </summary>
public sealed class IdProof
{
    private readonly IFiles _files;
    private readonly string? _output;
    private readonly HashSet<string> _open;
    private readonly string? _unseen;

    private IdProof(IFiles files, string? output, HashSet<string> open, string? unseen, DateTimeOffset begun) =>
        (_files, _output, _open, _unseen, Begun) = (files, output, open, unseen, begun);

    /// <summary>When the process began.</summary>
    public DateTimeOffset Begun { get; }

    /// <summary>Ids of files that the process has open for writing.</summary>
    public IReadOnlySet<string> OpenPlots => _open;

    /// <param name="pids">Its process and the descendants of that.</param>
    public static IdProof Ask(Machine machine, RunRecord run, IReadOnlyCollection<int> pids)
    {
        var begun = run.Process is { } process && machine.Processes.Find(process.Pid) is { } sighting && sighting.Identity == process
            ? sighting.StartedAt
            : run.LaunchedAt;
        if (!run.Foreign)
        {
            // The plotter may be the child of a wrapper, which is older.
            return new IdProof(machine.Files, null, [], null, begun < run.LaunchedAt ? begun : run.LaunchedAt);
        }

        var list = OpenPlotFiles.Of(machine.Processes);
        return new IdProof(
            machine.Files, run.Process is { } own ? machine.Processes.OutputFile(own.Pid) : null, [.. list.WrittenBy(pids)],
            list == OpenFileList.NotShown || pids.Any(list.Unreadable.Contains) ? list.Unseen : null, begun);
    }

    /// <summary>Why this id of the run may be another plot's; null where it is proven.</summary>
    /// <param name="run">As the books have it: with its log.</param>
    public string? Doubt(string plotId, RunRecord run, PlotterProfile profile)
    {
        if (!run.Foreign
            || _open.Contains(plotId.ToLowerInvariant())
            || (run.LogFile is { } log && (IsOutput(log) || NamesProcess(_files, run, profile))))
        {
            return null;
        }

        return $"nothing proves that its id is this plotter's: it is in a log that was found by its time "
            + $"alone{(_unseen is null ? "" : $", and {_unseen}")}";
    }

    /// <summary>Whether the log that was found for somebody else's run names its pid.</summary>
    public static bool NamesProcess(IFiles files, RunRecord run, PlotterProfile profile)
    {
        if (run.LogFile is not { } log || run.Process is not { } process)
        {
            return false;
        }

        try
        {
            return LogHeads.Read(files, log, profile).ProcessId == process.Pid;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsOutput(string log)
    {
        if (_output is null || _output == log)
        {
            return _output is not null;
        }

        try
        {
            return _files.Look(_output) is { } output && _files.Look(log) is { } found && output.Identity == found.Identity;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Plots;

/// <summary>
/// Plots whose last check was bad and that are still as they were then. The journal is asked when a check has ended; whether the files are
/// still there, beside the loop and no more often than once a minute.
/// </summary>
public sealed class FailedChecks(Machine machine, IJournal journal)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private IReadOnlyList<CheckRecord> _bad = [];
    private HashSet<string> _gone = [];
    private int? _readAt;
    private long? _asked;
    private Task<HashSet<string>>? _looking;

    /// <param name="ended">How many checks ended since the manager started: a change makes the list stale.</param>
    public IReadOnlyList<CheckRecord> At(int ended)
    {
        if (_readAt != ended)
        {
            _bad = Read() ?? _bad;
            (_readAt, _asked) = (ended, null);
        }

        Look();
        return [.. _bad.Where(check => !_gone.Contains(check.File))];
    }

    private List<CheckRecord>? Read()
    {
        try
        {
            return [.. journal.LastChecks().Where(check => check.Verdict == CheckVerdict.Bad)];
        }
        catch (JournalException)
        {
            return null; // the counts of today's plots, read from the same place, say what is wrong
        }
    }

    private void Look()
    {
        if (_looking is { IsCompleted: true } looked)
        {
            (_looking, _gone) = (null, looked.IsCompletedSuccessfully ? looked.Result : _gone);
        }

        if (_looking is null && _bad.Count > 0 && (_asked is not { } asked || machine.Time.GetElapsedTime(asked) >= Every))
        {
            _asked = machine.Time.GetTimestamp();
            var bad = _bad;
            _looking = Task.Run(() => Gone(bad));
        }
    }

    // A file that cannot be looked at, as on a drive that is away, is still told of.
    private HashSet<string> Gone(IReadOnlyList<CheckRecord> bad)
    {
        var found = machine.Files.LookAll(bad.Select(check => check.File));
        return
        [
            .. bad.Where(check => found.TryGetValue(check.File, out var file) && (file is null || file.Value.Changed > check.EndedAt))
                .Select(check => check.File),
        ];
    }
}

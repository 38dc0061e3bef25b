using PlotManager.Core.Plotters.Logs;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>
/// Reads one run's log from where the last look ended; from the beginning only if it shrank or another file took its name. A log
/// that cannot be read leaves what it has said before.
/// </summary>
public sealed class LogFollower(IFiles files, string file, Func<PlotLogReader> newReader)
{
    private const int Piece = 256 * 1024;

    private PlotLogReader _reader = newReader();
    private LogText _text = new();
    private long _offset;
    private string? _identity;

    public string File => file;

    public RunLog Said => _reader.State;

    /// <summary>Why it cannot be read at present, or null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether there is more than was read: cheap, for between two looks.</summary>
    /// <param name="log">As it was found just now; null if it is not there.</param>
    public bool HasGrown(FileFinding? log) => log is { } found ? found.Length != _offset || found.Identity != _identity : _identity is not null;

    /// <summary>Reads on; true if the log has said something new.</summary>
    public bool Follow() => Reads(() => ReadOn(files.Look(file)));

    /// <summary>The same of a log that was found so just now.</summary>
    public bool Follow(FileFinding? log) => Reads(() => ReadOn(log));

    private bool Reads(Action readOn)
    {
        try
        {
            var before = Said;
            readOn();
            return !ReferenceEquals(before, Said);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Trouble = $"{file}: {unreadable.Message}";
            return false;
        }
    }

    private void ReadOn(FileFinding? log)
    {
        if (log is not { } found)
        {
            Trouble = _identity is null ? $"{file}: no such log yet" : $"{file}: the log is gone; what it had said stays known";
            return;
        }

        if (_identity is not null && (found.Identity != _identity || found.Length < _offset))
        {
            (_reader, _text, _offset) = (newReader(), new LogText(), 0);
        }

        _identity = found.Identity;
        while (_offset < found.Length)
        {
            var piece = files.Read(file, _offset, (int)Math.Min(Piece, found.Length - _offset));
            if (piece.Length == 0)
            {
                break; // it shrank just now; the next look begins anew
            }

            _reader.Feed(_text.Utf8(piece));
            _offset += piece.Length;
        }

        Trouble = null;
    }
}

using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Text;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>
/// Reads one run's log from where the last pass ended; from the beginning only if it shrank or another file took its name. A log
/// that cannot be read leaves what it has said before.
/// </summary>
public sealed class LogFollower(IFiles files, string file, Func<PlotLogReader> newReader, LogLimits limits)
{
    private const int Piece = 256 * 1024;

    private PlotLogReader _reader = newReader();
    private LogText _text = new();
    private long _offset;
    private long _length;
    private bool _isLeftOut;
    private string? _identity;

    public string File => file;

    public RunLog Said => _reader.State;

    /// <summary>Why it cannot be read, or not all of it; null if all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The log holds more than was read of it: what it says of its end is not known yet.</summary>
    public bool IsBehind => _offset < _length;

    /// <summary>Whether there is more than was read: cheap, for between two passes.</summary>
    /// <param name="log">As it was found just now; null if it is not there.</param>
    public bool HasGrown(FileFinding? log) =>
        log is { } found ? found.Length != _offset || found.Identity != _identity : _identity is not null;

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
            _length = _offset; // nothing more can be waited for
            return false;
        }
    }

    private void ReadOn(FileFinding? log)
    {
        if (log is not { } found)
        {
            Trouble = _identity is null ? $"{file}: no such log yet" : $"{file}: the log is gone; what it had said stays known";
            _length = _offset;
            return;
        }

        if (_identity is not null && (found.Identity != _identity || found.Length < _offset))
        {
            (_reader, _text, _offset, _isLeftOut) = (newReader(), new LogText(), 0, false);
        }

        (_identity, _length) = (found.Identity, found.Length);
        if (_length - _offset > limits.MostBehind)
        {
            Read(Math.Min(limits.Beginning, _length));
            LeaveOut(LogLimits.EndOf(_length));
        }

        Read(Math.Min(_offset + LogLimits.APass, _length));
        Trouble = _isLeftOut ? $"{file}: the log has {Figures.Size(_length)}; only its beginning and its end are read" : null;
    }

    private void Read(long until)
    {
        while (_offset < until)
        {
            var piece = files.Read(file, _offset, (int)Math.Min(Piece, until - _offset));
            if (piece.Length == 0)
            {
                _length = _offset; // it shrank just now; the next pass begins anew
                return;
            }

            _reader.Feed(_text.Utf8(piece));
            _offset += piece.Length;
        }
    }

    private void LeaveOut(long until)
    {
        if (until <= _offset)
        {
            return;
        }

        _reader.LeaveOut();
        _text.LeaveOut();
        (_offset, _isLeftOut) = (until, true);
    }
}

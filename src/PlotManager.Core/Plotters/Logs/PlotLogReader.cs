namespace PlotManager.Core.Plotters.Logs;

/// <summary>
/// Reads the log of one plotter run: bytes in, in pieces of any length, one immutable state out. Any bytes are accepted. What it
/// keeps does not grow with the log, apart from one small record a plot; lines that mean nothing cost next to nothing.
/// </summary>
public sealed class PlotLogReader
{
    /// <summary>Of a longer line only so much is looked at: two paths of the longest kind, and what stands around them.</summary>
    public const int LongestLine = 32 * 1024;

    private readonly RunDraft _run;
    private readonly QuotedLines _tail = new();

    // The beginning of a line whose end has not come yet.
    private byte[] _held = new byte[256];
    private int _heldLength;
    private int _lines;
    private bool _isWithinLine;
    private RunLog? _state;

    public PlotLogReader(PlotterProfile profile) => _run = new RunDraft(profile);

    /// <summary>What the complete lines so far say.</summary>
    public RunLog State => _state ??= _run.State(_lines, _tail);

    /// <summary>The next bytes of the log, wherever they end.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_isWithinLine)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                return;
            }

            bytes = bytes[(end + 1)..];
            _isWithinLine = false;
        }

        _state = null;
        _tail.Add(bytes);
        while (true)
        {
            if (_heldLength == 0)
            {
                bytes = bytes[_run.PassOver(bytes, ref _lines)..];
            }

            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                break;
            }

            if (_heldLength == 0)
            {
                _run.Take(Cut(bytes[..end]), _lines + 1, isWhole: true);
            }
            else
            {
                Hold(bytes[..end]);
                _run.Take(_held.AsSpan(0, _heldLength), _lines + 1, isWhole: true);
                _heldLength = 0;
            }
            // A line redrawn with \r is looked at each time and counted once.
            if (bytes[end] == '\n')
            {
                _lines++;
            }

            bytes = bytes[(end + 1)..];
        }
        Hold(bytes);
    }

    /// <summary>
    /// What comes next stands further on in the log. The line that is cut here, and the one that the next bytes begin within, are not
    /// read.
    /// </summary>
    public void LeaveOut() => (_heldLength, _isWithinLine) = (0, true);

    /// <summary>
    /// What the log says if nothing follows: its last line counts though it has no end, except for values that may be cut off.
    /// Nothing is changed, reading may go on.
    /// </summary>
    public RunLog Finish()
    {
        if (_heldLength == 0)
        {
            return State;
        }

        var run = _run.Copy();
        run.Take(_held.AsSpan(0, _heldLength), _lines + 1, isWhole: false);
        return run.State(_lines, _tail);
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> line) => line.Length > LongestLine ? line[..LongestLine] : line;

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.Length > LongestLine - _heldLength ? bytes[..(LongestLine - _heldLength)] : bytes;
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_held.Length < _heldLength + bytes.Length)
        {
            Array.Resize(ref _held, Math.Min(LongestLine, Math.Max(_heldLength + bytes.Length, _held.Length * 2)));
        }

        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += bytes.Length;
    }
}

using Microsoft.Win32.SafeHandles;

namespace PlotManager.Logs;

/// <summary>The lines of a file from a place in it on, without their ends.</summary>
internal sealed class IndexLines(SafeFileHandle file, long start)
{
    // No entry is so long; what is no text has no lines.
    private const int Longest = 16 * 1024 * 1024;

    private long _offset = start;
    private byte[] _buffer = new byte[64 * 1024];

    // What of the buffer is filled and was not taken yet.
    private int _start;
    private int _end;

    /// <summary>Null at the end; an unfinished last line is none.</summary>
    public byte[]? Next()
    {
        var looked = _start;
        while (true)
        {
            if (_buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n') is var length and >= 0)
            {
                var line = _buffer.AsSpan(_start, looked - _start + length).ToArray();
                _start = looked + length + 1;
                return line;
            }
            looked = _end - _start;
            Array.Copy(_buffer, _start, _buffer, 0, looked);
            (_start, _end) = (0, looked);
            if (_end == _buffer.Length)
            {
                if (_end >= Longest)
                {
                    return null;
                }

                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
            var got = RandomAccess.Read(file, _buffer.AsSpan(_end), _offset);
            if (got == 0)
            {
                return null;
            }

            _offset += got;
            _end += got;
        }
    }
}

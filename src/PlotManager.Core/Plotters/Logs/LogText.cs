using System.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>
/// A log's bytes, in pieces of any length, as UTF-8 without a byte order mark. PowerShell 5 writes what it redirects as UTF-16; of any
/// other log the bytes are handed on as they are, whatever they are.
/// </summary>
public sealed class LogText
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    // The beginning of what may become a mark; null once that is settled.
    private byte[]? _mark = [];
    private Decoder? _utf16;
    private char[] _characters = [];
    private byte[] _bytes = [];

    /// <summary>The next piece, good until the one after it is asked for. What may be half a character waits for its rest.</summary>
    public ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> piece)
    {
        if (_mark is { } before)
        {
            if (before.Length > 0)
            {
                piece = (byte[])[.. before, .. piece];
            }

            if (IsHalfAMark(piece))
            {
                _mark = piece.ToArray();
                return [];
            }

            _mark = null;
            _utf16 = piece is [0xFF, 0xFE, ..] ? Encoding.Unicode.GetDecoder()
                : piece is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetDecoder()
                : null;
            piece = _utf16 is not null ? piece[2..] : piece.StartsWith(Utf8Mark) ? piece[Utf8Mark.Length..] : piece;
        }

        return _utf16 is null ? piece : Converted(_utf16, piece);
    }

    /// <summary>What comes next does not follow what came before: half a character has no rest.</summary>
    public void LeaveOut() => _utf16?.Reset();

    private static bool IsHalfAMark(ReadOnlySpan<byte> beginning) =>
        beginning.Length < Utf8Mark.Length && (Utf8Mark.StartsWith(beginning) || beginning is [0xFF] or [0xFE]);

    private ReadOnlySpan<byte> Converted(Decoder utf16, ReadOnlySpan<byte> piece)
    {
        // A half character may have waited.
        var most = piece.Length / 2 + 2;
        if (_characters.Length < most)
        {
            _characters = new char[most];
            _bytes = new byte[Encoding.UTF8.GetMaxByteCount(most)];
        }

        var characters = utf16.GetChars(piece, _characters, flush: false);
        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(_characters.AsSpan(0, characters), _bytes));
    }
}

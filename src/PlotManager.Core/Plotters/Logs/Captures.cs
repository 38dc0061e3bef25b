using System.Buffers.Text;
using System.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>What a pattern took from one line: places in it, decoded only when asked for. Used again for every line.</summary>
internal sealed class Captures
{
    private const int Most = 16;

    private readonly (LogField Field, int Start, int Length)[] _taken = new (LogField, int, int)[Most];
    private byte[] _line = new byte[256];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void ForgetAfter(int count) => Count = count;

    public void Add(LogField field, int start, int length)
    {
        if (Count < Most && field != LogField.Skip)
        {
            _taken[Count++] = (field, start, length);
        }
    }

    /// <summary>Keeps the line, so that the captures outlive the buffer it stands in.</summary>
    public void Keep(ReadOnlySpan<byte> line)
    {
        if (_line.Length < line.Length)
        {
            _line = new byte[Math.Max(line.Length, _line.Length * 2)];
        }

        line.CopyTo(_line);
    }

    public bool Has(LogField field) => IndexOf(field) >= 0;

    public string? Text(LogField field)
    {
        var bytes = Bytes(field);
        return bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
    }

    public string? Directory(LogField field) => Text(field) is { } path ? Paths.WithoutSeparator(path) : null;

    public long? Whole(LogField field) => Numbers.Whole(Bytes(field));

    public int? Int(LogField field) => Whole(field) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    public double? Number(LogField field) => Numbers.Decimal(Bytes(field));

    /// <summary>Seconds, however the line gives them.</summary>
    public double? Seconds => Number(LogField.Seconds) ?? Number(LogField.Milliseconds) / 1000;

    public DateTime? Date => LogDates.Parse(Bytes(LogField.Date));

    private ReadOnlySpan<byte> Bytes(LogField field)
    {
        var index = IndexOf(field);
        return index < 0 ? default : _line.AsSpan(_taken[index].Start, _taken[index].Length);
    }

    private int IndexOf(LogField field)
    {
        for (var index = 0; index < Count; index++)
        {
            if (_taken[index].Field == field)
            {
                return index;
            }
        }
        return -1;
    }
}

internal static class Numbers
{
    /// <summary>A whole number that is all of the text, or null.</summary>
    public static long? Whole(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length && used > 0 ? number : null;

    /// <summary>A number of at least 0 that is all of the text and can be a duration or a size, or null.</summary>
    public static double? Decimal(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length && used > 0 && number is >= 0 and <= 1e9 ? number : null;
}

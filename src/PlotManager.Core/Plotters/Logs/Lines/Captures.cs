using System.Buffers.Text;
using System.Text;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>What a pattern took from one line: places in it, decoded only when asked for. Used again for every line.</summary>
internal sealed class Captures
{
    private const int Most = 16;

    private static readonly uint Passing = Bit(LogField.Phase) | Bit(LogField.N) | Bit(LogField.Percent) | Bit(LogField.Matches)
        | Bit(LogField.Seconds) | Bit(LogField.Milliseconds) | Bit(LogField.Date) | Bit(LogField.Message);

    private readonly (LogField Field, int Start, int Length)[] _taken = new (LogField, int, int)[Most];
    private byte[] _line = new byte[256];

    // Of which fields something was taken, each by its bit: most lines tell one or two, and are asked for all.
    private uint _fields;

    public int Count { get; private set; }

    /// <summary>Whether it tells anything of a plot or run that lasts, rather than where the plot stands now.</summary>
    public bool TellsFacts => (_fields & ~Passing) != 0;

    public void Clear() => (Count, _fields) = (0, 0);

    public void ForgetAfter(int count)
    {
        Count = count;
        _fields = 0;
        foreach (var (field, _, _) in _taken.AsSpan(0, count))
        {
            _fields |= Bit(field);
        }
    }

    public void Add(LogField field, int start, int length)
    {
        if (Count < Most && field != LogField.Skip)
        {
            _taken[Count++] = (field, start, length);
            _fields |= Bit(field);
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

    public bool Has(LogField field) => (_fields & Bit(field)) != 0;

    public string? Text(LogField field)
    {
        var bytes = Bytes(field);
        var text = bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
        return text is not null && LogFields.IsPath(field) ? Paths.Unescaped(text) : text;
    }

    /// <summary>
    /// Whether what was taken ends so, in upper or lower case. Most lines that are asked end otherwise, by their last byte.
    /// </summary>
    public bool EndsWith(LogField field, string end) =>
        Bytes(field) is [.., var last] && (!char.IsAscii(end[^1]) || char.ToLowerInvariant((char)last) == char.ToLowerInvariant(end[^1]))
        && Text(field)!.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    public string? Directory(LogField field) => Text(field) is { } path ? Paths.WithoutSeparator(path) : null;

    public long? Whole(LogField field) => Numbers.Whole(Bytes(field));

    public int? Int(LogField field) => Whole(field) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    public double? Number(LogField field) => Numbers.Decimal(Bytes(field));

    /// <summary>Seconds, however the line gives them.</summary>
    public double? Seconds => Number(LogField.Seconds) ?? Number(LogField.Milliseconds) / 1000;

    public DateTime? Date => LogDates.Parse(Bytes(LogField.Date));

    private ReadOnlySpan<byte> Bytes(LogField field)
    {
        if (!Has(field))
        {
            return default;
        }

        var index = 0;
        while (_taken[index].Field != field)
        {
            index++;
        }

        return _line.AsSpan(_taken[index].Start, _taken[index].Length);
    }

    private static uint Bit(LogField field) => 1u << (int)field;
}

internal static class Numbers
{
    /// <summary>A whole number that is all of the text, or null.</summary>
    public static long? Whole(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length && used > 0 ? number : null;

    /// <summary>A number of at least 0 that is all of the text and can be a duration or a size, or null.</summary>
    public static double? Decimal(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length && used > 0 && number is >= 0 and <= 1e9
            ? number
            : null;
}

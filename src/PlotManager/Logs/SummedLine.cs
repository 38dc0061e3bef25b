using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Text;

namespace PlotManager.Logs;

/// <summary>A line of an index: a sum over the rest, so that a damaged line is known as such, then JSON.</summary>
internal static class SummedLine
{
    private const int SumDigits = 8;

    public static byte[] Of(byte[] json) => [.. Encoding.ASCII.GetBytes($"{Sum(json):x8} "), .. json];

    /// <summary>Empty for a line that is damaged or of another form.</summary>
    public static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SumDigits + 1 || !Utf8Parser.TryParse(line[..SumDigits], out uint sum, out var used, 'x') || used != SumDigits)
        {
            return default;
        }

        var json = line[(SumDigits + 1)..];
        return Sum(json) == sum ? json : default;
    }

    // CRC-32C, whose steps the processor takes eight bytes at a time.
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return ~sum;
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Core.Plotters.Logs;

namespace PlotManager.Logs;

/// <summary>What the index of a log folder keeps of one log; good as long as length and time of change are the same.</summary>
/// <param name="Name">Of the file, without its folder.</param>
/// <param name="Changed">Ticks of UTC.</param>
/// <param name="Plotter">Null: no known plotter's.</param>
/// <param name="Whole">False: the header alone was read.</param>
internal sealed record IndexedLog(string Name, long Length, long Changed, string? Plotter, bool Whole, RunLog Log)
{
    private const int SumDigits = 8;

    /// <summary>One line: a sum over the rest, so that a damaged line is known as such, then JSON.</summary>
    public byte[] ToLine()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, IndexJsonContext.Default.IndexedLog);
        return [.. Encoding.ASCII.GetBytes($"{Sum(json):x8} "), .. json];
    }

    /// <summary>Null for a line that is damaged or of another form.</summary>
    public static IndexedLog? OfLine(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SumDigits + 1 || !Utf8Parser.TryParse(line[..SumDigits], out uint sum, out var used, 'x') || used != SumDigits)
        {
            return null;
        }

        var json = line[(SumDigits + 1)..];
        if (Sum(json) != sum)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, IndexJsonContext.Default.IndexedLog);
        }
        catch (JsonException)
        {
            return null; // of an earlier version of the program
        }
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

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IndexedLog))]
internal sealed partial class IndexJsonContext : JsonSerializerContext;

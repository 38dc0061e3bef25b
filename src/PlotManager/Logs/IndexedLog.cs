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
    public byte[] ToLine() => SummedLine.Of(JsonSerializer.SerializeToUtf8Bytes(this, IndexJsonContext.Default.IndexedLog));

    /// <summary>Null for a line that is damaged or of another form.</summary>
    public static IndexedLog? OfLine(ReadOnlySpan<byte> line)
    {
        var json = SummedLine.Json(line);
        if (json.IsEmpty)
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
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IndexedLog))]
internal sealed partial class IndexJsonContext : JsonSerializerContext;

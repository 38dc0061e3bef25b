using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Snapshots;

namespace PlotManager.Display.Json;

/// <summary>
/// The snapshot as machines read it, <c>status --json</c> and the control socket alike: snake_case, times ISO 8601 with zone, sizes
/// bytes, durations seconds, unknown null. One line.
/// </summary>
public static class SnapshotJson
{
    private static readonly SnapshotJsonContext Context = new(new JsonSerializerOptions(SnapshotJsonContext.Default.Options)
    {
        // Names stay readable; nothing of this goes into a web page.
        Encoder = ReadableJson.Encoder,
    });

    public static string Write(Snapshot snapshot) => ReadableJson.Seen(JsonSerializer.Serialize(WithLines(snapshot), Context.Snapshot));

    public static byte[] WriteUtf8(Snapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(WithLines(snapshot), Context.Snapshot);

    /// <summary><c>explain --json</c>: the jobs alone, each with all its verdicts.</summary>
    public static string WriteDecisions(Snapshot snapshot) =>
        ReadableJson.Seen(JsonSerializer.Serialize(
            new DecisionsPart(snapshot.Manager.Running, snapshot.Now, WithLines(snapshot).Jobs), Context.DecisionsPart));

    /// <exception cref="JsonException">It is not a snapshot.</exception>
    public static Snapshot Read(ReadOnlySpan<byte> utf8)
    {
        var snapshot = JsonSerializer.Deserialize(utf8, Context.Snapshot) ?? throw new JsonException("an empty answer is not a snapshot");

        // A manager of an earlier version tells the line alone, and nothing of checks.
        return snapshot with
        {
            Checks = snapshot.Checks.IsDefault ? [] : snapshot.Checks,
            Jobs =
            [
                .. snapshot.Jobs.Select(job => job.Headline.Length > 0 ? job : job with { Headline = job.Line ?? "", Figures = null }),
            ],
        };
    }

    private static Snapshot WithLines(Snapshot snapshot) => snapshot with
    {
        Jobs = [.. snapshot.Jobs.Select(job => job with
        {
            Line = Reasons.Line(job.Headline, job.Until, snapshot.Now, job.Figures),
        })],
    };
}

/// <param name="Running">Whether a manager answered; else the command looked by itself.</param>
internal sealed record DecisionsPart(bool? Running, DateTimeOffset Now, ImmutableArray<JobPart> Jobs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(DecisionsPart))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;

/// <summary>JSON has no word for infinity or not-a-number: both are unknown.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PlotManager.Notifications;

/// <summary>Bodies of requests.</summary>
internal static class Content
{
    // For machines: escapes only what JSON demands.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static HttpContent Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
    }

    /// <summary>At most so many characters, not cut within a pair.</summary>
    public static string Fit(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }
}

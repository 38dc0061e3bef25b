using System.Text;
using System.Text.Json;
using PlotManager.Core.Text;

namespace PlotManager.Notifications;

/// <summary>Bodies of requests.</summary>
internal static class Content
{
    public static HttpContent Json(Action<Utf8JsonWriter> fields) =>
        new StringContent(JsonLine.Of(fields), Encoding.UTF8, "application/json");

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

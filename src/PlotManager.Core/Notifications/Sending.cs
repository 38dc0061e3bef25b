using System.Collections.Immutable;
using System.Text.Json;
using PlotManager.Core.Text;

namespace PlotManager.Core.Notifications;

/// <summary>What is to be done to deliver a notice.</summary>
public abstract record Sending
{
    private Sending()
    {
    }

    /// <summary>One request; it is delivered when the answer has a status of 2xx.</summary>
    /// <param name="Accepts">Must approve of the answer's body too, where it is given.</param>
    public sealed record Post(Request Request, Func<string, bool>? Accepts = null) : Sending;

    /// <summary>A request whose answer tells where notices go; that is kept, and then the notice is sent there.</summary>
    /// <param name="Find">Reads it from the answer's body; null where it is not in there.</param>
    /// <param name="NotFound">What to do then, for people.</param>
    public sealed record AskFirst(Request Request, Func<string, string?> Find, string NotFound) : Sending;

    /// <summary>A sound file, or the terminal's bell where it cannot be played.</summary>
    public sealed record Play(string File) : Sending;
}

/// <summary>A request to a web address: a POST where it has a body, else a GET.</summary>
public sealed record Request(string Address)
{
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A body of JSON; null: none.</summary>
    public string? Json { get; init; }

    /// <summary>A body of form fields; empty: none.</summary>
    public ImmutableArray<(string Name, string Value)> Form { get; init; } = [];

    public static Request WithJson(string address, Action<Utf8JsonWriter> fields) => new(address) { Json = JsonLine.Of(fields) };

    public static Request WithForm(string address, params ImmutableArray<(string Name, string Value)> fields) =>
        new(address) { Form = fields };

    /// <summary>A text of at most so many characters, not cut within a pair.</summary>
    internal static string Fit(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }
}

using System.Text.Json;
using PlotManager.Core.Text;

namespace PlotManager.Core.Tests.Text;

public sealed class ReadableJsonTests
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = ReadableJson.Encoder };

    private static string Written(string text) => ReadableJson.Seen(JsonSerializer.Serialize(text, Options));

    [Theory]
    [InlineData("a\u202Eb", "\"a\\u202Eb\"")]
    [InlineData("\u2066x\u2069", "\"\\u2066x\\u2069\"")]
    [InlineData("a\u200Bb\uFEFF", "\"a\\u200Bb\\uFEFF\"")]
    [InlineData("Gerät 農場 +<>&'", "\"Gerät 農場 +<>&'\"")]
    public void Seen_WhatIsNotSeen_IsEscaped(string text, string json)
    {
        Written(text).ShouldBe(json);
        JsonSerializer.Deserialize<string>(Written(text)).ShouldBe(text);
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

internal sealed class BooleanType : ScalarType<bool>
{
    private static readonly ImmutableArray<string> Yes = ["true", "yes", "on", "y"];
    private static readonly ImmutableArray<string> No = ["false", "no", "off", "n"];

    public override string Name => "boolean";

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, out bool value)
    {
        var text = scalar.Text.Trim();
        value = Yes.Contains(text, StringComparer.OrdinalIgnoreCase);
        return value
            || No.Contains(text, StringComparer.OrdinalIgnoreCase)
            || Wrong(scalar, path, reading, Messages.NotABoolean(scalar.Text));
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        json.WriteBooleanValue(true);
        json.WriteBooleanValue(false);
        foreach (var word in Yes.Concat(No))
        {
            json.WriteStringValue(word);
            if (word.Length > 1)
            {
                json.WriteStringValue(char.ToUpperInvariant(word[0]) + word[1..]);
            }

            json.WriteStringValue(word.ToUpperInvariant());
        }
        json.WriteNullValue();
        json.WriteEndArray();
    }

    internal override string Show(object value) => (bool)value ? "true" : "false";

    internal override void WriteValue(Utf8JsonWriter json, object value) => json.WriteBooleanValue((bool)value);
}

internal sealed class TextType(string name, Func<string, string?>? wrong, string? pattern) : ScalarType<string>
{
    public override string Name => name;

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, out string value)
    {
        value = scalar.Text.Trim();
        if (value.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0)
        {
            return Wrong(scalar, path, reading, Messages.ControlCharacter(scalar));
        }

        return wrong?.Invoke(value) is not { } message || Wrong(scalar, path, reading, message);
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        // Editors read an unquoted 7 as a number; the reader takes it as text.
        json.WriteStartArray("type");
        foreach (var one in (ReadOnlySpan<string>)["string", "number", "boolean", "null"])
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
        if (pattern is not null)
        {
            json.WriteString("pattern", pattern);
        }
    }
}

internal sealed class ChoiceType<T>(ImmutableArray<(string Word, T Meaning)> words) : ScalarType<T>
    where T : notnull
{
    public override string Name => string.Join(" ", words.Select(word => word.Word));

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        foreach (var (word, meaning) in words)
        {
            value = meaning;
            if (string.Equals(word, scalar.Text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        value = default;
        return Wrong(scalar, path, reading, Messages.NotOneOf(scalar.Text, words.Select(word => word.Word)));
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        foreach (var (word, _) in words)
        {
            foreach (var spelling in new[] { word, word.ToLowerInvariant(), word.ToUpperInvariant() }.Distinct())
            {
                json.WriteStringValue(spelling);
            }
        }
        json.WriteNullValue();
        json.WriteEndArray();
    }

    internal override string Show(object value) => words.First(word => word.Meaning.Equals((T)value)).Word;
}

internal sealed class PathType(bool orName) : ScalarType<string>
{
    public override string Name => orName ? "path, or a name on PATH" : "path";

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (scalar.Text.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0)
        {
            return Wrong(scalar, path, reading, Messages.ControlCharacter(scalar));
        }

        if (scalar.Text.Length > ConfigPath.Longest)
        {
            return Wrong(scalar, path, reading, Messages.PathTooLong(scalar.Text.Length));
        }

        var expanded = ConfigPath.Expand(scalar.Text.Trim(), orName, reading.Environment);
        foreach (var doubt in expanded.Doubts.Distinct())
        {
            reading.Problems.Warn(scalar.Place, path, doubt);
        }

        value = expanded.Path;
        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("null");
        json.WriteEndArray();
    }
}

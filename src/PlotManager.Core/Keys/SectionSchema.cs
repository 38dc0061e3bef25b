using System.Text.Json;

namespace PlotManager.Core.Keys;

/// <summary>Writes what a JSON schema says of a section, from the definitions that the reader uses.</summary>
internal static class SectionSchema
{
    /// <summary>Writes what describes a section into the object that is open.</summary>
    internal static void WriteSection(Utf8JsonWriter json, SectionShape shape)
    {
        var required = shape.Keys.Where(key => key.Required).ToList();
        WriteTypes(json, "object", orNull: required.Count == 0);
        if (required.Count > 0)
        {
            json.WriteStartArray("required");
            foreach (var key in required)
            {
                json.WriteStringValue(key.Name);
            }

            json.WriteEndArray();
        }
        json.WriteStartObject("properties");
        foreach (var key in shape.Keys)
        {
            json.WriteStartObject(key.Name);
            json.WriteString("description", Describe(key));
            key.Type.WriteSchema(json);
            if (key.DefaultValue is { } value)
            {
                json.WritePropertyName("default");
                key.Type.WriteValue(json, value);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        // An unknown key is a warning of the reader; an editor's squiggle is the same.
        json.WriteBoolean("additionalProperties", false);
    }

    internal static void WriteTypes(Utf8JsonWriter json, string type, bool orNull)
    {
        if (!orNull)
        {
            json.WriteString("type", type);
            return;
        }
        json.WriteStartArray("type");
        json.WriteStringValue(type);
        json.WriteStringValue("null");
        json.WriteEndArray();
    }

    private static string Describe(Key key) => key.DefaultNote is { } note ? $"{key.Description} Default: {note}." : key.Description;
}

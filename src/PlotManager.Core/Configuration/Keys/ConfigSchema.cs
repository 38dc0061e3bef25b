using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>
/// Writes the JSON schema of the config from the definitions that the reader uses, so that editors complete and check. It takes all
/// the reader takes without an error: quoted numbers, YAML 1.1's booleans (YAML 1.2 editors see text), blank values.
/// </summary>
public static class ConfigSchema
{
    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", ConfigKeys.Root.Description.TrimEnd('.'));
            SectionSchema.WriteSection(json, ConfigKeys.Root);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}

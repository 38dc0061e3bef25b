using System.Text.Json;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>The JSON schema and the page of keys are what the definitions of the keys make them.</summary>
public sealed class GeneratedFilesTests
{
    [Theory]
    [InlineData("schema/config.schema.json")]
    [InlineData("docs/configuration.md")]
    public void File_OfTheRepository_IsAsTheKeysAreDefined(string file)
    {
        var expected = file.EndsWith(".md", StringComparison.Ordinal) ? ConfigTable.Write() : ConfigSchema.Write();
        var path = Repository.PathOf(file);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        (File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "").ShouldBe(
            expected,
            $"{file} is not what the keys make it. Write it anew with: UPDATE_DOCS=1 dotnet test tests/PlotManager.Core.Tests --filter "
                + "GeneratedFilesTests");
    }

    [Fact]
    public void Schema_EveryKey_HasADescriptionAndItsDefault()
    {
        using var schema = JsonDocument.Parse(ConfigSchema.Write());

        Compare(schema.RootElement, ConfigKeys.Root);
    }

    [Fact]
    public void Schema_Ranges_AreThoseOfTheReader()
    {
        using var schema = JsonDocument.Parse(ConfigSchema.Write());
        var properties = schema.RootElement.GetProperty("properties");
        var interval = properties.GetProperty("manager").GetProperty("properties").GetProperty("check_interval");

        interval.GetProperty("minimum").GetInt32().ShouldBe(1);
        interval.GetProperty("maximum").GetInt32().ShouldBe(86400);
        interval.GetProperty("default").GetInt32().ShouldBe(60);
        schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["log", "global", "jobs"]);
    }

    [Fact]
    public void Table_Secrets_HaveNoDefault() =>
        AllKeys(ConfigKeys.Root).Where(key => key.Secret).ShouldAllBe(key => key.DefaultValue == null);

    [Fact]
    public void Table_EveryKey_HasARowWithItsMeaning()
    {
        var page = ConfigTable.Write();

        AllKeys(ConfigKeys.Root).ShouldAllBe(key => page.Contains(
            $"| `{key.Name}` | {key.Description.Replace("|", "\\|")} |", StringComparison.Ordinal));
    }

    private static IEnumerable<Key> AllKeys(SectionShape shape) =>
        shape.Keys.Concat(shape.Keys.Where(key => key.Type.Inner is not null).SelectMany(key => AllKeys(key.Type.Inner!)));

    private static void Compare(JsonElement section, SectionShape shape)
    {
        section.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        var properties = section.GetProperty("properties");
        properties.EnumerateObject().Select(property => property.Name).ShouldBe(shape.Keys.Select(key => key.Name));
        foreach (var key in shape.Keys)
        {
            var property = properties.GetProperty(key.Name);
            property.GetProperty("description").GetString().ShouldNotBeNull().ShouldStartWith(key.Description);
            property.TryGetProperty("default", out _).ShouldBe(key.DefaultValue is not null, key.Name);
            if (key.Type.Inner is { } inner)
            {
                Compare(property.TryGetProperty("items", out var items)
                    ? items
                    : property.TryGetProperty("additionalProperties", out var own) && own.ValueKind == JsonValueKind.Object
                    ? own
                    : property, inner);
            }
        }
    }
}

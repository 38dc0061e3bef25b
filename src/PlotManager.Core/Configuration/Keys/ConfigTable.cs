using System.Text;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>Writes the table of all keys, docs/configuration.md, from the definitions that the reader uses.</summary>
public static class ConfigTable
{
    public static string Write()
    {
        var page = new StringBuilder("""
            # Configuration

            Every key of `config.yaml`. This page is generated from the definitions that the program reads by; so is
            [`schema/config.schema.json`](../schema/config.schema.json), with which editors complete and check. For editors with a YAML
            language server, put this line first in the file:

            ```yaml
            # yaml-language-server: $schema=/path/to/config.schema.json
            ```

            `plotmanager check` tells everything that is wrong with a file, and `plotmanager init` writes one to start from.

            - Blank means not given. Of a key given twice the last stands, with a warning. Unknown keys are warnings.
            - Paths: `~`, `$NAME`, `${NAME}` and `%NAME%` are expanded; a relative path starts from the config's folder; `/mnt/a` and
              `/mnt/a/` are the same.
            - Numbers may be quoted. Booleans are `true`, `yes`, `on`, `y` and their opposites, in any case.
            - Where a list may stand, a single value is a list of one.
            - Anchors (`&name`, `*name`) and merge keys (`<<: *name`) work. Tags (`!name`) are refused.
            - Write Windows paths without quotes or in single quotes: in double quotes a backslash begins an escape.
            - A file has at most 512 KiB.

            """.ReplaceLineEndings("\n"));
        page.Append("\n## The file\n");
        Table(page, ConfigKeys.Root, "");
        foreach (var key in ConfigKeys.Root.Keys.Where(key => key.Type.Inner is not null && !ConfigKeys.HoldsProfiles(key)))
        {
            Part(page, key.Name + (key == ConfigKeys.Jobs ? "[]" : ""), key.Type.Inner!);
        }

        foreach (var key in ConfigKeys.Root.Keys.Where(ConfigKeys.HoldsProfiles))
        {
            Part(page, $"{key.Name}.NAME", key.Type.Inner!);
        }

        return page.ToString();
    }

    // A section with its table, and the sections within it behind it.
    private static void Part(StringBuilder page, string path, SectionShape shape)
    {
        page.Append('\n').Append("## `").Append(path).Append("`\n\n").Append(shape.Description).Append('\n');
        Table(page, shape, path);
        foreach (var key in shape.Keys.Where(key => key.Type.Inner is not null))
        {
            Part(page, $"{path}.{key.Name}{(key.Type is IManyValued ? "[]" : "")}", key.Type.Inner!);
        }
    }

    private static void Table(StringBuilder page, SectionShape shape, string path)
    {
        page.Append("\n| key | meaning | type, range | default |\n|---|---|---|---|\n");
        foreach (var key in shape.Keys)
        {
            page.Append("| `").Append(key.Name).Append("` | ").Append(Cell(key.Description)).Append(" | ").Append(Cell(TypeOf(key, path)))
                .Append(" | ").Append(Cell(DefaultOf(key))).Append(" |\n");
        }
    }

    private static string TypeOf(Key key, string path) =>
        key.Type.Inner is null
            ? key.Type.Name
            : ConfigKeys.HoldsProfiles(key)
            ? $"sections by name, [see below](#{key.Name}name)"
            : $"{key.Type.Name}, [see below](#{Anchor(path, key)})";

    private static string DefaultOf(Key key) =>
        key.Required ? "**required**"
        : key.DefaultNote is { } note ? note
        : key.DefaultValue is { } value ? $"`{key.Type.Show(value)}`"
        : "none";

    // As GitHub makes anchors of headings: without dots and brackets.
    private static string Anchor(string path, Key key) =>
        $"{path}{key.Name}".Replace(".", "", StringComparison.Ordinal).Replace("[]", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

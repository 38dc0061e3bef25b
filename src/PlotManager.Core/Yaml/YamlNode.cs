using System.Collections.Immutable;
using System.Text;

namespace PlotManager.Core.Yaml;

/// <summary>A place in a file, both 1-based; columns count UTF-16 units as editors do.</summary>
public readonly record struct Place(int Line, int Column);

/// <summary>A value of the file, its place known, anchors and merge keys already resolved. Nothing here has a type yet.</summary>
/// <param name="Weight">How many values it stands for with every alias written out; a long text weighs as much as several.</param>
public abstract record YamlNode(Place Place, long Weight)
{
    /// <summary>The value with all in it on one line, aliases written out, blanks and quotes as in JSON.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        switch (this)
        {
            case YamlScalar scalar:
                text.Append('"').Append(scalar.Text.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
            case YamlList list:
                text.Append('[');
                foreach (var item in list.Items)
                {
                    item.Append(text);
                    text.Append(',');
                }
                text.Append(']');
                break;
            case YamlMap map:
                text.Append('{');
                foreach (var entry in map.Entries)
                {
                    entry.Key.Append(text);
                    text.Append(':');
                    entry.Value.Append(text);
                    text.Append(',');
                }
                text.Append('}');
                break;
        }
    }
}

/// <param name="LastLine">The line it ends on.</param>
/// <param name="Plain">Written without quotes, so that <c>yes</c>, <c>~</c> and <c>&lt;&lt;</c> have their special sense.</param>
public sealed record YamlScalar(Place Place, int LastLine, string Text, bool Plain) : YamlNode(Place, 1 + (Text.Length / 64))
{
    /// <summary>Blank means not given: nothing, spaces, or YAML's words for nothing.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Text) || (Plain && Text is "~" or "null" or "Null" or "NULL");
}

public sealed record YamlList(Place Place, ImmutableArray<YamlNode> Items, long Weight) : YamlNode(Place, Weight);

/// <summary>Entries in file order; of a key given twice only the last is here.</summary>
public sealed record YamlMap(Place Place, ImmutableArray<YamlEntry> Entries, long Weight) : YamlNode(Place, Weight);

public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

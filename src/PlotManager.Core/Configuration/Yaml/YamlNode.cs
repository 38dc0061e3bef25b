using System.Collections.Immutable;

namespace PlotManager.Core.Configuration.Yaml;

/// <summary>A place in a file, both 1-based; columns count UTF-16 units as editors do.</summary>
public readonly record struct Place(int Line, int Column);

/// <summary>A value of the file, its place known, anchors and merge keys already resolved. Nothing here has a type yet.</summary>
/// <param name="Weight">How many values it stands for with every alias written out.</param>
public abstract record YamlNode(Place Place, long Weight);

/// <param name="LastLine">The line it ends on.</param>
/// <param name="Plain">Written without quotes, so that <c>yes</c>, <c>~</c> and <c>&lt;&lt;</c> have their special sense.</param>
public sealed record YamlScalar(Place Place, int LastLine, string Text, bool Plain) : YamlNode(Place, 1)
{
    /// <summary>Blank means not given: nothing, spaces, or YAML's words for nothing.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Text) || (Plain && Text is "~" or "null" or "Null" or "NULL");
}

public sealed record YamlList(Place Place, ImmutableArray<YamlNode> Items, long Weight) : YamlNode(Place, Weight);

/// <summary>Entries in file order; of a key given twice only the last is here.</summary>
public sealed record YamlMap(Place Place, ImmutableArray<YamlEntry> Entries, long Weight) : YamlNode(Place, Weight);

public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

using System.Collections.Immutable;
using PlotManager.Core.Yaml;

// How to read a section of YAML
//
//   1. Say once which keys it has:
//          public static readonly Key<int> Count = new("count", Types.Integer(1, 10), "How many there are.") { Default = 3 };
//          public static readonly Key<Placed<string>> ...            a value whose place later rules need
//          public static readonly SectionShape Shape = new("A thing.", [Count, ...]);
//      Types.cs lists the types; they nest: Types.ListOf(Types.Section(Shape)), Types.MapOf(Types.Text()).
//   2. Open it: `Section.Open(node, Shape, path, reading)`, or `parent.Value(SomeKey)` where the parent's key has the type
//      Types.Section(Shape). Opening reports every problem of the section and beneath it: unknown keys, keys given twice, wrong
//      types, values out of range, required keys that are missing.
//   3. Ask for values: `section.Value(Count)` (the default where not given or wrong), `section.Find(Count)` (null where not
//      given or wrong, else value, place and path), and report what is wrong between keys with `section.Error(Count, message)`.
//
// The JSON schema and the table of keys are written from the same shapes.
namespace PlotManager.Core.Keys;

/// <summary>
/// One key that may stand in a section: everything that is known about it, for the reader, the schema and the docs alike.
/// </summary>
/// <param name="name">As written in the file.</param>
/// <param name="description">One or two sentences: meaning, unit, what it is good for.</param>
public abstract class Key(string name, KeyType type, string description)
{
    public string Name { get; } = name;
    public KeyType Type { get; } = type;
    public string Description { get; } = description;

    /// <summary>The section is incomplete without it.</summary>
    public bool Required { get; init; }

    /// <summary>Never shown by any command, message or log.</summary>
    public bool Secret { get; init; }

    /// <summary>Names that it had in older versions. They are read, with a warning that tells today's name.</summary>
    public ImmutableArray<string> FormerNames { get; init; } = [];

    /// <summary>Says in words what holds when it is not given, where that is no plain value.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>The default, null if there is none.</summary>
    internal abstract object? DefaultValue { get; }

    /// <summary>Reads the value; null when it is wrong, which has been reported then.</summary>
    internal abstract object? Read(Yaml.YamlNode node, string path, Reading reading);
}

/// <inheritdoc/>
public sealed class Key<T>(string name, KeyType<T> type, string description) : Key(name, type, description)
    where T : notnull
{
    private readonly T? _default;
    private readonly bool _hasDefault;

    /// <summary>What <see cref="Section.Value{T}"/> gives when the key is not given. Without it: the type's own empty value.</summary>
    public T Default
    {
        init
        {
            _default = value;
            _hasDefault = true;
        }
    }

    internal override object? DefaultValue => _hasDefault ? _default : null;

    internal T Fallback(Section asking) => _hasDefault ? _default! : ((KeyType<T>)Type).Empty(asking, Name);

    internal override object? Read(Yaml.YamlNode node, string path, Reading reading) =>
        ((KeyType<T>)Type).TryRead(node, path, reading, out var value) ? value : null;
}

/// <summary>A value with the place it was read from.</summary>
public sealed record Placed<T>(T Value, Yaml.Place Place, string Path);

/// <summary>What one reading of one file is about.</summary>
public sealed record Reading(Problems Problems, ConfigEnvironment Environment, Yaml.SourceLines Source)
{
    /// <summary>Path and section of all that may stand in the file, for telling where a misplaced key belongs.</summary>
    public IEnumerable<(string Path, SectionShape Shape)> Places { get; init; } = [];
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>What values a key takes: how they are read, and how the schema and the docs describe them.</summary>
public abstract class KeyType
{
    /// <summary>For people: "whole number 1..86400".</summary>
    public abstract string Name { get; }

    /// <summary>The shape of the section, or of the sections, within.</summary>
    public virtual SectionShape? Inner => null;

    /// <summary>Writes the properties of a JSON schema that describe a value into the object that is open.</summary>
    internal abstract void WriteSchema(Utf8JsonWriter json);

    /// <summary>A value of this type as one would write it in the file.</summary>
    internal virtual string Show(object value) => value.ToString() ?? "";

    /// <summary>Writes a value of this type, a default, as JSON.</summary>
    internal virtual void WriteValue(Utf8JsonWriter json, object value) => json.WriteStringValue(Show(value));
}

/// <inheritdoc/>
public abstract class KeyType<T> : KeyType
    where T : notnull
{
    /// <summary>Reads a node that is not blank; what is wrong with it is reported.</summary>
    internal abstract bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>What stands for a value that is not given and has no default.</summary>
    internal virtual T Empty(Section asking, string name) => default!;
}

/// <summary>A type written as one word or number.</summary>
public abstract class ScalarType<T> : KeyType<T>
    where T : notnull
{
    internal sealed override bool TryRead(YamlNode node, string path, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is YamlScalar scalar)
        {
            return TryRead(scalar, path, reading, out value);
        }

        reading.Problems.Error(node.Place, path, Messages.IsNoScalar(Name, node));
        return false;
    }

    private protected abstract bool TryRead(YamlScalar scalar, string path, Reading reading, [MaybeNullWhen(false)] out T value);

    private protected static bool Wrong(YamlScalar scalar, string path, Reading reading, string message)
    {
        reading.Problems.Error(scalar.Place, path, message);
        return false;
    }
}

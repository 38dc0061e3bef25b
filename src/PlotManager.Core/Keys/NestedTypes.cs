using System.Collections.Immutable;
using System.Text.Json;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>A type whose values are several.</summary>
internal interface IManyValued;

internal sealed class ListType<T>(KeyType<T> item, bool orSingle) : KeyType<ImmutableArray<Placed<T>>>, IManyValued
    where T : notnull
{
    public override string Name => orSingle ? $"{item.Name}, or a list of them" : $"list: {item.Name}";
    public override SectionShape? Inner => item.Inner;

    internal override ImmutableArray<Placed<T>> Empty(Section asking, string name) => [];

    internal override bool TryRead(YamlNode node, string path, Reading reading, out ImmutableArray<Placed<T>> value)
    {
        value = [];
        if (node is not YamlList list)
        {
            if (!orSingle)
            {
                reading.Problems.Error(node.Place, path, Messages.IsNoList(item.Name, node));
            }
            else if (item.TryRead(node, path, reading, out var single))
            {
                value = [new(single, node.Place, path)];
            }

            return value.Length > 0;
        }
        var found = ImmutableArray.CreateBuilder<Placed<T>>(list.Items.Length);
        if (list.Items.IsEmpty && item is SectionType)
        {
            reading.Problems.Error(list.Place, path, Messages.EmptyList);
        }

        for (var index = 0; index < list.Items.Length && !reading.Problems.IsFull; index++)
        {
            var one = list.Items[index];
            var itemPath = $"{path}[{index}]";
            if (one is YamlScalar { IsBlank: true })
            {
                // A blank path is a place left for one; a blank job is one that was begun.
                if (item is SectionType)
                {
                    reading.Problems.Error(one.Place, itemPath, Messages.BlankSection);
                }

                continue;
            }
            if (item.TryRead(one, itemPath, reading, out var read))
            {
                found.Add(new(read, one.Place, itemPath));
            }
        }
        // What is wrong with an item has been told; the others are looked at further all the same.
        value = found.DrainToImmutable();
        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        if (!orSingle)
        {
            json.WriteStartArray("type");
            json.WriteStringValue("array");
            json.WriteStringValue("null");
            json.WriteEndArray();
            WriteItems(json);
            return;
        }
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        item.WriteSchema(json);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "array");
        WriteItems(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteItems(Utf8JsonWriter json)
    {
        json.WriteStartObject("items");
        item.WriteSchema(json);
        json.WriteEndObject();
    }
}

internal sealed class MapType<T>(KeyType<T> item) : KeyType<ImmutableArray<KeyValuePair<Placed<string>, T>>>
    where T : notnull
{
    public override string Name => $"names of one's own, each with: {item.Name}";
    public override SectionShape? Inner => item.Inner;

    internal override ImmutableArray<KeyValuePair<Placed<string>, T>> Empty(Section asking, string name) => [];

    internal override bool TryRead(YamlNode node, string path, Reading reading, out ImmutableArray<KeyValuePair<Placed<string>, T>> value)
    {
        value = [];
        if (node is not YamlMap map)
        {
            reading.Problems.Error(node.Place, path, Messages.IsNoSection(node));
            return false;
        }
        var found = ImmutableArray.CreateBuilder<KeyValuePair<Placed<string>, T>>();
        foreach (var (name, entry) in Duplicates.LastStands(map, path, reading))
        {
            var itemPath = Section.Join(path, YamlMessages.Shown(name));
            if (entry.Value is YamlScalar { IsBlank: true })
            {
                continue;
            }

            if (item.TryRead(entry.Value, itemPath, reading, out var read))
            {
                found.Add(new(new Placed<string>(name, entry.Key.Place, itemPath), read));
            }
        }
        value = found.DrainToImmutable();
        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("object");
        json.WriteStringValue("null");
        json.WriteEndArray();
        json.WriteStartObject("additionalProperties");
        item.WriteSchema(json);
        json.WriteEndObject();
    }
}

internal sealed class SectionType(SectionShape shape) : KeyType<Section>
{
    public override string Name => "section";
    public override SectionShape Inner => shape;

    internal override Section Empty(Section asking, string name) =>
        Section.NotGiven(shape, asking.Place, Section.Join(asking.Path, name), asking.Reading);

    internal override bool TryRead(YamlNode node, string path, Reading reading, out Section value)
    {
        value = Section.Open(node, shape, path, reading);
        return node is YamlMap;
    }

    internal override void WriteSchema(Utf8JsonWriter json) => SectionSchema.WriteSection(json, shape);
}

using System.Collections.Immutable;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>A section of the file, read by its shape: every given value checked by its type, every problem reported.</summary>
public sealed class Section
{
    private readonly Reading _reading;
    private readonly Dictionary<Key, YamlEntry> _given = [];
    private readonly Dictionary<Key, Place> _blank = [];
    private readonly Dictionary<Key, object> _values = [];
    private YamlNode? _node;

    private Section(SectionShape shape, Place place, string path, Reading reading)
    {
        Shape = shape;
        Place = place;
        Path = path;
        _reading = reading;
    }

    public SectionShape Shape { get; }

    /// <summary>Where the section begins, or would.</summary>
    public Place Place { get; }

    /// <summary>Its key path such as <c>jobs[1]</c>; empty for the root.</summary>
    public string Path { get; }

    /// <summary>Reads a section; a node that is no section is reported and taken as an empty one.</summary>
    public static Section Open(YamlNode node, SectionShape shape, string path, Reading reading)
    {
        var section = new Section(shape, node.Place, path, reading);
        section._node = node;
        if (node is YamlMap map)
        {
            section.Read(map);
        }
        else
        {
            reading.Problems.Error(node.Place, path, Messages.IsNoSection(node));
        }

        return section;
    }

    /// <summary>A section of which nothing is given. Nothing is reported.</summary>
    public static Section NotGiven(SectionShape shape, Place place, string path, Reading reading) => new(shape, place, path, reading);

    /// <summary>The value, or the key's default where it is not given or wrong.</summary>
    public T Value<T>(Key<T> key)
        where T : notnull => _values.TryGetValue(key, out var value) ? (T)value : key.Fallback(this);

    /// <summary>The value as given, null where it is not given or wrong.</summary>
    public Placed<T>? Find<T>(Key<T> key)
        where T : notnull => _values.TryGetValue(key, out var value) ? new Placed<T>((T)value, PlaceOf(key), PathOf(key)) : null;

    /// <summary>The items of a list, without their places.</summary>
    public ImmutableArray<T> Values<T>(Key<ImmutableArray<Placed<T>>> key) =>
        Value(key) is [_, ..] items ? [.. items.Select(item => item.Value)] : [];

    /// <summary>Given, rightly or wrongly. Blank means not given.</summary>
    public bool IsGiven(Key key) => _given.ContainsKey(key);

    /// <summary>Where the value of the key stands, or the key itself where it is blank, or where the section begins.</summary>
    public Place PlaceOf(Key key) =>
        _given.TryGetValue(key, out var entry) ? entry.Value.Place : _blank.TryGetValue(key, out var blank) ? blank : Place;

    public string PathOf(Key key) => Join(Path, key.Name);

    public void Error(Key key, string message) => _reading.Problems.Error(PlaceOf(key), PathOf(key), message);

    public void Warn(Key key, string message) => _reading.Problems.Warn(PlaceOf(key), PathOf(key), message);

    /// <summary>
    /// All that was written of it, for telling whether something changed: the same for the same keys and values however they are laid out.
    /// </summary>
    internal string Text => _node?.ToText() ?? "";

    internal Reading Reading => _reading;

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Read(YamlMap map)
    {
        foreach (var (name, entry) in Duplicates.LastStands(map, Path, _reading))
        {
            if (Shape.Find(name) is not { } key)
            {
                Former(map, entry);
            }
            else if (entry.Value is YamlScalar { IsBlank: true })
            {
                _blank[key] = entry.Key.Place;
            }
            else
            {
                Take(key, entry);
            }
        }
        foreach (var key in Shape.Keys.Where(key => key.Required && !_given.ContainsKey(key)).TakeWhile(_ => !_reading.Problems.IsFull))
        {
            Error(key, Messages.Missing(key));
        }
    }

    private void Former(YamlMap map, YamlEntry entry)
    {
        if (Shape.FindFormer(entry.Key.Text) is not { } key)
        {
            Unknown(entry);
            return;
        }

        var isGivenToo = map.Entries.Any(other => other.Key.Text == key.Name);
        _reading.Problems.Warn(
            entry.Key.Place, Join(Path, entry.Key.Text), isGivenToo ? Messages.FormerNameBeside(key.Name) : Messages.FormerName(key.Name));
        if (!isGivenToo)
        {
            Take(key, entry);
        }
    }

    private void Take(Key key, YamlEntry entry)
    {
        if (key.Secret)
        {
            _reading.Source.Hide(entry.Value);
        }

        _given[key] = entry;
        if (key.Read(entry.Value, PathOf(key), _reading) is { } value)
        {
            _values[key] = value;
        }
    }

    private void Unknown(YamlEntry entry)
    {
        if (_reading.Problems.IsFull)
        {
            return;
        }

        var places = _reading.Places.Where(place => place.Shape.Find(entry.Key.Text) is not null).ToList();
        // Nobody knows what it is; it may be a secret under a misspelt name or in a wrong place.
        if (Messages.NearestKey(entry.Key.Text, Shape) is not { Secret: false }
            || places.Exists(place => place.Shape.Find(entry.Key.Text)!.Secret))
        {
            _reading.Source.Hide(entry.Value);
        }

        var message = places.Count > 0
            ? Messages.MisplacedKey(places.Select(place => place.Path))
            : Messages.UnknownKey(entry.Key.Text, Shape);
        _reading.Problems.Warn(entry.Key.Place, Join(Path, YamlMessages.Shown(entry.Key.Text)), message);
    }
}

internal static class Duplicates
{
    /// <summary>The entries by name: of a key given twice the last stands, with a warning.</summary>
    public static Dictionary<string, YamlEntry> LastStands(YamlMap map, string path, Reading reading)
    {
        var last = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (last.TryGetValue(entry.Key.Text, out var before))
            {
                // What does not stand may be a secret all the same.
                reading.Source.Hide(before.Value);
                reading.Problems.Warn(
                    entry.Key.Place, Section.Join(path, YamlMessages.Shown(entry.Key.Text)), Messages.GivenTwice(before.Key.Place.Line));
            }
            last[entry.Key.Text] = entry;
        }
        return last;
    }
}

using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PlotManager.Core.Yaml;

/// <summary>Where and why the text is not YAML, in the parser's words.</summary>
public sealed record SyntaxFault(Place Start, Place End, string ParserMessage);

/// <param name="Root">Null if there is none, at a syntax error, and where a limit was passed.</param>
/// <param name="Errors">What is wrong besides syntax: tags, anchors, limits.</param>
public sealed record YamlReading(YamlNode? Root, SyntaxFault? Fault, IReadOnlyList<(Place Place, string Message)> Errors);

/// <summary>
/// Turns the parser's events into nodes with places: anchors and merge keys are resolved, tags are refused and create nothing.
/// Depth and the number of values, aliases written out, are limited: no file can cost more than its size.
/// </summary>
public sealed class YamlTree
{
    /// <summary>A config nests five deep at most.</summary>
    public const int DeepestNesting = 32;

    /// <summary>Values of a file with every alias written out; four hundred jobs fit.</summary>
    public const int MostValues = 30_000;

    private const string MergeKey = "<<";
    private const string StandardTags = "tag:yaml.org,2002:";

    private readonly Parser _parser;
    private readonly List<(Place Place, string Message)> _errors = [];
    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);
    private long _values;

    private YamlTree(string text) => _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));

    /// <summary>
    /// Reads the first document. On a syntax error only the fault is given: explaining it is <see cref="SyntaxDiagnosis"/>'s part.
    /// </summary>
    public static YamlReading Read(string text)
    {
        var tree = new YamlTree(text);
        try
        {
            var root = tree.Document();
            return new YamlReading(root, null, tree._errors);
        }
        catch (YamlException fault)
        {
            return new YamlReading(null, new SyntaxFault(PlaceOf(fault.Start), PlaceOf(fault.End), fault.Message), tree._errors);
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 answers a key in an unclosed bracket (`a: [1` and `b: 2` beneath) with its own internal fault.
            var last = tree._parser.Current is { } current ? PlaceOf(current.End) : new Place(1, 1);
            return new YamlReading(null, new SyntaxFault(last, last, "did not find expected ',' or ']'."), tree._errors);
        }
        catch (TooMuch fault)
        {
            tree.Error(fault.Place, fault.Message);
            return new YamlReading(null, null, tree._errors);
        }
    }

    private YamlNode? Document()
    {
        while (_parser.MoveNext() && _parser.Current is StreamStart or DocumentStart)
        {
        }
        if (_parser.Current is null or StreamEnd)
        {
            return null;
        }

        var root = Node(0);
        while (_parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart second)
            {
                continue;
            }

            Error(PlaceOf(second.Start), YamlMessages.SecondDocument);
            break;
        }
        return root;
    }

    // The parser stands on the event that begins the node, and on its last event afterwards.
    private YamlNode Node(int depth)
    {
        // YamlDotNet 16.3 gives the end of a mapping where a value should be, after some mistyped keys.
        if (_parser.Current is not (NodeEvent or AnchorAlias))
        {
            throw new YamlException(
                _parser.Current?.Start ?? default, _parser.Current?.End ?? default, "did not find expected node content");
        }

        var start = _parser.Current;
        var place = PlaceOf(start.Start);
        if (depth > DeepestNesting)
        {
            throw new TooMuch(place, YamlMessages.TooDeep(DeepestNesting));
        }

        Count(start is Scalar text ? 1 + (text.Value.Length / 64) : 1, place);
        if (start is AnchorAlias alias)
        {
            return Aliased(alias, place);
        }

        var happening = (NodeEvent)start;
        RefuseTag(happening.Tag, place);
        if (!happening.Anchor.IsEmpty)
        {
            _anchors[happening.Anchor.Value] = null;
        }

        YamlNode node = start switch
        {
            SequenceStart => List(place, depth),
            MappingStart => Map(place, depth),
            _ => Word((Scalar)start, place),
        };
        if (!happening.Anchor.IsEmpty)
        {
            _anchors[happening.Anchor.Value] = node;
        }

        return node;
    }

    private static YamlScalar Word(Scalar scalar, Place place)
    {
        // A block scalar's end stands at the start of the line behind it.
        var last = scalar.End.Column <= 1 && scalar.End.Line > scalar.Start.Line ? (int)scalar.End.Line - 1 : (int)scalar.End.Line;
        return new YamlScalar(place, last, scalar.Value, scalar.Style is ScalarStyle.Plain);
    }

    private YamlList List(Place place, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        var weight = 1L;
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            var item = Node(depth + 1);
            items.Add(item);
            weight += item.Weight;
        }
        return new YamlList(place, items.ToImmutable(), weight);
    }

    private YamlMap Map(Place place, int depth)
    {
        var own = ImmutableArray.CreateBuilder<YamlEntry>();
        var merges = new List<YamlNode>();
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var key = Node(depth + 1);
            _parser.MoveNext();
            var value = Node(depth + 1);
            if (key is not YamlScalar name)
            {
                Error(key.Place, YamlMessages.KeyIsNoWord);
            }
            else if (name is { Plain: true, Text: MergeKey })
            {
                merges.Add(value);
            }
            else
            {
                own.Add(new YamlEntry(name, value));
            }
        }
        Merge(own, merges);
        return new YamlMap(place, own.ToImmutable(), 1 + own.Sum(entry => 1 + entry.Value.Weight));
    }

    // What the mapping says itself stands; of several merged ones the first that has a key does.
    private void Merge(ImmutableArray<YamlEntry>.Builder own, List<YamlNode> merges)
    {
        if (merges.Count == 0)
        {
            return;
        }

        var known = own.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var source in merges.SelectMany(merge => merge is YamlList list ? list.Items : [merge]))
        {
            if (source is not YamlMap map)
            {
                if (source is not YamlScalar { IsBlank: true })
                {
                    Error(source.Place, YamlMessages.MergesNoMap);
                }

                continue;
            }
            foreach (var entry in map.Entries.Reverse().Where(entry => known.Add(entry.Key.Text)).Reverse().ToList())
            {
                own.Add(entry);
            }
        }
    }

    private YamlNode Aliased(AnchorAlias alias, Place place)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            Error(place, YamlMessages.NoSuchAnchor(alias.Value.Value));
        }
        else if (node is null)
        {
            Error(place, YamlMessages.AnchorInItself(alias.Value.Value));
        }

        if (node is null)
        {
            return new YamlScalar(place, place.Line, $"*{alias.Value.Value}", Plain: true);
        }

        Count(node.Weight, place);
        return node;
    }

    private void Count(long values, Place place)
    {
        _values += values;
        if (_values > MostValues)
        {
            throw new TooMuch(place, YamlMessages.TooManyValues(MostValues));
        }
    }

    private void RefuseTag(TagName tag, Place place)
    {
        // The types of keys are known here: YAML's own tags say nothing new, and any other asks for something to be made.
        var isStandard = tag.IsEmpty || tag.IsNonSpecific
            || tag.Value is StandardTags + "str" or StandardTags + "int" or StandardTags + "float" or StandardTags + "bool"
                or StandardTags + "null" or StandardTags + "seq" or StandardTags + "map";
        if (!isStandard)
        {
            Error(place, YamlMessages.Tag(tag.Value.Replace(StandardTags, "!!", StringComparison.Ordinal)));
        }
    }

    private void Error(Place place, string message) => _errors.Add((place, message));

    private static Place PlaceOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private sealed class TooMuch(Place place, string message) : Exception(message)
    {
        public Place Place { get; } = place;
    }
}

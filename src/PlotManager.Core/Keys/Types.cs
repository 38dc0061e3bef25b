using System.Collections.Immutable;

namespace PlotManager.Core.Keys;

/// <summary>The types a key can have.</summary>
public static class Types
{
    /// <summary>A whole number; it may be quoted, and digits may be parted by underscores.</summary>
    /// <param name="unit">What it counts, for people: "seconds".</param>
    /// <param name="taken">For a number out of range that the original took: the number it stands for, and a warning.</param>
    public static KeyType<int> Integer(
        int minimum, int maximum = int.MaxValue, string unit = "", Func<long, (int Number, string Warning)?>? taken = null) =>
        new IntegerType(minimum, maximum, unit, taken);

    /// <summary>One of a few whole numbers.</summary>
    public static KeyType<int> IntegerOf(params ImmutableArray<int> allowed) => new IntegerChoiceType(allowed);

    /// <summary>A number, with a decimal point or without.</summary>
    public static KeyType<double> Number(double minimum, double maximum = double.MaxValue, string unit = "") =>
        new NumberType(minimum, maximum, unit);

    /// <summary>YAML 1.1's booleans: true, yes, on, y and their opposites, in any case.</summary>
    public static KeyType<bool> Boolean() => new BooleanType();

    /// <summary>Any text on one line.</summary>
    /// <param name="name">What it is, for people: "web address".</param>
    /// <param name="wrong">What is wrong with a text, null if nothing. It must not quote the text of a secret key.</param>
    /// <param name="pattern">The same as a regular expression for editors, as near as one can say it.</param>
    public static KeyType<string> Text(string name = "text", Func<string, string?>? wrong = null, string? pattern = null) =>
        new TextType(name, wrong, pattern);

    /// <summary>One of a few words, in any case.</summary>
    public static KeyType<T> Choice<T>(params ImmutableArray<(string Word, T Meaning)> words)
        where T : notnull => new ChoiceType<T>(words);

    /// <summary>A path: <c>~</c> and environment variables are expanded, a separator at the end is dropped.</summary>
    public static KeyType<string> Path() => new PathType(orName: false);

    /// <summary>A path, or a bare name to be found on PATH.</summary>
    public static KeyType<string> Executable() => new PathType(orName: true);

    /// <summary>A list; blank items are left out.</summary>
    public static KeyType<ImmutableArray<Placed<T>>> ListOf<T>(KeyType<T> item)
        where T : notnull => new ListType<T>(item, orSingle: false);

    /// <summary>A list, or a single value that stands for a list of one.</summary>
    public static KeyType<ImmutableArray<Placed<T>>> OneOrList<T>(KeyType<T> item)
        where T : notnull => new ListType<T>(item, orSingle: true);

    /// <summary>Names of one's own choice, each with a value; blank values are left out.</summary>
    public static KeyType<ImmutableArray<KeyValuePair<Placed<string>, T>>> MapOf<T>(KeyType<T> value)
        where T : notnull => new MapType<T>(value);

    /// <summary>A section with keys of its own.</summary>
    public static KeyType<Section> Section(SectionShape shape) => new SectionType(shape);
}

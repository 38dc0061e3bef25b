using System.Collections;
using System.Globalization;

namespace PlotManager.Core.Keys;

/// <summary>A key and the property that holds its value. The reading and the comparison of two configs come from it.</summary>
/// <typeparam name="T">The record that has the property.</typeparam>
/// <param name="Held">The property's value, in the unit of the key; null where none is held.</param>
/// <param name="Read">The record with what a section says of the key.</param>
public sealed record Binding<T>(Key Key, Func<T, object?> Held, Func<T, Section, T> Read)
{
    /// <summary>What the property holds, as people write it in the file.</summary>
    public string Show(T owner) => Shown.Of(Held(owner));
}

/// <summary>All keys of a section, each with its property, in the order in which they are documented.</summary>
public static class Bindings
{
    /// <summary>The section that has these keys.</summary>
    /// <param name="description">What it is for, one sentence.</param>
    public static SectionShape Shape<T>(this IEnumerable<Binding<T>> bindings, string description) =>
        new(description, [.. bindings.Select(binding => binding.Key)]);

    /// <summary>The record with all that a section says.</summary>
    public static T ReadAll<T>(this IEnumerable<Binding<T>> bindings, T blank, Section section) =>
        bindings.Aggregate(blank, (owner, binding) => binding.Read(owner, section));
}

/// <summary>Values as people write them in a config.</summary>
internal static class Shown
{
    private const string None = "none";

    public static string Of(object? value) => value switch
    {
        null => None,
        string text => text,
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => List([.. list.Cast<object>().Select(Of)]),
        _ => value.ToString() ?? None,
    };

    private static string List(string[] items) => items switch
    {
        [] => None,
        [var one] => one,
        _ => $"[{string.Join(", ", items)}]",
    };
}

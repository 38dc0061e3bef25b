using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

internal sealed class IntegerType(int minimum, int maximum, string unit, Func<long, (int Number, string Warning)?>? taken) : ScalarType<int>
{
    public override string Name { get; } = (unit, minimum, maximum) switch
    {
        ("", int.MinValue, int.MaxValue) => "whole number",
        ("", _, int.MaxValue) => $"whole number >= {minimum}",
        ("", _, _) => $"whole number {minimum}..{maximum}",
        (_, _, int.MaxValue) => $"{unit}, whole number >= {minimum}",
        _ => $"{unit}, whole number {minimum}..{maximum}",
    };

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, out int value)
    {
        value = 0;
        if (!Integers.TryParse(scalar.Text, out var number, out var wrong))
        {
            return Wrong(scalar, path, reading, wrong);
        }

        if (number > maximum && maximum == int.MaxValue)
        {
            return Wrong(scalar, path, reading, Messages.TooManyDigits(scalar.Text));
        }

        if ((number < minimum || number > maximum) && taken?.Invoke(number) is { } instead)
        {
            reading.Problems.Warn(scalar.Place, path, instead.Warning);
            value = instead.Number;
            return true;
        }

        if (number < minimum || number > maximum)
        {
            return Wrong(scalar, path, reading, Messages.OutOfRange(number.ToString(CultureInfo.InvariantCulture), minimum, maximum, unit));
        }

        value = (int)number;
        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        // A number may be quoted: ranges bind numbers only, the pattern binds text only.
        Integers.WriteSchemaType(json);
        if (minimum != int.MinValue)
        {
            json.WriteNumber("minimum", minimum);
        }

        if (maximum != int.MaxValue)
        {
            json.WriteNumber("maximum", maximum);
        }
    }

    internal override void WriteValue(Utf8JsonWriter json, object value) => json.WriteNumberValue((int)value);
}

internal sealed class IntegerChoiceType(ImmutableArray<int> allowed) : ScalarType<int>
{
    public override string Name { get; } = $"one of {string.Join(", ", allowed)}";

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, out int value)
    {
        value = 0;
        if (!Integers.TryParse(scalar.Text, out var number, out var wrong))
        {
            return Wrong(scalar, path, reading, wrong);
        }

        if (!allowed.Any(one => one == number))
        {
            return Wrong(
                scalar, path, reading, Messages.NotOneOf(scalar.Text, allowed.Select(one => one.ToString(CultureInfo.InvariantCulture))));
        }

        value = (int)number;
        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("enum");
        foreach (var one in allowed)
        {
            json.WriteNumberValue(one);
        }

        foreach (var one in allowed)
        {
            json.WriteStringValue(one.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteNullValue();
        json.WriteEndArray();
    }

    internal override void WriteValue(Utf8JsonWriter json, object value) => json.WriteNumberValue((int)value);
}

internal sealed class NumberType(double minimum, double maximum, string unit) : ScalarType<double>
{
    // A bound that only keeps arithmetic safe is none to speak of.
    private readonly bool _isOpen = maximum >= 100_000_000;

    public override string Name => $"{(unit.Length > 0 ? unit + ", " : "")}number {(_isOpen ? $">= {minimum}" : $"{minimum}..{maximum}")}";

    private protected override bool TryRead(YamlScalar scalar, string path, Reading reading, out double value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = scalar.Text.Trim().Replace("_", "", StringComparison.Ordinal);
        if (!double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return Wrong(scalar, path, reading, Messages.NotANumber(scalar.Text));
        }

        if (value > maximum && _isOpen)
        {
            return Wrong(scalar, path, reading, Messages.TooManyDigits(scalar.Text));
        }

        if (value < minimum || value > maximum)
        {
            return Wrong(scalar, path, reading, Messages.OutOfRange(scalar.Text.Trim(), minimum, _isOpen ? int.MaxValue : maximum, unit));
        }

        return true;
    }

    internal override void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("number");
        json.WriteStringValue("string");
        json.WriteStringValue("null");
        json.WriteEndArray();
        json.WriteString("pattern", @"^\s*([+-]?([0-9_]+\.?[0-9_]*|\.[0-9_]+)([eE][+-]?[0-9]+)?)?\s*$");
        json.WriteNumber("minimum", minimum);
        if (!_isOpen)
        {
            json.WriteNumber("maximum", maximum);
        }
    }

    internal override string Show(object value) => ((double)value).ToString(CultureInfo.InvariantCulture);

    internal override void WriteValue(Utf8JsonWriter json, object value) => json.WriteNumberValue((double)value);
}

internal static class Integers
{
    public static bool TryParse(string written, out long number, out string wrong)
    {
        var text = written.Trim().Replace("_", "", StringComparison.Ordinal);
        wrong = "";
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            var digits = text.AsSpan().TrimStart("+-");
            wrong = digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9')
                ? Messages.TooManyDigits(written)
                : Messages.NotAWholeNumber(written);
            return false;
        }
        // YAML 1.1 reads 010 as eight, YAML 1.2 as ten: nobody who writes it means to choose between them.
        if (text.TrimStart('+', '-') is ['0', _, ..])
        {
            wrong = Messages.LeadingZero(written, number);
            return false;
        }
        return true;
    }

    public static void WriteSchemaType(Utf8JsonWriter json)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("integer");
        json.WriteStringValue("string");
        json.WriteStringValue("null");
        json.WriteEndArray();
        json.WriteString("pattern", @"^\s*([+-]?(0|[1-9][0-9_]*))?\s*$");
    }
}

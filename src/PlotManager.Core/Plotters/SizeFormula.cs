using System.Globalization;

namespace PlotManager.Core.Plotters;

/// <summary>
/// A little arithmetic over k, such as <c>(2*k+1) * 2^(k-1) * 0.78</c>: numbers, <c>k</c>, <c>+ - * / ^</c> and brackets.
/// </summary>
public sealed class SizeFormula
{
    private readonly Func<double, double> _value;

    private SizeFormula(string text, Func<double, double> value)
    {
        Text = text;
        _value = value;
    }

    public string Text { get; }

    /// <summary>Bytes, rounded to whole ones; 0 where the formula gives nothing usable.</summary>
    public long Bytes(int k)
    {
        var value = _value(k);
        return double.IsFinite(value) && value is > 0 and < 9e18 ? (long)Math.Round(value) : 0;
    }

    /// <summary>Null if the text is not such a formula.</summary>
    public static SizeFormula? Parse(string text)
    {
        if (text.Length > 200)
        {
            return null;
        }

        var reader = new Reader(text);
        return reader.Sum() is { } value && reader.AtEnd ? new SizeFormula(text, value) : null;
    }

    private sealed class Reader(string text)
    {
        private int _at;
        private int _depth;

        public bool AtEnd
        {
            get
            {
                SkipSpace();
                return _at == text.Length;
            }
        }

        public Func<double, double>? Sum()
        {
            var left = Product();
            while (left is not null && Take('+', '-') is { } sign)
            {
                var first = left;
                left = Product() is { } second ? sign == '+' ? k => first(k) + second(k) : k => first(k) - second(k) : null;
            }
            return left;
        }

        private Func<double, double>? Product()
        {
            var left = Power();
            while (left is not null && Take('*', '/') is { } sign)
            {
                var first = left;
                left = Power() is { } second ? sign == '*' ? k => first(k) * second(k) : k => first(k) / second(k) : null;
            }
            return left;
        }

        private Func<double, double>? Power()
        {
            if (Atom() is not { } first)
            {
                return null;
            }

            if (Take('^', '^') is null)
            {
                return first;
            }

            return Power() is { } second ? k => Math.Pow(first(k), second(k)) : null;
        }

        private Func<double, double>? Atom()
        {
            if (Take('(', '(') is not null)
            {
                if (++_depth > 20)
                {
                    return null;
                }

                var inner = Sum();
                _depth--;
                return Take(')', ')') is not null ? inner : null;
            }
            if (Take('k', 'k') is not null)
            {
                return k => k;
            }

            SkipSpace();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
            {
                _at++;
            }

            return double.TryParse(
                text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? _ => number
                : null;
        }

        private char? Take(char one, char other)
        {
            SkipSpace();
            return _at < text.Length && (text[_at] == one || text[_at] == other) ? text[_at++] : null;
        }

        private void SkipSpace()
        {
            while (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }
        }
    }
}

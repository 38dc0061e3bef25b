using PlotManager.Core.Text;

namespace PlotManager.Display;

/// <summary>A row of CSV, as RFC 4180 has it but for the line ends, which are those of a text, and without control codes.</summary>
internal static class CsvRow
{
    public static void Write(TextWriter output, IEnumerable<string?> values) => output.WriteLine(string.Join(',', values.Select(Field)));

    private static string? Field(string? value)
    {
        var text = value is null ? null : Printable.Strip(value);
        return text is null || text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

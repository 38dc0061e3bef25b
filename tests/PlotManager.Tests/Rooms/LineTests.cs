using System.Text.RegularExpressions;

namespace PlotManager.Tests.Rooms;

/// <summary>How wide a line may be: two files fit beside each other on a screen.</summary>
public sealed partial class LineTests
{
    private const int Widest = 140;
    private const int LongText = 90;

    /// <summary>Texts are as wide as they are: raw ones, and one in quotes that cannot be divided well.</summary>
    [Fact]
    public void Line_OfTheSources_HasAtMost140Columns() => SourceTree.Files().SelectMany(WideLines).ShouldBeEmpty();

    private static IEnumerable<string> WideLines(string file)
    {
        var isText = false;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var wasText = isText;
            isText ^= RawQuotes().Count(line) % 2 == 1;
            if (line.Length > Widest && !wasText && !isText && !RawQuotes().IsMatch(line) && !line.Contains("@\"", StringComparison.Ordinal)
                && !QuotedText().Matches(line).Any(text => text.Length > LongText))
            {
                yield return $"{SourceTree.Name(file)}:{number}";
            }
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\])*\"")]
    private static partial Regex QuotedText();
}

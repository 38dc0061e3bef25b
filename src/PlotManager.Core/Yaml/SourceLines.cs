using System.Text;

namespace PlotManager.Core.Yaml;

/// <summary>
/// The lines of a file as they may be shown beside a problem. What stands behind the name of a secret key is masked wherever
/// it occurs, in a comment too; the reader hides further values by their place.
/// </summary>
public sealed class SourceLines
{
    /// <summary>Longer lines are cut: nobody reads on, and a caret is drawn only within.</summary>
    public const int LongestShown = 400;
    public const string Mask = "***";

    private readonly string[] _lines;
    private readonly string[] _secretNames;
    private readonly Dictionary<int, int> _hiddenFrom = [];
    private readonly Dictionary<int, string> _masked = [];

    public SourceLines(string text, IEnumerable<string> secretNames)
    {
        _lines = Split(text);
        _secretNames = [.. secretNames];
    }

    public int Count => _lines.Length;

    /// <summary>The line as written, empty where there is none. Not to be shown: see <see cref="Masked"/>.</summary>
    public string this[int line] => line >= 1 && line <= _lines.Length ? _lines[line - 1] : "";

    /// <summary>Lines as YAML breaks them.</summary>
    public static string[] Split(string text) => text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Hides a value and all in it, from where it begins to the end of its lines.</summary>
    public void Hide(YamlNode node)
    {
        HideFrom(node.Place.Line, node.Place.Column);
        switch (node)
        {
            case YamlScalar scalar:
                for (var line = scalar.Place.Line + 1; line <= scalar.LastLine; line++)
                {
                    HideFrom(line, 1);
                }

                break;
            case YamlList list:
                foreach (var item in list.Items)
                {
                    Hide(item);
                }

                break;
            case YamlMap map:
                foreach (var entry in map.Entries)
                {
                    Hide(entry.Key);
                    Hide(entry.Value);
                }
                break;
        }
    }

    /// <summary>
    /// The line as it may be shown: secrets masked, control characters made harmless, each tab one space wide so that a caret stands
    /// right.
    /// </summary>
    public string Masked(int line)
    {
        if (_masked.TryGetValue(line, out var known))
        {
            return known;
        }

        var text = this[line];
        var end = text.Length;
        if (_hiddenFrom.TryGetValue(line, out var column))
        {
            end = Math.Min(end, column - 1);
        }

        foreach (var name in _secretNames)
        {
            var at = text.AsSpan(0, end).IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && ValueAfter(text, at + name.Length) is { } start)
            {
                end = Math.Min(end, start);
            }
        }
        end = WebAddress(text, end);
        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(end, LongestShown)))
        {
            shown.Append(character == '\t' ? ' ' : YamlMessages.Visible(character));
        }

        if (end > LongestShown)
        {
            shown.Append('…');
        }
        else if (end < text.Length && !string.IsNullOrWhiteSpace(text[end..]))
        {
            shown.Append(Mask);
        }

        return _masked[line] = shown.ToString();
    }

    private void HideFrom(int line, int column) =>
        _hiddenFrom[line] = _hiddenFrom.TryGetValue(line, out var other) ? Math.Min(other, column) : column;

    // Where the value begins behind a key's name: after quotes, spaces, the colon and more spaces. Null if no colon follows.
    private static int? ValueAfter(string text, int position)
    {
        while (position < text.Length && text[position] is '"' or '\'' or ' ' or '\t')
        {
            position++;
        }

        if (position >= text.Length || text[position] is not (':' or '='))
        {
            return null;
        }

        position++;
        while (position < text.Length && text[position] is ' ' or '\t')
        {
            position++;
        }

        return position;
    }

    // A webhook is secret as a whole, and nothing else in a config is a web address.
    private static int WebAddress(string text, int end)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://"])
        {
            var at = text.AsSpan(0, end).IndexOf(scheme, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                end = at;
            }
        }
        return end;
    }
}

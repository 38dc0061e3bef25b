namespace PlotManager.Core.Yaml;

/// <summary>
/// Reads a text as YAML. A syntax error is explained in plain words; where it is plain what was meant, the line is read as if it had
/// been mended, so that what is wrong further down is told in the same go.
/// </summary>
public static class YamlDocument
{
    private const int MostRepairs = 20;

    // Each repair reads the text anew.
    private const int LongestRepaired = 64 * 1024;

    /// <summary>The root, null where nothing can be read; why is among the problems then.</summary>
    public static YamlNode? Read(string text, Problems problems)
    {
        var lines = SourceLines.Split(text);
        for (var line = 0; line < lines.Length; line++)
        {
            lines[line] = WithoutTabsBeforeComments(lines[line]);
        }

        for (var repairs = 0; ; repairs++)
        {
            var reading = YamlTree.Read(string.Join('\n', lines));
            var diagnosis = reading.Fault is { } fault ? SyntaxDiagnosis.Explain(lines, fault) : null;
            if (diagnosis is not null)
            {
                problems.Error(diagnosis.Place, "", diagnosis.Message);
            }

            if (diagnosis?.Mended is { } mended && repairs < MostRepairs && text.Length <= LongestRepaired)
            {
                lines[diagnosis.Place.Line - 1] = mended;
                if (diagnosis.Guessed)
                {
                    problems.Silence(diagnosis.Place.Line);
                }

                continue;
            }
            foreach (var (place, message) in reading.Errors)
            {
                problems.Error(place, "", message);
            }

            foreach (var (place, _) in reading.Errors)
            {
                problems.Silence(place.Line);
            }

            if (reading.Root is null && !problems.HasErrors)
            {
                problems.Error(new Place(1, 1), "", YamlMessages.NoKeys);
            }

            return reading.Root;
        }
    }

    // YAML forbids a tab before a comment or on an empty line where indentation may be meant; nobody means any there.
    private static string WithoutTabsBeforeComments(string line)
    {
        if (!line.Contains('\t', StringComparison.Ordinal))
        {
            return line;
        }

        var calm = line.ToCharArray();
        for (var end = line.Length; end >= 0; end--)
        {
            if (end < line.Length && line[end] != '#')
            {
                continue;
            }

            for (var index = end - 1; index >= 0 && calm[index] is ' ' or '\t'; index--)
            {
                calm[index] = ' ';
            }
        }
        return new string(calm);
    }
}

namespace PlotManager.Core.Configuration.Yaml;

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
        for (var repairs = 0; ; repairs++)
        {
            var reading = YamlTree.Read(repairs == 0 ? text : string.Join('\n', lines));
            var diagnosis = reading.Fault is { } fault ? SyntaxDiagnosis.Explain(lines, fault) : null;
            if (diagnosis is not null)
                problems.Error(diagnosis.Place, "", diagnosis.Message);
            if (diagnosis?.Mended is { } mended && repairs < MostRepairs && text.Length <= LongestRepaired)
            {
                lines[diagnosis.Place.Line - 1] = mended;
                continue;
            }
            foreach (var (place, message) in reading.Errors)
                problems.Error(place, "", message);
            if (reading.Root is null && !problems.HasErrors)
                problems.Error(new Place(1, 1), "", Messages.NoKeys);
            return reading.Root;
        }
    }
}

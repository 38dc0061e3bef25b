using System.Reflection;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>
/// A section of YAML that is part of the program. A fault in it is one of the program's, and no user can mend it.
/// </summary>
public static class BuiltInSection
{
    /// <param name="resource">Name of the embedded file.</param>
    /// <param name="read">Makes of the section what it stands for, and reports what is wrong with it.</param>
    /// <exception cref="InvalidOperationException">The section is wrong, or not there.</exception>
    public static T Read<T>(string resource, SectionShape shape, Func<Section, T> read)
    {
        var problems = new Problems(resource);
        var text = Text(resource);
        var source = new SourceLines(text, []);
        if (YamlDocument.Read(text, problems) is { } root)
        {
            var environment = new ConfigEnvironment("", _ => null, Windows: false);
            var made = read(Section.Open(root, shape, "", new Reading(problems, environment, source)));
            if (problems.Sorted(source).IsEmpty)
            {
                return made;
            }
        }

        throw new InvalidOperationException(string.Join('\n', problems.Sorted(source)));
    }

    public static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"there is no {resource} in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

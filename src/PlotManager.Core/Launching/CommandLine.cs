using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Launching;

/// <summary>Builds the arguments of one launch from a profile. A list, never a shell's text: nothing is quoted or expanded.</summary>
public static class CommandLine
{
    private const string ExtraArgs = "{extra_args}";

    /// <summary>The executable first, then its arguments.</summary>
    /// <param name="plots">How many plots this run shall make, at least 1.</param>
    public static ImmutableArray<string> Build(PlotterProfile profile, Job job, PlotDirectories directories, int plots)
    {
        var values = new CommandValues(profile, job, directories, plots);
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.Add(Executable(profile, job));
        var extraPlaced = false;
        foreach (var item in profile.Command.Items)
        {
            if (item.Words is [ExtraArgs])
            {
                arguments.AddRange(job.ExtraArgs);
                extraPlaced = true;
            }
            else if ((item.If?.Holds(values.Number(item.If.Field)) ?? true) && Filled(item, values) is { } words)
            {
                arguments.AddRange(words);
            }
        }
        if (!extraPlaced)
        {
            arguments.AddRange(job.ExtraArgs);
        }

        return arguments.ToImmutable();
    }

    /// <summary>The job's location, or the executable beside it that makes plots of the job's size.</summary>
    public static string Executable(PlotterProfile profile, Job job)
    {
        var name = profile.Command.ExecutableFor.FirstOrDefault(pair => pair.K.Contains(job.K)).Name;
        if (name is null)
        {
            return job.Location;
        }

        var start = job.Location.AsSpan().LastIndexOfAny('/', '\\') + 1;
        var own = ProcessForm.ExecutableName(job.Location);
        var extension = job.Location.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? ".exe" : "";
        // A location that the user has named otherwise is meant as it stands.
        var isUsual = profile.Processes.Any(form => form.Executables.Contains(own))
            || profile.Command.ExecutableFor.Any(pair =>
                FileSystemName.MatchesSimpleExpression(pair.Name.Replace("{k}", "??", StringComparison.Ordinal), own));
        return isUsual ? job.Location[..start] + name.Replace("{k}", $"{job.K}", StringComparison.Ordinal) + extension : job.Location;
    }

    private static List<string>? Filled(CommandItem item, CommandValues values)
    {
        var words = new List<string>(item.Words.Length);
        foreach (var word in item.Words)
        {
            if (Filled(word, values) is not { } filled)
            {
                return null;
            }

            words.Add(filled);
        }
        return words;
    }

    private static string? Filled(string word, CommandValues values)
    {
        if (!word.Contains('{', StringComparison.Ordinal))
        {
            return word;
        }

        var text = new StringBuilder();
        var at = 0;
        while (word.IndexOf('{', at) is var open and >= 0 && word.IndexOf('}', open) is var close and >= 0)
        {
            if (values[word[(open + 1)..close]] is not { } value)
            {
                return null;
            }

            text.Append(word, at, open - at).Append(value);
            at = close + 1;
        }
        return text.Append(word, at, word.Length - at).ToString();
    }
}

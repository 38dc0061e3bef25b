using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>Reads how a plotter is started and how its processes look.</summary>
internal static class CommandReader
{
    public static ImmutableArray<CommandItem> Items(ImmutableArray<Placed<Section>> sections)
    {
        var items = ImmutableArray.CreateBuilder<CommandItem>();
        foreach (var section in sections.Select(placed => placed.Value))
        {
            var words = section.Value(ProfileKeys.Argument.Args) is { } args ? Split(args) : [];
            foreach (var name in words.SelectMany(Names).Where(name => name != "extra_args" && !CommandFields.IsKnown(name)))
            {
                section.Error(
                    ProfileKeys.Argument.Args, $"{{{name}}} is not known; known are extra_args, {string.Join(", ", CommandFields.Names)}");
            }

            var condition = section.Find(ProfileKeys.Argument.If) is { } text ? CommandCondition.Parse(text.Value) : null;
            if (condition is null && section.IsGiven(ProfileKeys.Argument.If))
            {
                section.Error(ProfileKeys.Argument.If, "must be a condition such as bitfield, not bitfield, or k != 32");
            }

            items.Add(new CommandItem(words, condition));
        }
        return items.ToImmutable();
    }

    public static ImmutableArray<(KSet, string)> ExecutableFor(
        ImmutableArray<KeyValuePair<Placed<string>, string>> entries, Core.Keys.Reading reading)
    {
        var executables = ImmutableArray.CreateBuilder<(KSet, string)>();
        foreach (var (sizes, name) in entries)
        {
            if (KSet.Parse(sizes.Value) is { } set)
            {
                executables.Add((set, name));
            }
            else
            {
                ProfileReader.Wrong(sizes, reading, "must be plot sizes such as 33..34");
            }
        }
        return executables.ToImmutable();
    }

    public static ImmutableArray<ProcessForm> Processes(ImmutableArray<Placed<Section>> sections) =>
        [.. sections.Select(placed => Process(placed.Value))];

    private static ProcessForm Process(Section section)
    {
        var options = ImmutableArray.CreateBuilder<ProcessOption>();
        foreach (var (name, text) in section.Value(ProfileKeys.Process.Options))
        {
            if (!ProcessArguments.FieldNames.TryGetValue(name.Value, out var field))
            {
                ProfileReader.Wrong(
                    name, section.Reading, $"is not known; known are {string.Join(", ", ProcessArguments.FieldNames.Keys)}");
                continue;
            }
            var parts = text.Split(" = ", 2);
            options.Add(new ProcessOption(field, Flags(parts[0]), parts.Length == 2 ? parts[1].Trim() : null));
        }
        return new ProcessForm
        {
            Executables = [.. section.Value(ProfileKeys.Process.Executables).Select(one => one.Value.ToLowerInvariant())],
            Words = Split(section.Find(ProfileKeys.Process.WordsKey)?.Value ?? ""),
            Needs = Flags(section.Find(ProfileKeys.Process.Needs)?.Value ?? ""),
            Options = options.ToImmutable(),
            OtherValues = Flags(section.Find(ProfileKeys.Process.OtherValues)?.Value ?? ""),
            Switches = Flags(section.Find(ProfileKeys.Process.Switches)?.Value ?? ""),
            PlotsNothing = section.Find(ProfileKeys.Process.PlotsNothing) is { } nothing
                ? [.. ProcessForm.UsualQuestions.Union(Flags(nothing.Value))]
                : ProcessForm.UsualQuestions,
            Positional = Positional(section),
            SeveralDestinations = section.Value(ProfileKeys.Process.SeveralDestinations),
            Wrapper = section.Value(ProfileKeys.Process.Wrapper),
            KInName = section.Value(ProfileKeys.Process.KInName),
        };
    }

    private static ProcessField? Positional(Section section)
    {
        if (section.Find(ProfileKeys.Process.Positional) is not { } name)
        {
            return null;
        }

        if (ProcessArguments.FieldNames.TryGetValue(name.Value, out var field))
        {
            return field;
        }

        section.Error(ProfileKeys.Process.Positional, "must be temp, temp2 or destination");
        return null;
    }

    private static ImmutableArray<string> Split(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<string> Flags(string text) => [.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];

    private static IEnumerable<string> Names(string word)
    {
        for (var at = word.IndexOf('{', StringComparison.Ordinal); at >= 0; at = word.IndexOf('{', at + 1))
        {
            var end = word.IndexOf('}', at);
            yield return end < 0 ? word[at..] : word[(at + 1)..end];
        }
    }
}

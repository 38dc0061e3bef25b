using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;

namespace PlotManager.Commands.Completion;

/// <summary>What may stand as a value: said by the name that the help shows for it.</summary>
public enum ValueKind
{
    /// <summary>No value: a switch, or a command without arguments.</summary>
    None,
    File,
    Directory,

    /// <summary>One of a few words.</summary>
    Words,
    Other,
}

/// <summary>A value's kind, and its words where there are only a few.</summary>
public sealed record ValueShape(ValueKind Kind, ImmutableArray<string> Words)
{
    public static readonly ValueShape None = new(ValueKind.None, []);

    /// <summary>The name that the help shows for a value, without its signs: FILE, DIR, JOB.</summary>
    internal static string Named(string? shownAs) => (shownAs ?? "").TrimEnd('.').Trim('<', '>').ToUpperInvariant();

    internal static ValueShape Of(Type type, string? shownAs, IEnumerable<CompletionItem> items)
    {
        var word = Named(shownAs);
        ImmutableArray<string> words = type == typeof(bool) ? [] : [.. items.Select(item => item.Label)];
        return (type == typeof(bool), word, words.IsEmpty) switch
        {
            (true, _, _) => None,
            (_, "FILE" or "LOG", _) => new ValueShape(ValueKind.File, []),
            (_, "DIR", _) => new ValueShape(ValueKind.Directory, []),
            (_, _, false) => new ValueShape(ValueKind.Words, words),
            _ => new ValueShape(ValueKind.Other, []),
        };
    }
}

/// <param name="Names">Long ones first, as they are typed.</param>
/// <param name="Metavariable">What the help shows for its value; empty for a switch.</param>
/// <param name="Usual">The value taken where it is not given, null where there is none.</param>
/// <param name="Everywhere">Means the same on every command below the one that defines it.</param>
public sealed record OptionShape(
    ImmutableArray<string> Names, string Description, ValueShape Value, string Metavariable, string? Usual, bool Everywhere);

/// <param name="Name">As the help shows it.</param>
/// <param name="Many">Whether several may be given.</param>
public sealed record ArgumentShape(string Name, string Description, ValueShape Value, bool Optional, bool Many);

/// <summary>One command as its definition says, for pages and completions. Hidden ones are left out.</summary>
/// <param name="Path">The words to type after the program's name; empty for the program itself.</param>
/// <param name="Description">In one line.</param>
/// <param name="Details">What its definition says after that line, such as an example; often empty.</param>
/// <param name="Options">Its own, and those of the commands above that hold everywhere.</param>
public sealed record CommandShape(
    string Path,
    string Name,
    string Description,
    string Details,
    ImmutableArray<OptionShape> Options,
    ImmutableArray<ArgumentShape> Arguments,
    ImmutableArray<CommandShape> Subcommands)
{
    public static CommandShape Of(Command command) => Of(command, "", []);

    /// <summary>A command of the program, with the options that hold everywhere.</summary>
    public static CommandShape Within(RootCommand program, Command command)
    {
        var words = new List<string>();
        for (var at = command; at is not RootCommand; at = at.Parents.OfType<Command>().First())
        {
            words.Insert(0, at.Name);
        }

        var path = string.Join(' ', words);
        return Of(program).AndBelow().FirstOrDefault(shape => shape.Path == path) ?? Of(command, path, []);
    }

    /// <summary>This one and all below, in the order of the help.</summary>
    public IEnumerable<CommandShape> AndBelow() => [this, .. Subcommands.SelectMany(command => command.AndBelow())];

    private static CommandShape Of(Command command, string path, ImmutableArray<OptionShape> fromAbove)
    {
        var description = (command.Description ?? "").Split('\n', 2);
        ImmutableArray<OptionShape> options = [.. fromAbove, .. command.Options.Where(option => !option.Hidden).Select(Of)];
        ImmutableArray<OptionShape> below = [.. options.Where(option => option.Everywhere)];
        return new CommandShape(
            path,
            command.Name,
            description[0].Trim(),
            description.ElementAtOrDefault(1)?.Trim() ?? "",
            options,
            [.. command.Arguments.Where(argument => !argument.Hidden).Select(Of)],
            [.. command.Subcommands.Where(sub => !sub.Hidden)
                .Select(sub => Of(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}", below))]);
    }

    private static OptionShape Of(Option option)
    {
        ImmutableArray<string> names = [.. new[] { option.Name }.Concat(option.Aliases)
            .Where(IsUsual)
            .Distinct()
            .OrderByDescending(name => name.StartsWith("--", StringComparison.Ordinal))];
        var isSwitch = option.ValueType == typeof(bool) || option.ValueType == typeof(void);
        var value = isSwitch
            ? ValueShape.None
            : ValueShape.Of(option.ValueType, option.HelpName, option.GetCompletions(CompletionContext.Empty));
        var shown = isSwitch ? "" : option.HelpName ?? (value.Words.IsEmpty ? "VALUE" : string.Join('|', value.Words));
        var usual = !isSwitch && option.HasDefaultValue ? option.GetDefaultValue()?.ToString() : null;
        return new OptionShape(names, option.Description ?? "", value, shown, usual, option.Recursive);
    }

    private static ArgumentShape Of(Argument argument) => new(
        argument.HelpName ?? argument.Name,
        argument.Description ?? "",
        ValueShape.Of(argument.ValueType, argument.HelpName ?? argument.Name, argument.GetCompletions(CompletionContext.Empty)),
        argument.Arity.MinimumNumberOfValues == 0,
        argument.Arity.MaximumNumberOfValues > 1);

    // The library also takes /h and -? for help, which nobody completes.
    private static bool IsUsual(string name) => name.StartsWith('-') && !name.Contains('?');
}

using System.CommandLine;
using System.CommandLine.Completions;
using PlotManager.Control;
using PlotManager.Display.Json;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Completion;

/// <summary>What a shell offers for a value, by the name that the help shows for it.</summary>
internal static class ValueOffers
{
    // Somebody has pressed a key and waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Tells a command and all below where the offers for their values come from.</summary>
    public static void AddTo(Command command, CommandEnvironment environment)
    {
        // Those that hold everywhere are defined once for all, with their offers.
        foreach (var option in command.Options.Where(option => option is { Hidden: false, Recursive: false }))
        {
            Add(option.CompletionSources, option.HelpName, environment);
        }

        foreach (var argument in command.Arguments)
        {
            Add(argument.CompletionSources, argument.HelpName ?? argument.Name, environment);
        }

        foreach (var below in command.Subcommands)
        {
            AddTo(below, environment);
        }
    }

    private static void Add(
        List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, string? shownAs, CommandEnvironment environment)
    {
        switch (ValueShape.Named(shownAs))
        {
            case "FILE" or "LOG":
                sources.Add(Offers.Files);
                break;
            case "DIR" or "PATH":
                sources.Add(Offers.Folders);
                break;
            case "JOB":
                sources.Add(context => OfTheFarm(Jobs, context, environment));
                break;
            case "PLOT":
                sources.Add(context => OfTheFarm(Plots, context, environment));
                break;
        }
    }

    // A farm that cannot be read offers nothing; what is wrong with it the command itself says once it is run.
    private static IEnumerable<CompletionItem> OfTheFarm(
        Func<ParseResult, CommandEnvironment, IEnumerable<CompletionItem>> offers,
        CompletionContext context,
        CommandEnvironment environment)
    {
        try
        {
            return context.ParseResult is { } parsed && context != CompletionContext.Empty ? offers(parsed, environment) : [];
        }
        catch (Exception unreadable) when (unreadable is CommandFault or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<CompletionItem> Jobs(ParseResult parsed, CommandEnvironment environment) =>
        Farm.Open(parsed, environment).Config.Jobs.Select(job => new CompletionItem(job.Name));

    // Only a manager that runs is asked: a look of our own would take too long.
    private static IEnumerable<CompletionItem> Plots(ParseResult parsed, CommandEnvironment environment)
    {
        var machine = environment.Machine.Value;
        if (ManagerFacts.OfLiving(Farm.Locate(parsed, environment).Paths, machine) is not { } facts)
        {
            return [];
        }

        using var client = new ControlClient(facts, machine.Entries);
        using var limit = new CancellationTokenSource(Patience);
        var asked = client.SnapshotAsync(limit.Token).WaitAsync(Patience, limit.Token).GetAwaiter().GetResult();
        return asked is null ? [] :
        [
            .. SnapshotJson.Read(System.Text.Encoding.UTF8.GetBytes(asked)).Runs
                .Where(run => run.PlotId is not null)
                .Select(run => new CompletionItem(run.PlotId![..12], detail: $"{run.Job ?? run.Plotter}, pid {run.Pid}")),
        ];
    }
}

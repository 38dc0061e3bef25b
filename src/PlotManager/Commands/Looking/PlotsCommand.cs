using System.CommandLine;
using PlotManager.Commands.Running;
using PlotManager.Configuration;
using PlotManager.Core.Control;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal.Sqlite;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary><c>plots</c>: the plots on the farm's drives, or under any path, and what their own bytes say of them.</summary>
public sealed class PlotsCommand(CommandEnvironment environment)
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Folders with plots, or plots (else the destinations of all jobs)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _bad = new("--bad")
    {
        Description = "List only plots that something is wrong with; exit code 1 if there are any",
    };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print the plots as CSV" };
    private readonly Option<bool> _json = SharedOptions.Json("one object a plot");
    private readonly Option<bool> _deep = new("--deep")
    {
        Description = "Read the index of each .gplot too: a few megabytes a file, and its structure is proven",
    };

    private readonly Option<bool> _wake = new("--wake")
    {
        Description = "Wake disks that sleep; without it their plots are shown as they were found before",
    };

    public Command Build()
    {
        var command = new Command(
            "plots",
            "List the plots on the drives and judge each by its header and its length: whole, truncated, unfinished")
        {
            _paths, _bad, _csv, _deep, _json, _wake,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_csv) && result.GetValue(_json))
            {
                result.AddError("--csv and --json cannot both be given");
            }
        });
        command.SetAction(Run);
        command.Add(Settling("accept", ControlCommand.Accept, "Count a plot that was not seen when it was finished as made"));
        command.Add(Settling(
            "lost", ControlCommand.Lost, "Give up a plot that was not seen when it was finished; its job may make another"));
        return command;
    }

    private Command Settling(string name, ControlCommand wish, string description)
    {
        var id = new Argument<string>("ID") { Description = "The beginning of its plot id (4 digits or more), as status shows it" };
        id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { } digits || !RunChoice.IsOfId(digits))
            {
                result.AddError("a plot id is 4 to 64 hex digits");
            }
        });
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, cancel) => environment.Tell(await new PlotCommands(environment).AskAsync(
            Farm.Locate(parsed, environment).Paths, () => Farm.Open(parsed, environment),
            new ControlRequest(wish, parsed.GetRequiredValue(id)), cancel)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var given = parsed.GetValue(_paths)!;
        var farm = given.Length == 0 ? Farm.OpenAsItRuns(parsed, environment) : FarmIfAny(parsed);
        var paths = given.Length > 0 ? given.Select(environment.FullPath) : farm!.Config.Jobs.SelectMany(job => job.Destination);
        var memory = PlotMemory.Open(farm?.Paths.PlotIndexes(environment) ?? []);
        var scan = new PlotScan(
            environment.Machine.Value, farm?.Config.Profiles ?? BuiltInProfiles.Catalog, memory, parsed.GetValue(_deep),
            parsed.GetValue(_wake));
        var inventory = ScanProgress.While(scan, () => scan.Of(paths), environment);
        memory.Save(isWhole: given.Length == 0 && inventory.Troubles.Count == 0);
        foreach (var trouble in inventory.Troubles)
        {
            environment.Complain(trouble);
        }

        foreach (var folder in inventory.Asleep)
        {
            environment.Complain($"warning: the disk of {folder} sleeps: its plots are those that were found before; --wake wakes it");
        }

        inventory = WithPlotters(inventory, farm);
        var shown = parsed.GetValue(_bad) ? inventory.Plots.Where(plot => plot.IsBad).ToList() : inventory.Plots;
        Show(inventory, shown, parsed);
        return inventory.Troubles.Count > 0 || (parsed.GetValue(_bad) && shown.Count > 0) ? ExitCode.No : ExitCode.Done;
    }

    private void Show(PlotInventory inventory, IReadOnlyList<PlotOnDisk> shown, ParseResult parsed)
    {
        var time = environment.Machine.Value.Time;
        if (parsed.GetValue(_json))
        {
            foreach (var plot in shown)
            {
                environment.TellJson(PlotsJson.Write(plot, time.LocalTimeZone));
            }
        }
        else if (parsed.GetValue(_csv))
        {
            PlotsPage.WriteCsv(shown, time.LocalTimeZone, environment.Out);
        }
        else if (inventory.Plots.Count == 0)
        {
            environment.Out.WriteLine("no plots there");
        }
        else
        {
            Page.Write((width, ellipsis) => PlotsPage.Lines(inventory, shown, time.GetUtcNow(), width, ellipsis), environment);
        }
    }

    private PlotInventory WithPlotters(PlotInventory inventory, Farm? farm)
    {
        if (farm is null)
        {
            return inventory;
        }

        var ended = SqliteJournal.EndedIn(farm.Paths.Journal, DateTimeOffset.UnixEpoch, int.MaxValue, out var unread);
        if ((unread ?? UnreadableFarm.JournalOfAnother(farm.Paths, environment.Machine.Value)) is { } why)
        {
            environment.Complain($"which plotter made a plot is not known: {why}");
        }

        var checks = SqliteJournal.ChecksIn(farm.Paths.Journal);
        var plotters = new Dictionary<string, string>();
        foreach (var past in ended)
        {
            if (past.Plot.PlotId is { } id)
            {
                plotters[id] = past.Run.Plotter;
            }
        }

        return inventory with
        {
            Plots =
            [
                .. inventory.Plots.Select(plot => plot.File.Id is { } id && plotters.TryGetValue(id, out var plotter)
                    ? Known(plot, plotter)
                    : plot)
                    .Select(plot => checks.GetValueOrDefault(plot.Path) is { } check && plot.ModifiedAt <= check.EndedAt
                        ? plot with { Check = check }
                        : plot),
            ],
        };
    }

    // A header does not tell an early build from a final one; of a plot that this farm made the plotter is known.
    private static PlotOnDisk Known(PlotOnDisk plot, string plotter) => plot with
    {
        MadeBy = plotter,
        File = plot.File.Note == PlotFileNote.BuildUnknown ? plot.File with { Note = PlotFileNote.None } : plot.File,
    };

    // Plots can be judged without a farm.
    private Farm? FarmIfAny(ParseResult parsed)
    {
        var option = parsed.GetValue(SharedOptions.Config);
        var config = FarmPaths.ChooseConfig(option, environment);
        if (option is null && !File.Exists(config))
        {
            return null;
        }

        if (option is not null || ConfigFile.Read(config, environment).Config is not null)
        {
            return Farm.Open(parsed, environment);
        }

        environment.Complain(
            $"{ConfigFile.Shown(config, environment.WorkingDirectory)} has errors, so that the farm's history is not known; see "
                + "plotmanager check");
        return null;
    }
}

using System.CommandLine;
using PlotManager.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Logs;
using PlotManager.Observing;

namespace PlotManager.Commands.Looking;

/// <summary><c>log</c>: what any plotter's log says, whoever started the plotter. Needs no config.</summary>
public sealed class LogCommand(CommandEnvironment environment)
{
    private readonly Argument<string[]> _files = new("LOG")
    {
        Description = "Files, or plots of the farm: the beginning of an id, a job, a row in status, a pid",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "Print the log's last lines, and what is written from now on",
    };
    private readonly Option<bool> _json = SharedOptions.Json("one object a log");
    private readonly Option<string?> _backend = new(
        "--backend", "-b")
    { Description = "Name of the plotter, where its log does not tell", HelpName = "NAME" };

    public Command Build()
    {
        var command = new Command(
            "log",
            "Explain plotters' logs: which plotter, how far, how long each phase took, how it ended and why")
        {
            _files, _json, _backend, _follow,
        };
        command.Aliases.Add("logs");
        command.SetAction(RunAsync);
        return command;
    }

    // A file that is there, else the log of the plot that is called so.
    private async Task<List<string>> FilesAsync(ParseResult parsed, CancellationToken cancel)
    {
        var files = new List<string>();
        foreach (var named in parsed.GetValue(_files)!)
        {
            var isFile = Path.Exists(environment.FullPath(named)) || named.AsSpan().IndexOfAny('/', '\\', '.') >= 0;
            files.Add(isFile ? named
                : (await NamedPlots.FindAsync(parsed, named, environment, cancel)).Log
                ?? throw new CommandFault($"the plot {named} has no log"));
        }

        return files;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var files = await FilesAsync(parsed, cancel);
        if (!parsed.GetValue(_follow))
        {
            return Explain(parsed, files);
        }

        if (files.Count > 1)
        {
            throw new CommandFault("only one log can be followed at a time", ExitCode.Usage);
        }

        var path = environment.FullPath(files[0]);
        if (IsSecret(Catalog(parsed), path))
        {
            throw new CommandFault($"{files[0]}: no log, but a plotter's job file with private keys; it is not read");
        }

        await new FollowedLog(environment, path).FollowAsync(cancel);
        return ExitCode.Done;
    }

    private static bool IsSecret(ProfileCatalog catalog, string path) =>
        catalog.All.Any(profile => profile.Files.IsSecret(Path.GetFileName(path)));

    private int Explain(ParseResult parsed, IReadOnlyList<string> files)
    {
        var catalog = Catalog(parsed);
        var plotter = parsed.GetValue(_backend) is { } name
            ? catalog.Find(name) ?? throw new CommandFault(
                $"{name} is no plotter; known are "
                    + $"{string.Join(", ", catalog.All.Where(profile => !profile.StandIn).Select(profile => profile.Name))}",
                    ExitCode.Usage)
            : null;
        var machine = environment.Machine.Value;
        var reader = new LogFile(catalog);
        var exit = ExitCode.Done;
        var isFirst = true;
        foreach (var file in files)
        {
            var path = environment.FullPath(file);
            if (IsSecret(catalog, path))
            {
                environment.Complain($"{file}: no log, but a plotter's job file with private keys; it is not read");
                exit = ExitCode.No;
                continue;
            }

            if (Read(reader, path, plotter, out var trouble) is not { } reading)
            {
                environment.Complain($"{file}: {trouble}");
                exit = ExitCode.No;
                continue;
            }
            var log = ExplainedLog.Of(file, path, reading, catalog, machine);
            if (parsed.GetValue(_json))
            {
                environment.TellJson(LogJson.Write(log, machine.Time.LocalTimeZone));
            }
            else
            {
                Page.Write((_, _) => isFirst ? LogPage.Lines(log) : LogPage.Lines(log).Prepend(Line.Empty), environment);
            }

            isFirst = false;
        }
        return exit;
    }

    private LogReading? Read(LogFile reader, string path, PlotterProfile? plotter, out string trouble)
    {
        try
        {
            if (environment.Machine.Value.Files.Look(path) is not null)
            {
                trouble = "";
                return reader.Read(environment.Machine.Value.Files, path, plotter);
            }
            trouble =
                Directory.Exists(path) ? "is a folder, not a log" : Path.Exists(path) ? "is no regular file" : "there is no such file";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            trouble = $"cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}";
        }
        return null;
    }

    // The plotters of the config, if there is one that can be read; a log can be explained without.
    private ProfileCatalog Catalog(ParseResult parsed)
    {
        var config = FarmPaths.ChooseConfig(parsed.GetValue(SharedOptions.Config), environment);
        if (parsed.GetValue(SharedOptions.Config) is null && !File.Exists(config))
        {
            return BuiltInProfiles.Catalog;
        }

        var reading = ConfigFile.Read(config, environment);
        if (reading.Config is null)
        {
            environment.Complain($"{ConfigFile.Shown(config, environment.WorkingDirectory)} has errors, so that only the built-in "
                + "plotters are known; see plotmanager check");
        }

        return reading.Config?.Profiles ?? BuiltInProfiles.Catalog;
    }
}

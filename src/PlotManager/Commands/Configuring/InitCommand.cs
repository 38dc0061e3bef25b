using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Text;
using PlotManager.Core.Yaml;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Configuring;

/// <summary><c>init</c>: writes a config to start from. What it is not told it proposes; it never asks, and never overwrites.</summary>
public sealed class InitCommand(CommandEnvironment environment)
{
    private readonly Option<string[]> _temp = new("--temp")
    {
        Description = "Directory to make plots in; may be given several times",
        HelpName = "DIR",
    };
    private readonly Option<string[]> _destination = new("--dest")
    {
        Description = "Directory for finished plots; may be given several times",
        HelpName = "DIR",
    };
    private readonly Option<string?> _plotter = new("--plotter")
    {
        Description = "The plotter's executable: a path, or a name on PATH",
        HelpName = "FILE",
    };
    private readonly Option<string?> _backend = new("--backend")
    {
        Description = "Which plotter it is: chia, madmax, or another that docs/plotters.md names (else by the executable's name)",
        HelpName = "NAME",
    };

    public Command Build()
    {
        var command = new Command(
            "init", "Write a config to start from, every key explained; never overwrites") { _temp, _destination, _plotter, _backend };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var file = FarmPaths.NewConfig(parsed.GetValue(SharedOptions.Config), environment);
        var shown = ConfigFile.Shown(file, environment.WorkingDirectory);
        if (File.Exists(file) || Directory.Exists(file))
        {
            throw new CommandFault($"{shown} is there already and is left as it is; give another with --config FILE");
        }

        var choices = Choose(parsed, file);
        var text = StarterConfig.Write(choices);
        var problems = ConfigReader.Read(Encoding.UTF8.GetBytes(text), shown, environment.Config, BuiltInProfiles.Catalog).Problems;
        if (problems.Any(problem => problem.Severity == Severity.Error))
        {
            throw new CommandFault($"these values make no good config\n{string.Join('\n', problems)}", ExitCode.Usage);
        }

        Write(file, shown, text);
        environment.Out.WriteLine(choices.Missing.IsEmpty
            ? $"wrote {shown}; look it over, then: plotmanager check"
            : $"wrote {shown}; fill in what its first lines name, then: plotmanager check");
        foreach (var missing in choices.Missing)
        {
            environment.Out.WriteLine($"to do: {missing}");
        }

        return ExitCode.Done;
    }

    private StarterChoices Choose(ParseResult parsed, string file)
    {
        var machine = environment.Machine;
        var search =
            new StarterProposals(machine.Value.Files, environment.Variable, environment.Config.Home, StarterProposals.DrivesOfThisMachine);
        var proposals = ImmutableArray.CreateBuilder<string>();
        var missing = ImmutableArray.CreateBuilder<string>();
        var (location, profile) = Plotter(parsed, search, proposals, missing);
        var temps = Directories(parsed.GetValue(_temp));
        var destinations = Directories(parsed.GetValue(_destination));
        const int usualK = 32;
        if (temps.IsEmpty && profile.NeedsTemp)
        {
            if (search.Temp(profile.PeakTemp(usualK, 0, withTemp2: false).Temp) is { } drive)
            {
                temps = [Path.Combine(drive, "plotting")];
                proposals.Add($"temporary_directory on {drive}, a small drive with room for a plot in the making; a fast one is best. "
                    + "The folder must be made.");
            }
            else
            {
                temps = [Placeholder("temp")];
                missing.Add($"temporary_directory: no drive has {Figures.Size(profile.PeakTemp(usualK, 0, withTemp2: false).Temp)} "
                    + "free for a plot in the making.");
            }
        }
        if (destinations.IsEmpty)
        {
            var tempDrive = temps.IsEmpty ? null : machine.Value.Drives.DriveOf(temps[0])?.MountPoint;
            if (search.Destination(tempDrive, profile.FinalBytes(usualK)) is { } drive)
            {
                destinations = [Path.Combine(drive, "plots")];
                proposals.Add($"destination_directory on {drive}, the drive with most room. The folder must be made.");
            }
            else
            {
                destinations = [Placeholder("plots")];
                missing.Add($"destination_directory: no drive has {Figures.Size(profile.FinalBytes(usualK))} free for a plot.");
            }
        }

        var (runs, reason) = Concurrency.Propose(profile, temps, usualK, Environment.ProcessorCount, machine.Value);
        return new StarterChoices(
            location, profile, temps, destinations, Path.Combine(Path.GetDirectoryName(file)!, "logs"), Environment.ProcessorCount)
        {
            Proposals = proposals.ToImmutable(),
            Missing = missing.ToImmutable(),
            MaxConcurrent = runs,
            MaxConcurrentReason = reason,
        };
    }

    // A path that nothing stands at, so that check names it until it is replaced.
    private static string Placeholder(string what) => OperatingSystem.IsWindows() ? $@"C:\path\to\{what}" : $"/path/to/{what}";

    private (string Location, PlotterProfile Profile) Plotter(
        ParseResult parsed, StarterProposals search, ImmutableArray<string>.Builder proposals, ImmutableArray<string>.Builder missing)
    {
        var name = parsed.GetValue(_backend);
        var asked = name is null ? null : BuiltInProfiles.Catalog.Find(name)
            ?? throw new CommandFault(
                $"there is no plotter {name}; known are {string.Join(", ", BuiltInProfiles.Catalog.All.Select(profile => profile.Name))}",
                ExitCode.Usage);
        if (parsed.GetValue(_plotter) is { } location)
        {
            var path = location.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0 ? environment.FullPath(location) : location;
            return (path, asked ?? ByName(path));
        }
        if (search.Plotter(asked) is not { } found)
        {
            missing.Add("chia_location: no plotter was found on PATH or in the usual places.");
            return (Placeholder("chia"), asked ?? BuiltInProfiles.Catalog.Find("chia")!);
        }

        proposals.Add($"chia_location {found.Location}, the first plotter found ({found.Plotter.Name}).");
        return found;
    }

    // chia's own name says nothing about other plotters it can start: the profile of its own is meant.
    private static PlotterProfile ByName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return BuiltInProfiles.Catalog.All.FirstOrDefault(profile => !profile.StandIn
            && profile.Processes.Any(form => !form.Wrapper && form.Executables.Contains(name, StringComparer.OrdinalIgnoreCase)))
            ?? BuiltInProfiles.Catalog.Find("chia")!;
    }

    private ImmutableArray<string> Directories(string[]? given) => [.. (given ?? []).Select(directory => environment.FullPath(directory))];

    private static void Write(string file, string shown, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // Secrets will stand in it: the owner's alone from the first moment.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(file, options);
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"{shown} cannot be written: {refused.Message}");
        }
    }
}

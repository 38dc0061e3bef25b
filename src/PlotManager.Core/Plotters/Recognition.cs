using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters;

/// <summary>What a process's arguments tell of the run it is.</summary>
public sealed record RecognisedRun(PlotterProfile Profile)
{
    public string? Temp { get; init; }
    public string? Temp2 { get; init; }

    /// <summary>The last one that was given.</summary>
    public string? Destination { get; init; }

    /// <summary>Every destination that was given, where its plotter takes several; else empty.</summary>
    public ImmutableArray<string> Destinations { get; init; } = [];
    public int? K { get; init; }

    /// <summary>A higher number is said to plot until the drive is full, and no drive has room for so many.</summary>
    public const int MostPlots = 1000;

    /// <summary>How many plots it makes one after another; 0: no end.</summary>
    public int Plots { get; init; } = 1;
    public int? Threads { get; init; }
    public int? Buckets { get; init; }
    public int? MemoryBufferMiB { get; init; }
    public int? Compression { get; init; }

    /// <summary>A process that starts the plotter as its child. Descendants of any recognised process are the same run.</summary>
    public bool IsWrapper { get; init; }
}

/// <summary>Tells from its arguments alone whether a process is a plotter, and what it is plotting where.</summary>
public static class Recognition
{
    // Programs that stand before the executable's own name in the arguments of one and the same process.
    private static readonly ImmutableArray<string> Interpreters =
    [
        "python*", "pypy*", "sh", "bash", "dash", "zsh", "ksh", "busybox", "env", "nice", "ionice", "taskset", "chrt", "numactl", "nohup",
        "setsid", "stdbuf", "time", "timeout", "sudo", "doas", "wine*", "box64", "qemu-*", "systemd-run", "ld-linux*", "catchsegv",
        "unbuffer",
    ];

    /// <param name="arguments">The process's arguments, its executable (or interpreter) first.</param>
    /// <param name="workingDirectory">What relative directories stand for; null if it cannot be known.</param>
    /// <param name="locations">Executables that the config names, each with its profile: they are known under whatever name they
    /// have.</param>
    /// <param name="standIns">The process is a stand-in: it is one of a profile of stand-ins, which no other process is.</param>
    /// <returns>Null if it is no plotter at work.</returns>
    public static RecognisedRun? Recognise(
        IReadOnlyList<string> arguments,
        string? workingDirectory,
        ProfileCatalog catalog,
        IEnumerable<(string Location, PlotterProfile Profile)>? locations = null,
        bool standIns = false)
    {
        var named = locations?.Where(pair => pair.Profile.StandIn == standIns).ToList() ?? [];
        var profiles = catalog.All.Where(profile => profile.StandIn == standIns).ToList();
        for (var index = 0; index < arguments.Count; index++)
        {
            // What says more of itself comes first: `plots create` before a bare executable.
            if (FormsOf(arguments[index], profiles, named)
                .OrderByDescending(pair => pair.Form.Words.Length + pair.Form.Needs.Length)
                .Select(pair => Read(pair.Profile, pair.Form, arguments, index, workingDirectory))
                .FirstOrDefault(run => run is not null) is { } run)
            {
                return run;
            }
            // Only behind an interpreter may the executable stand further on; `tail -f chia_plot` is no plotter.
            if (index == 0 && !IsInterpreter(ProcessForm.ExecutableName(arguments[0])))
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>Every destination that a process of this plotter was given; empty where the plotter takes one.</summary>
    public static ImmutableArray<string> DestinationsOf(PlotterProfile profile, IReadOnlyList<string> arguments, string? workingDirectory)
    {
        foreach (var form in profile.Processes.Where(form => form.SeveralDestinations))
        {
            if (ProcessArguments.Read(form, arguments, 1, out var destinations) is not null)
            {
                return All(destinations, workingDirectory);
            }
        }

        return [];
    }

    // What goes to another machine takes no room here.
    private static ImmutableArray<string> All(IEnumerable<string> destinations, string? workingDirectory) =>
    [
        .. destinations.Where(path => !Paths.IsElsewhere(path)).Select(path => Paths.Resolve(path, workingDirectory)).Distinct(),
    ];

    private static IEnumerable<Candidate> FormsOf(
        string executable, List<PlotterProfile> profiles, List<(string Location, PlotterProfile Profile)> locations)
    {
        foreach (var (_, profile) in locations.Where(pair => SameExecutable(pair.Location, executable)))
        {
            foreach (var form in profile.Processes.Where(form => !form.Wrapper))
            {
                yield return new(profile, form);
            }
        }
        foreach (var profile in profiles)
        {
            foreach (var form in profile.Processes.Where(form => form.IsExecutable(executable)))
            {
                yield return new(profile, form);
            }
        }
    }

    private sealed record Candidate(PlotterProfile Profile, ProcessForm Form);

    // A location may be a bare name that was found on PATH, so a bare name is compared with a name.
    private static bool SameExecutable(string location, string executable) =>
        location == executable
        || (location.AsSpan().IndexOfAny('/', '\\') < 0 && ProcessForm.ExecutableName(location) == ProcessForm.ExecutableName(executable));

    private static RecognisedRun? Read(
        PlotterProfile profile, ProcessForm form, IReadOnlyList<string> arguments, int executable, string? workingDirectory)
    {
        var given = ProcessArguments.Read(form, arguments, executable + 1, out var destinations);
        if (given is null)
        {
            return null;
        }

        var temp = Path(ProcessField.Temp);
        return new RecognisedRun(profile)
        {
            Temp = temp,
            Temp2 = Path(ProcessField.Temp2),
            Destination = Path(ProcessField.Destination),
            Destinations = All(destinations, workingDirectory),
            K = Number(ProcessField.K) ?? (form.KInName ? KOf(ProcessForm.ExecutableName(arguments[executable])) : null) ?? profile.OnlyK,
            // madMax takes -1 and bladebit 0 for no end.
            Plots = Number(ProcessField.Plots) is { } plots ? plots is >= 1 and <= RecognisedRun.MostPlots ? plots : 0 : 1,
            Threads = Number(ProcessField.Threads),
            Buckets = Number(ProcessField.Buckets),
            MemoryBufferMiB = Number(ProcessField.MemoryBuffer),
            Compression = Number(ProcessField.Compression),
            IsWrapper = form.Wrapper,
        };

        string? Path(ProcessField field) => given.TryGetValue(field, out var path) ? Paths.Resolve(path, workingDirectory) : null;

        int? Number(ProcessField field) =>
            given.TryGetValue(field, out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int? KOf(string executableName)
    {
        var at = executableName.LastIndexOf("_k", StringComparison.Ordinal);
        var digits = at < 0 ? "" : string.Concat(executableName.Skip(at + 2).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, out var k) ? k : null;
    }

    private static bool IsInterpreter(string name) => Interpreters.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name));
}

using System.Collections.Immutable;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>
/// Where a farm's files are. The state folder is <c>.plotmanager/</c> beside the config; where that cannot be, the user's state folder,
/// keyed by the config's real path. Several configs in one folder each have their own.
/// </summary>
public sealed record FarmPaths(string ConfigFile, string StateFolder, string DebugLog)
{
    public const string JournalName = "journal.db";

    /// <summary>The variable that names the config where no option does.</summary>
    public const string ConfigVariable = "PLOTMANAGER_CONFIG";

    public string Journal => Path.Combine(StateFolder, JournalName);

    /// <summary>Held by the one manager of this config as long as it lives.</summary>
    public string Lock => Path.Combine(StateFolder, "manager.lock");

    /// <summary>Who the manager is and where it listens.</summary>
    public string Facts => Path.Combine(StateFolder, "manager.json");

    /// <summary>The text of the config that the manager has taken over: the file itself may be broken since.</summary>
    public string ConfigInForce => Path.Combine(StateFolder, "config.in-force.yaml");

    /// <summary>What a manager in the background says before it is up.</summary>
    public string StartLog => Path.Combine(StateFolder, "start.log");

    private const string ConfigName = "config.yaml";

    /// <summary>
    /// The config a command means: the option, else PLOTMANAGER_CONFIG, else ./config.yaml, else the one in the user's home.
    /// </summary>
    public static string ChooseConfig(string? option, CommandEnvironment environment) =>
        Named(option, () => environment.Variable(ConfigVariable)) is { } named ? environment.FullPath(named)
            : Here(environment.WorkingDirectory, environment.Config.Home) ?? environment.FullPath(ConfigName);

    /// <summary>The same for a new config: where none is named, the one in this folder.</summary>
    public static string NewConfig(string? option, CommandEnvironment environment) =>
        environment.FullPath(Named(option, () => environment.Variable(ConfigVariable)) ?? ConfigName);

    /// <summary>As it was written, perhaps relative to the working directory of who was told so; null where none is named.</summary>
    public static string? Named(string? option, Func<string?> variable) => option ?? NotEmpty(variable());

    /// <summary>Whether a command that is told no config has none.</summary>
    public static bool IsMissing(string? option, CommandEnvironment environment) =>
        Named(option, () => environment.Variable(ConfigVariable)) is null && !Path.Exists(ChooseConfig(option, environment));

    /// <summary>The config of a command that is not told one; null where there is no folder to look into.</summary>
    /// <param name="home">Null: it is not known.</param>
    public static string? Here(string? folder, string? home)
    {
        var here = folder is null ? null : Path.Combine(folder, ConfigName);
        var atHome = string.IsNullOrEmpty(home) ? null : OfUser(home);
        return atHome is not null && !(here is not null && Path.Exists(here)) && File.Exists(atHome) ? atHome : here;
    }

    /// <summary>The config of a user's one farm.</summary>
    public static string OfUser(string home) => Path.Combine(home, ".config", "plotmanager", ConfigName);

    /// <summary>The paths of a farm whose state folder may or may not exist yet. Makes nothing.</summary>
    public static FarmPaths Find(string configFile, string? stateOption, CommandEnvironment environment)
    {
        var candidates = Candidates(configFile, stateOption, environment);
        return At(configFile, candidates.FirstOrDefault(HasJournal) ?? candidates[0]);
    }

    /// <summary>
    /// The same, for a manager that is about to start: the folder that has the journal, else the first that can hold a file of ours, made
    /// if missing. Another folder than that of the manager before, or of one that runs, would make it a second farm with the same drives.
    /// </summary>
    /// <exception cref="CommandFault">No folder can, or the one is another user's.</exception>
    public static FarmPaths Prepare(string configFile, string? stateOption, CommandEnvironment environment)
    {
        var refusals = new List<string>();
        var machine = environment.Machine.Value;
        var candidates = Candidates(configFile, stateOption, environment);
        foreach (var folder in candidates.FirstOrDefault(HasJournal) is { } known ? [known] : candidates)
        {
            try
            {
                PrivateFolder.Claim(folder, machine);
                var paths = At(configFile, folder);
                machine.Entries.MakeFile(paths.Lock);
                return paths;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                refusals.Add($"{folder}: {refused.Message}");
            }
        }

        throw new CommandFault(
            $"no folder for the manager's own files can be written ({string.Join("; ", refusals)}); give one with --state DIR");
    }

    /// <summary>What should be done about a state folder that others may read or write; null where it is closed to them.</summary>
    public string? OpenToOthers(IEntries entries) => entries.Find(StateFolder) is { IsOpenToOthers: true } open
        ? $"the manager's own folder {StateFolder} is open to other users (mode {open.ModeText}); close it with chmod 700 {StateFolder}"
        : null;

    /// <summary>
    /// Where the index of the log folder may be: in the state folder once a manager has made it, else in the user's cache.
    /// </summary>
    public ImmutableArray<string> LogIndexes(CommandEnvironment environment) => Indexes("logs", environment);

    /// <summary>The same for what was read of plots.</summary>
    public ImmutableArray<string> PlotIndexes(CommandEnvironment environment) => Indexes("plots", environment);

    private ImmutableArray<string> Indexes(string what, CommandEnvironment environment)
    {
        var cache = NotEmpty(environment.Variable("XDG_CACHE_HOME"))
            ?? (OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(environment.Config.Home, "Library", "Caches")
                : Path.Combine(environment.Config.Home, ".cache"));
        var cached = Path.Combine(cache, "plotmanager", $"{Fingerprint.Of(StateFolder)}.{what}");
        return Directory.Exists(StateFolder) ? [Path.Combine(StateFolder, $"{what}.index"), cached] : [cached];
    }

    private static bool HasJournal(string folder) => File.Exists(Path.Combine(folder, JournalName));

    private static FarmPaths At(string configFile, string folder)
    {
        var home = Path.GetDirectoryName(RealPath(configFile))!;
        return new FarmPaths(configFile, folder, Path.Combine(CanHoldLog(home) ? home : folder, "debug.log"));
    }

    private static bool CanHoldLog(string folder)
    {
        var file = Path.Combine(folder, "debug.log");
        try
        {
            if (FileKind.Waiting(file) is not null)
            {
                return false;
            }

            if (!File.Exists(file))
            {
                return OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & UnixFileMode.UserWrite) != UnixFileMode.None;
            }

            SharedFile.TryToWrite(file);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] Candidates(string configFile, string? stateOption, CommandEnvironment environment)
    {
        if (stateOption is not null)
        {
            return [environment.FullPath(stateOption)];
        }

        var real = RealPath(configFile);
        var name = Path.GetFileName(real);
        var beside = Path.Combine(Path.GetDirectoryName(real)!, ".plotmanager");
        var userState = NotEmpty(environment.Variable("XDG_STATE_HOME"))
            ?? (OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(environment.Config.Home, ".local", "state"));
        return
        [
            name == "config.yaml" ? beside : Path.Combine(beside, name),
            Path.Combine(userState, "plotmanager", Fingerprint.Of(real)),
        ];
    }

    /// <summary>The path with every link on it resolved, so that one config has one name.</summary>
    private static string RealPath(string file)
    {
        var parts = Path.GetFullPath(file).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var real = Path.GetPathRoot(Path.GetFullPath(file))!;
        foreach (var part in parts.SkipWhile((part, index) => index == 0 && OperatingSystem.IsWindows() && part.EndsWith(':')))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? RealPath(target.FullName)
                : next;
        }

        return real;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

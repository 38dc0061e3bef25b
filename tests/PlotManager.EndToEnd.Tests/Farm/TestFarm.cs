using System.Diagnostics;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>
/// A farm in a folder of its own, with stand-in plotters called chia and chia_plot. Whatever it started is gone when it is disposed of.
/// </summary>
public sealed partial class TestFarm : IAsyncDisposable
{
    /// <summary>Settings of a plotter that is soon in phase 2 and stays there.</summary>
    public const string InPhase2 = "seconds: 1\nfail: hang@2.50\n";

    /// <summary>
    /// Settings of plotters that are soon in phase 4 and stay there until <see cref="LetGo"/>: what is seen meanwhile is seen on any
    /// machine.
    /// </summary>
    public const string Held = "seconds: 1\nfail: hang@4.50\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4); // a busy machine of two cores

    private TestFarm(string folder) => Folder = folder;

    public string Folder { get; }

    public string Config => Path.Combine(Folder, "config.yaml");

    /// <param name="standInSettings">What the stand-ins do.</param>
    /// <param name="onDisk">On a file system of a disk, for what one in memory cannot do.</param>
    public static TestFarm Make(string standInSettings = "seconds: 3\n", bool onDisk = false)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("the farm is watched through /proc, which this system does not have");
        }

        var farm = new TestFarm(QuickFolder.Make("plotmanager-e2e-", onDisk));
        foreach (var name in new[] { "chia", "chia_plot" })
        {
            farm.AddPlotter(name, standInSettings);
        }

        return farm;
    }

    /// <summary>Links the program as a plotter in <c>bin/</c> or another folder of the farm, and gives its path.</summary>
    public string AddPlotter(string name, string settings, string bin = "bin")
    {
        var link = Path.Combine(Folders(bin)[0], name + (Wine.IsOn ? ".exe" : ""));
        File.CreateSymbolicLink(link, Wine.IsOn ? Wine.Program : BuiltProgram.File);
        if (Wine.IsOn)
        {
            LinkParts(Path.Combine(Folder, bin));
        }

        File.WriteAllText(link + ".stand-in", settings);
        return link;
    }

    /// <summary>
    /// Writes a program of the shell that plots as chia does, and that no farm but this one counts: to the manager it is a stand-in, for
    /// the shell that runs it is called as this program is.
    /// </summary>
    /// <returns>The words that call it, to be followed by the plotter's own arguments.</returns>
    public string WriteShellPlotter(string folder, string text)
    {
        Folders(folder);
        var (shell, chia, script) =
            (Path.Combine(Folder, folder, "plotmanager"), Path.Combine(Folder, folder, "chia"), Path.Combine(Folder, folder, "plotter.sh"));
        if (!File.Exists(shell))
        {
            File.Copy("/bin/bash", shell);
            File.CreateSymbolicLink(chia, shell);
        }

        WriteScript(script, text);
        return $"{chia} {script}";
    }

    /// <summary>Plotters that hang go on, and those to come do not hang.</summary>
    public void LetGo() => Sets("seconds: 1\n");

    /// <summary>What the stand-ins do from now on.</summary>
    public void Sets(string standInSettings)
    {
        foreach (var name in new[] { "chia", "chia_plot" })
        {
            File.WriteAllText(Path.Combine(Folder, "bin", name + (Wine.IsOn ? ".exe" : "") + ".stand-in"), standInSettings);
        }
    }

    /// <summary>Makes folders of the farm and gives their paths.</summary>
    public string[] Folders(params string[] names) =>
        [.. names.Select(name => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName)];

    /// <summary>Makes a folder that is closed to others, as the manager makes its own: of one that is open it warns.</summary>
    public static string PrivateFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Lets every user of the machine read the farm's own folder; what the program keeps to its user stays so.</summary>
    public void OpenToAll()
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode all =
                UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | all);
        }
    }

    /// <summary>Writes a program of the shell.</summary>
    public void WriteScript(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes the config: a head that suits a test, then the jobs as given.</summary>
    public void Configure(string jobs, int maxConcurrent = 10, int maxForPhase1 = 10, int checkInterval = 60) =>
        WriteConfig($"""
        chia_location: {Folder}/bin/chia
        backend: demo
        manager:
          check_interval: {checkInterval}
          log_level: DEBUG
        log:
          folder_path: {Folder}/logs
        global:
          max_concurrent: {maxConcurrent}
          max_for_phase_1: {maxForPhase1}
        jobs:

        """ + jobs);

    /// <summary>Writes the config as it is, with the farm's paths as the program is to be told them.</summary>
    public void WriteConfig(string text) => File.WriteAllText(Config, Wine.IsOn ? Wine.TextAbout(Folder, WithExtensions(text)) : text);

    /// <summary>One job for <see cref="Configure"/>, of quick stand-in plots, with the folders it names made.</summary>
    public string Job(
        string name, int maxPlots = 1, int maxConcurrent = 1, string temp = "temp", string destination = "plots", string more = "")
    {
        Folders(temp, destination);
        return $"""
              - name: {name}
                max_plots: {maxPlots}
                temporary_directory: {Folder}/{temp}
                destination_directory: {Folder}/{destination}
                size: 18
                bitfield: true
                threads: 2
                buckets: 128
                memory_buffer: 1000
                max_concurrent: {maxConcurrent}
            {string.Join('\n', more.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "    " + line.Trim()))}

            """;
    }

    public Task<Outcome> Run(params string[] arguments) => BuiltProgram.Run(Folder, arguments);

    public async Task Start()
    {
        var outcome = await Run("start");
        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
    }

    /// <summary>Waits until it is so, looking again and again.</summary>
    public async Task Until(Func<Task<bool>> so, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var looked = Stopwatch.GetTimestamp();
            if (await so())
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"{what}: not within {Patience.TotalSeconds} s\n{await Diary()}");
            }

            // As long as the look took: what is looked at by processes is not kept from working by them.
            var pause = Math.Max(Stopwatch.GetElapsedTime(looked).TotalMilliseconds, 100);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), TestContext.Current.CancellationToken);
        }
    }

    public Task Until(Func<bool> so, string what) => Until(() => Task.FromResult(so()), what);

    public async ValueTask DisposeAsync()
    {
        if (ManagerPid() is { } manager)
        {
            Processes.Signal(manager, Processes.SigTerm);
            await UntilTheManagerIsGone();
        }

        foreach (var pid in Plotters())
        {
            Processes.Signal(pid, Processes.SigKill);
        }

        await Until(() => Plotters().Count == 0, "the plotters end");
        await Remove(Folder);
    }

    // A program for Windows looks for its libraries beside itself, by whatever name it was called.
    private static void LinkParts(string folder)
    {
        foreach (var part in Directory.EnumerateFiles(Wine.Folder!).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            var link = Path.Combine(folder, Path.GetFileName(part));
            if (!Path.Exists(link))
            {
                File.CreateSymbolicLink(link, part);
            }
        }
    }

    private string WithExtensions(string text) => string.Join('\n', text.Split('\n').Select(line =>
        line.Contains("chia_location: " + Folder) && File.Exists(line[line.IndexOf(Folder, StringComparison.Ordinal)..] + ".exe")
            ? line + ".exe"
            : line));

    /// <summary>Removes a folder with all in it, though somebody may be writing there.</summary>
    public Task Remove(string folder) => Until(
        () =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return true;
            }
            catch (IOException)
            {
                return !Directory.Exists(folder); // something was made in it meanwhile, or taken away
            }
        },
        $"{folder} is removed");
}

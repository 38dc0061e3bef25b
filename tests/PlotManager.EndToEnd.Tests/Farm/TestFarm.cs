using System.Diagnostics;
using System.Text.Json;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>A farm in a folder of its own, with stand-in plotters called chia and chia_plot. Whatever it started is gone when it is disposed of.</summary>
public sealed class TestFarm : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4); // a busy machine of two cores

    private TestFarm(string folder) => Folder = folder;

    public string Folder { get; }

    public string Config => Path.Combine(Folder, "config.yaml");

    public static TestFarm Make(string standInSettings = "seconds: 3\n")
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("the farm is watched through /proc, which this system does not have");
        }

        var farm = new TestFarm(Directory.CreateTempSubdirectory("plotmanager-e2e-").FullName);
        foreach (var name in new[] { "chia", "chia_plot" })
        {
            farm.AddPlotter(name, standInSettings);
        }

        return farm;
    }

    /// <summary>Links the program as a plotter in <c>bin/</c> or another folder of the farm, and gives its path.</summary>
    public string AddPlotter(string name, string settings, string bin = "bin")
    {
        var link = Path.Combine(Folders(bin)[0], name);
        File.CreateSymbolicLink(link, BuiltProgram.File);
        File.WriteAllText(link + ".stand-in", settings);
        return link;
    }

    /// <summary>Makes folders of the farm and gives their paths.</summary>
    public string[] Folders(params string[] names) => [.. names.Select(name => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName)];

    /// <summary>Lets every user of the machine read the farm's own folder; what the program keeps to its user stays so.</summary>
    public void OpenToAll()
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode all = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
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
    public void Configure(string jobs, int maxConcurrent = 10, int maxForPhase1 = 10, int checkInterval = 60) => File.WriteAllText(Config, $"""
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

    /// <summary>One job for <see cref="Configure"/>, of quick stand-in plots, with the folders it names made.</summary>
    public string Job(string name, int maxPlots = 1, int maxConcurrent = 1, string temp = "temp", string destination = "plots", string more = "")
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

    public async Task<JsonElement> Status()
    {
        var outcome = await Run("status", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return JsonDocument.Parse(outcome.Out).RootElement;
    }

    /// <summary>Pid of the manager, null if none lives. From its file and /proc, which cost a test less than a process of <c>status</c>.</summary>
    public int? ManagerPid()
    {
        var facts = Path.Combine(Folder, ".plotmanager", "manager.json");
        try
        {
            var pid = JsonDocument.Parse(File.ReadAllText(facts)).RootElement.GetProperty("pid").GetInt32();
            return Processes.IsAlive(pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public IReadOnlyList<int> Plotters() => Processes.PlottersBelow(Folder);

    /// <summary>Names of the finished plots below the folders.</summary>
    public IReadOnlyList<string> Plots(params string[] folders) =>
        [.. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.plot")).Select(Path.GetFileName).OfType<string>().Order()];

    /// <summary>Waits until it is so, looking again and again.</summary>
    public async Task Until(Func<Task<bool>> so, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await so())
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"{what}: not within {Patience.TotalSeconds} s\n{await Diary()}");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public Task Until(Func<bool> so, string what) => Until(() => Task.FromResult(so()), what);

    public Task UntilTheManagerIsGone() => Until(() => ManagerPid() is null, "the manager ends");

    public async ValueTask DisposeAsync()
    {
        await Run("stop");
        foreach (var pid in Plotters())
        {
            Processes.Signal(pid, Processes.SigKill);
        }

        await Until(() => Plotters().Count == 0, "the plotters end");
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<string> Diary()
    {
        var log = Path.Combine(Folder, "debug.log");
        return (await Run("status")).Out + (File.Exists(log) ? await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken) : "");
    }
}

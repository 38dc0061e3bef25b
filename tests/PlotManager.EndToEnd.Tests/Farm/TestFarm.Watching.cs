using System.Net.Sockets;
using System.Text.Json;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>What is seen of the farm from outside.</summary>
public sealed partial class TestFarm
{
    public async Task<JsonElement> Status()
    {
        var outcome = await Run("status", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return JsonDocument.Parse(outcome.Out).RootElement;
    }

    /// <summary>
    /// What <c>status --json</c> would print, from the manager's own socket where one answers: for waiting, as a process for every look
    /// keeps a machine of two cores busy.
    /// </summary>
    public async Task<JsonElement> Glance()
    {
        if (Wine.IsOn || Facts() is not { } facts || !Processes.IsAlive(facts.GetProperty("pid").GetInt32()))
        {
            return await Status();
        }

        var socket = new UnixDomainSocketEndPoint(facts.GetProperty("socket").GetString()!);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await client.ConnectAsync(socket, cancel);
                return new NetworkStream(client, ownsSocket: true);
            },
        });
        try
        {
            return JsonDocument.Parse(
                await http.GetStringAsync(new Uri("http://manager/snapshot"), TestContext.Current.CancellationToken)).RootElement;
        }
        catch (HttpRequestException)
        {
            return await Status(); // it has ended meanwhile, or has not looked yet
        }
    }

    /// <summary>
    /// Pid of the manager, null if none lives. From its file and /proc, which cost a test less than a process of <c>status</c>.
    /// </summary>
    public int? ManagerPid()
    {
        if (Facts()?.GetProperty("pid").GetInt32() is not { } pid)
        {
            return null;
        }

        if (Wine.IsOn && ManagerHere() is { } here)
        {
            Wine.Learn(pid, here);
        }

        return Processes.IsAlive(pid) ? pid : null;
    }

    /// <summary>The runs in flight, at a <see cref="Glance"/>.</summary>
    public async Task<IReadOnlyList<(string Job, int Pid, string PlotId, int Phase, string State)>> Runs() =>
    [
        .. (await Glance()).GetProperty("runs").EnumerateArray().Select(Known).Select(run => (
            run.GetProperty("job").GetString() ?? "", run.GetProperty("pid").GetInt32(), run.GetProperty("plot_id").GetString() ?? "",
            run.GetProperty("phase") is { ValueKind: JsonValueKind.Number } phase
                ? phase.GetInt32()
                : 0, run.GetProperty("state").GetString()!)),
    ];

    // Under Wine a plotter is found by the log that it writes.
    private JsonElement Known(JsonElement run)
    {
        if (Wine.IsOn && run.GetProperty("log").GetString() is { } log
            && Processes.PlottersHere(Folder).FirstOrDefault(pid => Processes.HasOpen(pid, Wine.Heard(log))) is > 0 and var here)
        {
            Wine.Learn(run.GetProperty("pid").GetInt32(), here);
        }

        return run;
    }

    // Of the manager as it is begun: one of Wine's own names its program alone.
    private int? ManagerHere() => Processes.All()
        .Where(pid => Processes.CommandLine(pid) is var line && line.StartsWith(Wine.Program, StringComparison.Ordinal)
            && line.Contains(" run ") && line.Contains(Folder))
        .Cast<int?>()
        .FirstOrDefault();

    /// <summary>How many plots the farm counts: those of yesterday too, as midnight may have come since the test began.</summary>
    public async Task<int> Counted()
    {
        var stats = (await Status()).GetProperty("stats");
        return stats.GetProperty("today").GetInt32() + stats.GetProperty("yesterday").GetInt32();
    }

    /// <summary>The plot's files in folders called temp, temp-q, ...</summary>
    public IReadOnlyList<string> TempFiles(string plotId) =>
        [.. Directory.GetDirectories(Folder, "temp*").SelectMany(Directory.GetFiles).Where(file => file.Contains(plotId))];

    public IReadOnlyList<int> Plotters() => Processes.PlottersBelow(Folder);

    /// <summary>Names of the finished plots below the folders.</summary>
    public IReadOnlyList<string> Plots(params string[] folders) =>
        [.. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.plot"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order()];

    public Task<string> DebugLog() => File.ReadAllTextAsync(Path.Combine(Folder, "debug.log"), TestContext.Current.CancellationToken);

    public Task UntilTheManagerIsGone() => Until(() => ManagerPid() is null, "the manager ends");

    // A manager that ends takes its file along at any moment.
    private JsonElement? Facts()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, ".plotmanager", "manager.json"))).RootElement;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null; // a test may have put something else there
        }
    }

    private async Task<string> Diary()
    {
        var log = Path.Combine(Folder, "debug.log");
        return (await Run("status")).Out
            + (File.Exists(log) ? await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken) : "");
    }
}

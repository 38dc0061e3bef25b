using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>What somebody else on the machine sees of a farm: what may be read, and a word of what may not.</summary>
[Trait("Category", "Unix")]
public sealed class AnotherUserTests
{
    [Fact]
    public async Task Another_user_sees_the_plots_and_is_told_what_cannot_be_read()
    {
        await using var farm = TestFarm.Make();
        using var plotter = await ForeignPlotter.Start(farm, logs: "logs");
        farm.Configure(farm.Job("mine"), maxConcurrent: 1);
        await farm.Start();
        farm.OpenToAll();
        var manager = farm.ManagerPid();
        var shortId = plotter.PlotId[..7];

        var page = await BuiltProgram.RunAsNobody(farm.Folder, "status");
        var original = await BuiltProgram.RunAsNobody(farm.Folder, "json");
        var whole = await BuiltProgram.RunAsNobody(farm.Folder, "status", "--json");

        page.ExitCode.ShouldBe(0, page.Error);
        original.ExitCode.ShouldBe(0, original.Error);
        whole.ExitCode.ShouldBe(0, whole.Error);
        var all = JsonDocument.Parse(whole.Out).RootElement;
        page.Out.ShouldContain($"a manager runs as root (pid {manager})");
        page.Out.ShouldContain(".plotmanager cannot be read by this user");
        page.Out.ShouldContain("plots made ?");
        page.Out.Split('\n')
            .ShouldContain(line => line.Contains("mine") && line.Contains(shortId) && line.Contains($"{plotter.Pid}"), page.Out);

        original.Error.ShouldContain("cannot be read by this user");
        var row = JsonDocument.Parse(original.Out).RootElement
            .GetProperty("jobs")
            .EnumerateArray()
            .Single(row => row[4].GetInt32() == plotter.Pid);
        row[1].GetString().ShouldBe("mine");
        row[7].GetInt32().ShouldBe(2);

        all.GetProperty("manager").GetProperty("pid").GetInt32().ShouldBe(manager!.Value);
        all.GetProperty("jobs")[0].GetProperty("running").GetInt32().ShouldBe(1);
        all.GetProperty("jobs")[0].GetProperty("completed").ValueKind.ShouldBe(JsonValueKind.Null);
        all.GetProperty("jobs")[0].GetProperty("rule").GetString().ShouldBe("max concurrent");
        all.GetProperty("stats").GetProperty("today").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Another_user_who_asks_the_manager_is_told_whose_it_is()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("mine"));
        await farm.Start();
        farm.OpenToAll();
        var manager = farm.ManagerPid();

        foreach (var command in new[] { "stop", "pause", "reload", "drain" })
        {
            var refused = await BuiltProgram.RunAsNobody(farm.Folder, command);
            refused.ExitCode.ShouldBe(1, command);
            refused.Error.ShouldContain($"runs as root (pid {manager}), and this user may not ask it", customMessage: command);
        }

        var history = await BuiltProgram.RunAsNobody(farm.Folder, "history");
        history.ExitCode.ShouldBe(1);
        history.Out.ShouldBeEmpty();
        history.Error.ShouldContain("journal.db cannot be read by this user");
        (await BuiltProgram.RunAsNobody(farm.Folder, "start")).ExitCode.ShouldBe(1);

        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        var stopped = await BuiltProgram.RunAsNobody(farm.Folder, "stop");
        stopped.Error.ShouldContain("whether a manager of");
        stopped.Error.ShouldContain("run the command as root");
        var start = await BuiltProgram.RunAsNobody(farm.Folder, "start");
        start.ExitCode.ShouldBe(1);
        start.Error.ShouldContain(".plotmanager belongs to root");
    }

    [Fact]
    public async Task Journal_and_control_socket_are_the_users_alone()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();

        var state = Path.Combine(farm.Folder, ".plotmanager");
        Mode(state).ShouldBe("700");
        foreach (var file in Directory.GetFiles(state, "journal.db*"))
        {
            Mode(file).ShouldBe("600", file);
        }

        var socket = JsonDocument
            .Parse(await File.ReadAllTextAsync(Path.Combine(state, "manager.json"), TestContext.Current.CancellationToken)).RootElement
            .GetProperty("socket")
            .GetString()!;
        Mode(socket).ShouldBe("600");
        Mode(Path.GetDirectoryName(socket)!).ShouldBe("700");
    }

    private static string Mode(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}

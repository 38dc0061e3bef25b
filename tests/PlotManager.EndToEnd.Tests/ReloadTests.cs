using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>A config that changes under a running manager.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_changed_config_is_taken_over_by_itself_while_plots_run()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("first", maxPlots: 1, temp: "t1"), checkInterval: 3600);
        await farm.Start();
        await farm.Until(() => farm.Plotters().Count == 1, "the first job plots");
        var first = farm.Plotters()[0];

        farm.Configure(farm.Job("second", maxPlots: 1, temp: "t2"), checkInterval: 3600);

        await farm.Until(() => farm.Plotters().Count == 2, "the new job starts without anybody asking");
        farm.Plotters().ShouldContain(first, "the plot of the job that vanished goes on");
        var status = await farm.Status();
        status.GetProperty("jobs").EnumerateArray().Select(Name).ShouldBe(["second"]);
        farm.Configure(farm.Job("first", maxPlots: 1, temp: "t1") + farm.Job("second", maxPlots: 1, temp: "t2"));
        var answer = await farm.Run("reload");
        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Out.ShouldStartWith("The config was read again");
        // A busy machine may take it over by itself before the command is there: the answer has nothing to tell then.
        (answer.Out + await farm.DebugLog()).ShouldContain("job first added");
        (await farm.Status()).GetProperty("jobs").EnumerateArray().First(job => Name(job) == "first").GetProperty("kicked_off").GetInt32()
            .ShouldBe(1, "a job that comes back keeps its counts, so max_plots 1 is still reached");
        farm.LetGo();
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_broken_config_is_refused_and_the_old_one_stays()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady", maxPlots: 1));
        await farm.Start();
        var good = await File.ReadAllTextAsync(farm.Config, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(farm.Config, good.Replace("size: 18", "size: eighteen"), TestContext.Current.CancellationToken);
        var reload = await farm.Run("reload");

        reload.ExitCode.ShouldBe(1);
        reload.Error.ShouldContain("the old config stays");
        reload.Error.ShouldContain("jobs[0].size");
        var status = await farm.Status();
        status.GetProperty("jobs").EnumerateArray().Select(Name).ShouldBe(["steady"]);
        status.GetProperty("problems")
            .EnumerateArray()
            .ShouldContain(problem => problem.GetProperty("text").GetString()!.Contains("jobs[0].size"));
        foreach (var command in new[] { "history", "cleanup", "plots" })
        {
            var asked = await farm.Run(command);
            asked.ExitCode.ShouldBe(0, $"{command}: {asked.Error}");
            asked.Error.ShouldContain("this is the farm with the config that its manager has", customMessage: command);
        }

        await File.WriteAllTextAsync(farm.Config, good, TestContext.Current.CancellationToken);
        (await farm.Run("reload")).ExitCode.ShouldBe(0);
        (await farm.Status()).GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_config_saved_half_written_is_refused_once_and_the_farm_plots_on()
    {
        await using var farm = TestFarm.Make("seconds: 2\n");
        farm.Configure(farm.Job("first", maxPlots: 1000, temp: "t1") + farm.Job("second", maxPlots: 1000, temp: "t2"));
        await farm.Start();
        var whole = await File.ReadAllTextAsync(farm.Config, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(
            farm.Config, whole[..whole.IndexOf("memory_buffer", StringComparison.Ordinal)], TestContext.Current.CancellationToken);

        await farm.Until(async () => (await farm.DebugLog()).Contains("the config was changed and has errors"), "the half is refused");
        var made = farm.Plots("plots").Count;
        await farm.Until(() => farm.Plots("plots").Count >= made + 2, "the farm plots on with the old one");
        (await farm.DebugLog()).Split('\n')
            .Count(line => line.Contains("ERROR") && line.Contains("the config was changed and has errors"))
            .ShouldBe(1);
        await File.WriteAllTextAsync(farm.Config, whole, TestContext.Current.CancellationToken);
        await farm.Until(async () => (await farm.Glance()).GetProperty("problems").GetArrayLength() == 0, "the whole one is taken");
    }

    private static string? Name(JsonElement job) => job.GetProperty("name").GetString();
}

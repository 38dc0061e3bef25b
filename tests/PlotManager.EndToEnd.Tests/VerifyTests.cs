using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary><c>verify</c> with a real process of a checker: the stand-in that checks as chia does.</summary>
public sealed class VerifyTests
{
    /// <summary>What the stand-in prints as a plot's private key.</summary>
    private const string PrivateKey = "5ec2e75ec2e7";

    [Fact]
    public async Task PlotsThatWereMade_AreCheckedAndTheVerdictIsKeptWithoutTheirKeys()
    {
        await using var farm = await WithPlots(2);

        var all = await farm.Run("verify", "--all", "--json");
        all.ExitCode.ShouldBe(0, all.Error);
        foreach (var plot in Objects(all.Out))
        {
            plot.GetProperty("verdict").GetString().ShouldBe("good");
            (plot.GetProperty("proofs").GetInt32(), plot.GetProperty("challenges").GetInt32()).ShouldBe((29, 30)); // 97 % of 30
            plot.GetProperty("checker").GetString().ShouldBe("chia");
        }

        var history = await farm.Run("history", "--json");
        Objects(history.Out).Select(plot => plot.GetProperty("check").GetString()).ShouldBe(["good", "good"]);

        farm.Sets("proofs_percent: 10\n");
        var (first, id) = (farm.Plots("plots")[0], IdOf(farm.Plots("plots")[0]));
        var bad = await farm.Run("verify", id[..8], "--challenges", "50");
        (bad.ExitCode, bad.Error).ShouldBe((1, ""));
        bad.Out.ShouldContain($"{first} is bad (5 proofs of 50 challenges): it gives 5 proofs for 50 challenges, and a good plot at least 29");

        var listed = await farm.Run("plots", "--bad", "--json");
        listed.ExitCode.ShouldBe(1);
        var one = Objects(listed.Out).ShouldHaveSingleItem();
        (one.GetProperty("id").GetString(), one.GetProperty("check").GetString()).ShouldBe((id, "bad"));
        (await farm.Status()).GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString())
            .ShouldContain(text => text!.Contains($"{first} has failed its check by chia", StringComparison.Ordinal));

        // Half of them: the one whose check is older.
        var sample = await farm.Run("verify", "--sample", "1", "--json");
        Objects(sample.Out).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(IdOf(farm.Plots("plots")[1]));

        foreach (var text in new[] { all, bad, listed, history, sample }.Select(outcome => outcome.Out + outcome.Error))
        {
            text.ShouldNotContain(PrivateKey);
        }

        FilesWith(farm.Folder, PrivateKey).ShouldBeEmpty();
    }

    [Fact]
    public async Task DriveThatAPlotterWritesTo_IsLeftAloneUnlessNow()
    {
        await using var farm = await WithPlots(1);
        farm.Sets(TestFarm.InPhase2);
        farm.Configure(farm.Job("next"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()) is [{ Phase: 2 }], "the next plot is in phase 2");

        var left = await farm.Run("verify", "--all");
        left.ExitCode.ShouldBe(1);
        left.Out.ShouldContain(" is not checked: plot ");
        left.Out.ShouldContain(" is being written to its drive ");

        farm.Sets(TestFarm.InPhase2 + "proofs_percent: 0\n");
        var now = await farm.Run("verify", "--all", "--now");
        (now.ExitCode, now.Error).ShouldBe((1, ""));
        await farm.Until(
            async () => (await farm.Glance()).GetProperty("problems").EnumerateArray()
                .Any(problem => problem.GetProperty("text").GetString()!.Contains("has failed its check", StringComparison.Ordinal)),
            "the running manager has the verdict");
    }

    [Fact]
    public async Task VerifyThatIsEnded_EndsItsChecker()
    {
        await using var farm = await WithPlots(1);
        farm.Sets("fail: hold_check\n");
        using var verify = BuiltProgram.Begin(farm.Folder, null, ["verify", "--all"]);
        await farm.Until(() => Processes.PlottersBelow(farm.Folder).Count == 1, "the checker runs");

        Processes.Signal(verify.Id, Processes.SigTerm);

        (await BuiltProgram.OutcomeOf(verify, ["verify"])).ExitCode.ShouldBe(1);
        await farm.Until(() => Processes.PlottersBelow(farm.Folder).Count == 0, "the checker is gone");
    }

    [Fact]
    public async Task JobThatWantsProofs_HasItsPlotCheckedAlsoWhenTheManagerIsKilledMeanwhile()
    {
        await using var farm = TestFarm.Make("seconds: 0.1\nproofs_percent: 20\nfail: hold_check\n");
        farm.Configure(farm.Job("a", more: "verify_after_plot: proofs"));
        await farm.Start();
        await farm.Until(async () => Checks(await farm.Glance()) is ["running"], "the plot is checked");

        Processes.Signal(farm.ManagerPid()!.Value, Processes.SigKill);
        await farm.UntilTheManagerIsGone();
        await farm.Start();
        await farm.Until(async () => Checks(await farm.Glance()) is ["running"], "the next manager follows the check");
        farm.Sets("seconds: 0.1\nproofs_percent: 20\n");
        await farm.UntilTheManagerIsGone(); // it has made its plot, and its check is over

        var plot = Objects((await farm.Run("history", "--json")).Out).ShouldHaveSingleItem();
        (plot.GetProperty("outcome").GetString(), plot.GetProperty("check").GetString(), plot.GetProperty("proofs").GetInt32())
            .ShouldBe(("completed", "bad", 6));
        farm.Plots("plots").Count.ShouldBe(1, "a bad plot is told, and never deleted");
        (await farm.Status()).GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString())
            .ShouldContain(text => text!.Contains("has failed its check by chia: it gives 6 proofs", StringComparison.Ordinal));
        FilesWith(farm.Folder, PrivateKey).ShouldBeEmpty();
    }

    private static List<string?> Checks(JsonElement status) =>
        [.. status.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("state").GetString())];

    private static async Task<TestFarm> WithPlots(int plots)
    {
        var farm = TestFarm.Make("seconds: 0.1\n");
        farm.Configure(farm.Job("a", maxPlots: plots));
        await farm.Start();
        await farm.UntilTheManagerIsGone();
        farm.Plots("plots").Count.ShouldBe(plots);
        return farm;
    }

    private static string IdOf(string name) => name[^(64 + ".plot".Length)..^".plot".Length];

    private static List<JsonElement> Objects(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static List<string> FilesWith(string folder, string text) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).LinkTarget is null
                && File.ReadAllText(file).Contains(text, StringComparison.OrdinalIgnoreCase)),
    ];
}

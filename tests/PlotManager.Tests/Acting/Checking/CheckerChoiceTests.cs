using PlotManager.Acting.Checking;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Acting.Checking;

public sealed class CheckerChoiceTests
{
    private readonly ScriptedMachine _machine = new();
    private readonly Config _config = new ScriptedFarm(ScriptedFarm.Job("a")).Config; // its plotter is /bin/chia

    [Fact]
    public void For_NobodyNamesOne_TakesTheFirstThatIsThereAndKnowsTheFormat()
    {
        Has("/bin/chia", "/path/xchplot2");
        Found(_config, PlotFormat.V1).ShouldBe(("chia", "/bin/chia"), "a job's plotter of that name is the checker");
        Found(_config, PlotFormat.GPlot).ShouldBe(("xchplot2", "/path/xchplot2"));
    }

    [Fact]
    public void For_NoneIsThere_NamesThoseThatWereLookedForAndTheKeys()
    {
        var (checker, problem) = Choice(_config).For(PlotFormat.GPlot);
        checker.ShouldBeNull();
        problem.ShouldBe("no checker for plots of the format gplot is on PATH (xchplot2, chia); name one with verify.checker and "
            + "verify.checker_location");
    }

    [Fact]
    public void For_AFormatThatNobodyKnows_SaysSo() =>
        Choice(_config).For(PlotFormat.Unknown).Problem.ShouldBe("no checker is known for plots of the format unknown");

    [Fact]
    public void For_TheConfigsOwn_IsTakenWhereItSays()
    {
        Has("/opt/pos/ProofOfSpace", "/bin/chia");
        var config = _config with { Verify = new VerifySettings(30, "proof-of-space", "/opt/pos/ProofOfSpace", 1) };
        Found(config, PlotFormat.V1).ShouldBe(("proof-of-space", "/opt/pos/ProofOfSpace"));
        Choice(config).For(PlotFormat.V2).Problem.ShouldBe("ProofOfSpace check does not check plots of the format v2");
        Choice(config, "chia").For(PlotFormat.V1).Checker!.Executable.ShouldBe("/bin/chia", "its location is the other one's");
    }

    [Fact]
    public void For_TheConfigsOwnThatIsNotThere_NamesItsKey() =>
        Choice(_config with { Verify = new VerifySettings(30, "proof-of-space", null, 1) }).For(PlotFormat.V1).Problem
            .ShouldBe("ProofOfSpace is not on PATH; give its full path in verify.checker_location");

    [Fact]
    public void For_OneThatTakesHours_IsOnlyTakenByName()
    {
        Has("/path/bladebit");
        Found(_config, PlotFormat.V1).ShouldBe(("bladebit-check", "/path/bladebit"));
        Choice(_config, "bladebit-validate").For(PlotFormat.V1).Checker!.Profile.Name.ShouldBe("bladebit-validate");
    }

    private (string, string) Found(Config config, PlotFormat format)
    {
        var (checker, problem) = Choice(config).For(format);
        problem.ShouldBeNull();
        return (checker!.Profile.Name, checker.Executable);
    }

    private CheckerChoice Choice(Config config, string? named = null) =>
        new(config, new ExecutableSearch(_machine.Files, name => name == "PATH" ? "/path" : null), named);

    private void Has(params string[] programs) => _machine.Files.Executables.UnionWith(programs);
}

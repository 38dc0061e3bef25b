using PlotManager.Commands.Running;
using PlotManager.Display.Live;
using PlotManager.Hosting;
using PlotManager.Tests.Commands;

namespace PlotManager.Tests.Display.Live;

public sealed class RunChoiceTests
{
    private static readonly string IdA = "abcd1234" + new string('0', 56);
    private static readonly string IdB = "abcdffff" + new string('0', 56);

    private static readonly PlotManager.Snapshots.Snapshot Farm = SampleFarms.Of(3) with
    {
        Runs =
        [
            Run("run-short", 300, IdA, elapsed: 60),
            Run("run-long", 200, IdB, elapsed: 7200),
            Run("run-new", 100, null, elapsed: 1),
        ],
    };

    private static PlotManager.Snapshots.RunPart Run(string id, int pid, string? plot, double elapsed) =>
        new() { RunId = id, Plotter = "chia", Pid = pid, PlotId = plot, Elapsed = elapsed, State = "running", Foreign = false };

    [Theory]
    [InlineData("1", "run-long")] // rows by elapsed time, the longest first
    [InlineData("2", "run-short")]
    [InlineData("3", "run-new")]
    [InlineData("300", "run-short")]
    [InlineData("pid:300", "run-short")]
    [InlineData("PID:100", "run-new")]
    [InlineData("row:3", "run-new")]
    [InlineData("run-new", "run-new")]
    [InlineData("ABCD1", "run-short")]
    [InlineData("abcdf", "run-long")]
    public void Find_WhatStatusShows_FindsTheRun(string plot, string runId) =>
        RunChoice.Find(Farm, plot).Run.ShouldNotBeNull().RunId.ShouldBe(runId);

    [Theory]
    [InlineData("abcd", "means 2 running plots")]
    [InlineData("abc", "no running plot is called 'abc'")] // too short for an id
    [InlineData("4", "no running plot is called '4'")]
    [InlineData("0", "no running plot")]
    [InlineData("*", "no running plot")]
    [InlineData("\x1b[31mred", "no running plot is called 'red'")]
    public void Find_NothingOrTooMuch_SaysSo(string plot, string expected)
    {
        var choice = RunChoice.Find(Farm, plot);
        choice.Run.ShouldBeNull();
        choice.Problem.ShouldNotBeNull().ShouldContain(expected);
    }

    // In a container pids are as small as row numbers.
    private static readonly PlotManager.Snapshots.Snapshot Container = Farm with
    {
        Runs = [Run("run-short", 1, IdA, elapsed: 60), Run("run-long", 3, IdB, elapsed: 7200), Run(
            "run-new", 2, "1234" + new string('e', 60), elapsed: 1), Run("run-young", 1234, null, elapsed: 0)],
    };

    [Theory]
    [InlineData("1", "pid:1 row:1")] // pid of run-short, row of run-long
    [InlineData("3", "pid:3 row:3")]
    [InlineData("1234", "pid:1234 1234eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")]
    public void Find_WhatMayBeTwoThings_MeansBoth(string plot, string meanings)
    {
        var choice = RunChoice.Find(Container, plot);
        choice.Run.ShouldBeNull();
        choice.Problem.ShouldBeNull();
        string.Join(' ', choice.Meanings.Select(meaning => meaning.Written)).ShouldBe(meanings);
        foreach (var (written, run) in choice.Meanings)
        {
            RunChoice.Find(Container, written).Run.ShouldBe(run);
        }
    }

    [Theory]
    [InlineData("pid:1", "run-short")]
    [InlineData("row:1", "run-long")]
    [InlineData("pid:3", "run-long")]
    [InlineData("row:3", "run-new")]
    [InlineData("4", "run-young")]
    public void Find_WhatIsMarked_MeansOne(string plot, string runId) =>
        RunChoice.Find(Container, plot).Run.ShouldNotBeNull().RunId.ShouldBe(runId);

    [Theory]
    [InlineData("pid:4")] // a row only
    [InlineData("row:1234")] // a pid only
    [InlineData("pid:")]
    [InlineData("row:01")]
    public void Find_MarkedAsWhatItIsNot_IsNothing(string plot) =>
        RunChoice.Find(Container, plot).Problem.ShouldNotBeNull().ShouldContain("no running plot is called");

    [Fact]
    public void Find_APidThatIsTheSameRunsRow_IsThatRun() =>
        RunChoice.Find(Farm with { Runs = [Run("only", 1, IdA, elapsed: 60)] }, "1").Run.ShouldNotBeNull().RunId.ShouldBe("only");

    [Theory]
    [InlineData(true, "row:1", "run-long", 0)]
    [InlineData(true, "pid:1", "run-short", 0)]
    [InlineData(true, "y", null, 1)]
    [InlineData(true, null, null, 2)] // no terminal
    [InlineData(false, "row:1", null, 2)] // --force
    public void Chosen_WhatMayBeARowOrAPid_IsAsked(bool mayAsk, string? answer, string? runId, int exit)
    {
        using var typed = new TypedCommand();
        using var output = new StringWriter();
        using var answers = new StringReader(answer ?? "");
        var commands = new PlotCommands(typed.Environment(output, output, answer is null ? null : answers));

        var fault = Record.Exception(() => commands.Chosen(Container, "1", mayAsk).RunId.ShouldBe(runId)) as CommandFault;

        (fault?.ExitCode ?? 0).ShouldBe(exit);
        if (exit == 2)
        {
            fault!.Message.ShouldBe(
                "1 may be pid:1, plot abcd123 of no job (pid 1) or row:1, plot abcdfff of no job (pid 3); say pid:1 or row:1");
        }
        else
        {
            output.ToString().ShouldContain("Which? [pid:1 or row:1]");
        }
    }
}

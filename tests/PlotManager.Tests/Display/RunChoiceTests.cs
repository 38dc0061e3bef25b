using PlotManager.Display;

namespace PlotManager.Tests.Display;

public sealed class RunChoiceTests
{
    private static readonly string IdA = "abcd1234" + new string('0', 56);
    private static readonly string IdB = "abcdffff" + new string('0', 56);

    private static readonly PlotManager.Manager.Snapshot Farm = Farms.Of(3) with
    {
        Runs =
        [
            Run("run-short", 300, IdA, elapsed: 60),
            Run("run-long", 200, IdB, elapsed: 7200),
            Run("run-new", 100, null, elapsed: 1),
        ],
    };

    private static PlotManager.Manager.RunPart Run(string id, int pid, string? plot, double elapsed) =>
        new() { RunId = id, Plotter = "chia", Pid = pid, PlotId = plot, Elapsed = elapsed, State = "running", Foreign = false };

    [Theory]
    [InlineData("1", "run-long")] // rows by elapsed time, the longest first
    [InlineData("2", "run-short")]
    [InlineData("3", "run-new")]
    [InlineData("300", "run-short")]
    [InlineData("run-new", "run-new")]
    [InlineData("ABCD1", "run-short")]
    [InlineData("abcdf", "run-long")]
    public void Find_WhatStatusShows_FindsTheRun(string plot, string runId) => RunChoice.Find(Farm, plot).Run.ShouldNotBeNull().RunId.ShouldBe(runId);

    [Theory]
    [InlineData("abcd", "means 2 running plots")]
    [InlineData("abc", "no running plot is called 'abc'")] // too short for an id
    [InlineData("4", "no running plot is called '4'")]
    [InlineData("0", "no running plot")]
    [InlineData("*", "no running plot")]
    [InlineData("\x1b[31mred", "no running plot is called 'red'")]
    public void Find_NothingOrTooMuch_SaysSo(string plot, string expected)
    {
        var (run, problem) = RunChoice.Find(Farm, plot);
        run.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(expected);
    }
}

using System.Text.Json;
using PlotManager.Display.Json;
using PlotManager.Snapshots;
using PlotManager.Tests.Display;

namespace PlotManager.Tests.Snapshots;

public sealed class SnapshotAgeTests
{
    [Fact]
    public void Later_AgesGrowAndCountdownsRunDown()
    {
        var farm = SampleFarms.Of(7);
        var running = farm.Runs[0];

        var later = farm.Later(TimeSpan.FromSeconds(63));

        (later.Now, later.Age, later.Manager.LastLookAt).ShouldBe((farm.Now.AddSeconds(63), 63, farm.Manager.LastLookAt));
        later.Runs[0].Elapsed.ShouldBe(running.Elapsed + 63);
        later.Runs[0].Left.ShouldBe(running.Left - 63);
        later.Runs[0].PhaseSeconds.ShouldBe([8100, 3300, 5463], "the third phase goes on");
        Line(later).ShouldBe("waits for stagger until 14:32 (in 16 min); 4 of 6 running, 1 of 2 in phase 1");
    }

    [Fact]
    public void Later_Twice_IsTheSameAsOnce()
    {
        var farm = SampleFarms.Of(7);

        var twice = farm.Later(TimeSpan.FromSeconds(40)).Later(TimeSpan.FromSeconds(50));

        Line(twice).ShouldBe(Line(farm.Later(TimeSpan.FromSeconds(90))));
        twice.Runs.Select(run => run.Left).ShouldBe(farm.Later(TimeSpan.FromSeconds(90)).Runs.Select(run => run.Left));
    }

    [Fact]
    public void Later_ARunThatIsSuspended_HasAsMuchLeftAsBefore()
    {
        var farm = SampleFarms.Of(7);
        var suspended = farm.Runs.Single(run => run.State == "suspended");

        farm.Later(TimeSpan.FromHours(1)).Runs.Single(run => run.State == "suspended").Left.ShouldBe(suspended.Left);
    }

    [Fact]
    public void Later_WhatShouldBeDone_IsLateAndNotNegative() =>
        SampleFarms.Of(1).Later(TimeSpan.FromHours(2)).Runs[0].Left.ShouldBe(0);

    // As scripts read it.
    private static string? Line(Snapshot snapshot)
    {
        using var json = JsonDocument.Parse(SnapshotJson.Write(snapshot));
        return json.RootElement.GetProperty("jobs")[0].GetProperty("text").GetString();
    }
}

using PlotManager.Display.Json;
using PlotManager.Snapshots;

namespace PlotManager.Tests.Scripted;

/// <summary>Who asks for the farm between two passes sees it as it is then; nothing is decided, started or ended for it.</summary>
public sealed class FreshLookTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b", maxPlots: 0));
    private int _plots;

    public FreshLookTests()
    {
        _farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(++_plots), "/a/temp", "/a-dest/plots").Steps;
        _farm.Starts().Look();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Passes(double seconds) => _farm.Machine.Pass(TimeSpan.FromSeconds(seconds));

    private async Task<Snapshot> AskedAsync()
    {
        var asked = _farm.Loop.SnapshotAsync(Cancel);
        _farm.Loop.LookForAskers();
        return Read(await asked);
    }

    private static Snapshot Read(string? json) => SnapshotJson.Read(System.Text.Encoding.UTF8.GetBytes(json.ShouldNotBeNull()));

    [Fact]
    public async Task Ask_HalfAMinuteAfterThePass_ShowsWhatIsSoNow()
    {
        Passes(32);

        var seen = await AskedAsync();

        seen.Now.ShouldBe(ScriptedMachine.T0.AddSeconds(32));
        (seen.Manager.LastLookAt, seen.Age).ShouldBe((seen.Now, 0));
        seen.Runs[0].Elapsed.ShouldBe(32);
    }

    [Fact]
    public async Task Ask_TheFilesHaveGrown_ShowsThemAsTheyAre()
    {
        Passes(30);
        _farm.Machine.Files.FreeBytes["/a-dest"] = 12345;

        (await AskedAsync()).Drives.ShouldContain(drive => drive.Free == 12345);
    }

    [Fact]
    public async Task Ask_WithinASecondOfTheLastLook_ShowsThatOne()
    {
        var listed = 0;
        _farm.Machine.Files.Listing = () => listed++;
        Passes(0.9);

        await Task.WhenAll(AskedAsync(), AskedAsync(), AskedAsync());
        listed.ShouldBe(0, "the pass was less than a second ago");

        Passes(0.2);
        await Task.WhenAll(AskedAsync(), AskedAsync(), AskedAsync());
        listed.ShouldBe(2, "temp and destination once, for all who asked");
    }

    [Fact]
    public async Task Ask_WhatIsShownWithinTheSecond_HasItsAge()
    {
        Passes(0.5);

        var seen = await AskedAsync();

        (seen.Age, seen.Runs[0].Elapsed).ShouldBe((0.5, 0.5));
        (seen.Now - seen.Manager.LastLookAt).ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task Ask_NothingHasHappened_StartsNothingAndKeepsTheStamp()
    {
        _farm.Config = _farm.Config with { Jobs = [.. _farm.Config.Jobs.Select(job => job with { MaxPlots = 9 })] };
        var (stamp, launches) = (_farm.Loop.SnapshotStamp, _farm.Machine.Launches.Count);
        Passes(30);

        await AskedAsync();

        _farm.Loop.SnapshotStamp.ShouldBe(stamp, "or two views would make each other ask for ever");
        _farm.Machine.Launches.Count.ShouldBe(launches);
    }

    [Fact]
    public async Task Ask_ThePlotHasPassedAPhase_APassFollowsAndAnswers()
    {
        Passes(125); // phase 1 is over after two minutes
        var asked = _farm.Loop.SnapshotAsync(Cancel);

        _farm.Loop.LookForAskers().ShouldBeTrue("a pass follows at once");
        asked.IsCompleted.ShouldBeFalse();
        _farm.Loop.Pass();
        _farm.Loop.LookForAskers().ShouldBeFalse();

        Read(await asked).Runs[0].Phase.ShouldBe(2);
    }

    // That phase 2 has begun is no event where the end of phase 1 was not said; but a slot of phase 1 is free.
    [Fact]
    public void Ask_ThePlotHasGotOnWithoutAnEvent_APassFollows()
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a"));
        farm.Machine.Script = _ => new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp")
            .Says(0.5, "Starting phase 2/4: Backpropagation into tmp files... Sun Nov 22 10:00:30 2026").Steps;
        farm.Starts().Look();
        farm.Machine.Pass(TimeSpan.FromSeconds(40));
        _ = farm.Loop.SnapshotAsync(Cancel);

        farm.Loop.LookForAskers().ShouldBeTrue();
    }

    [Fact]
    public async Task Ask_TheLoopIsKeptWaiting_ShowsTheLastLookWithItsAgeAfterTwoSeconds()
    {
        Passes(10);
        var asked = _farm.Loop.SnapshotAsync(Cancel);
        asked.IsCompleted.ShouldBeFalse();
        Passes(2);

        var seen = Read(await asked);

        (seen.Age, seen.Manager.LastLookAt).ShouldBe((12, ScriptedMachine.T0));
        seen.Runs[0].Elapsed.ShouldBe(12);
    }

    [Fact]
    public async Task Ask_TheClockIsSetMeanwhile_ChangesNoAgeAndNoCountdown()
    {
        Passes(10);
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromDays(300));
        var asked = _farm.Loop.SnapshotAsync(Cancel);
        Passes(2);
        Read(await asked).Runs[0].Elapsed.ShouldBe(12, "nobody has looked yet");

        var next = _farm.Loop.SnapshotAsync(Cancel);
        _farm.Loop.LookForAskers().ShouldBeTrue("the shift is committed, and a pass follows");
        _farm.Loop.Pass();
        _farm.Loop.LookForAskers();
        var seen = Read(await next);
        seen.Runs[0].Elapsed.ShouldBe(12);
        (seen.Now - seen.Manager.StartedAt).ShouldBe(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task Ask_AJobWaits_ItsCountdownIsOfNow()
    {
        var farm = new ScriptedFarm(
            ScriptedFarm.Job("a") with { MaxConcurrent = 2, MaxConcurrentWithStartEarly = 2, Stagger = TimeSpan.FromMinutes(10) });
        farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(9), "/a/temp", "/a-dest/plots", minutes: 60).Steps;
        farm.Starts().Look();
        farm.Snapshot.Jobs[0].Headline.ShouldBe("waits for stagger until 10:10");
        farm.Machine.Pass(TimeSpan.FromSeconds(90));

        var asked = farm.Loop.SnapshotAsync(Cancel);
        farm.Loop.LookForAskers();

        Read(await asked).Jobs[0].Line.ShouldNotBeNull().ShouldStartWith("waits for stagger until 10:10 (in 8 min)");
    }
}

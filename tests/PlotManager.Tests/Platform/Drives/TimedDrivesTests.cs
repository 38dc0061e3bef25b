using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class TimedDrivesTests : IDisposable
{
    private static readonly DirectoryFinding Found = new("/mnt", 1, 2, DirectoryCondition.Usable);

    private readonly ManualResetEventSlim _driveBack = new();
    private readonly List<string> _asked = [];
    private Action _onceAsked = () => { };
    private readonly TimedDrives _drives;

    public TimedDrivesTests()
    {
        var calls = new TimedCalls(TimedCallsTests.Limit, path => path[..path.LastIndexOf('/')]);
        _drives = new TimedDrives(calls, Ask, _ => null, _ => []);
    }

    public void Dispose()
    {
        _driveBack.Set();
        _driveBack.Dispose();
    }

    [Fact]
    public void LookAtAll_DriveHangsHalfWay_WhatItHasAnsweredCountsAndOthersAreNotWaitedFor()
    {
        var found = _drives.LookAtAll(["/a/1", "/a/hangs", "/a/3", "/b/1", "/b/1"]);

        found.Keys.ShouldBe(["/a/1", "/a/hangs", "/a/3", "/b/1"], ignoreOrder: true);
        (found["/a/1"], found["/b/1"]).ShouldBe((Found, Found));
        found["/a/hangs"].ShouldBe(TimedDrives.Unreadable("its drive did not answer within 3 s"));
        found["/a/3"].ShouldBe(found["/a/hangs"]);
        Asked().ShouldBe(["/a/1", "/a/hangs", "/b/1"], ignoreOrder: true);
    }

    [Fact]
    public void LookAtAll_UntilRefreshed_AsksForEachDirectoryOnce()
    {
        _drives.LookAtAll(["/b/1", "/b/2"]);
        _drives.LookAtAll(["/b/2", "/b/3"]);
        _drives.Look("/b/3").ShouldBe(Found);
        Asked().ShouldBe(["/b/1", "/b/2", "/b/3"]);

        _drives.Refresh();
        _drives.Look("/b/3");
        Asked().ShouldBe(["/b/1", "/b/2", "/b/3", "/b/3"]);
    }

    [Fact]
    public void LookAtAll_RefreshedByAnotherMeanwhile_StillTellsOfAll()
    {
        _drives.Look("/b/1");
        _onceAsked = _drives.Refresh;
        _drives.LookAtAll(["/b/1", "/b/2"])
            .ShouldBe(new Dictionary<string, DirectoryFinding> { ["/b/1"] = Found, ["/b/2"] = Found }, ignoreOrder: true);
    }

    [Fact]
    public void Look_NoPathAtAll_TellsWhy() => _drives.Look("/b/\0").Condition.ShouldBe(DirectoryCondition.Unreadable);

    private List<string> Asked()
    {
        lock (_asked)
        {
            return [.. _asked];
        }
    }

    private DirectoryFinding Ask(string directory)
    {
        lock (_asked)
        {
            _asked.Add(directory);
        }

        _onceAsked();
        if (directory == "/a/hangs")
        {
            _driveBack.Wait();
        }

        return Found;
    }
}

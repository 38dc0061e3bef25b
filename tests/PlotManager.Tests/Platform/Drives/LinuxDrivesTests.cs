using System.Runtime.Versioning;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class LinuxDrivesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drives").FullName;
    private readonly LinuxDrives _drives = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // As they are, and one line more.
    private static MountTable Mounts(string more = "") => MountTable.Parse(File.ReadAllText("/proc/self/mountinfo") + more);

    [Fact]
    public void Look_FolderOfOurs_IsUsableWithTheFreeBytesThatDfShows()
    {
        var finding = _drives.Look(_folder);
        finding.Condition.ShouldBe(DirectoryCondition.Usable);
        // The runtime asks for the same numbers in its own way.
        var expected = new DriveInfo(_folder);
        finding.TotalBytes.ShouldBe(expected.TotalSize);
        Math.Abs(finding.FreeBytes - expected.AvailableFreeSpace).ShouldBeLessThan(1L << 30); // others write meanwhile
        finding.Drive.ShouldBe(_drives.Read(_folder)!.MountPoint);
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Look_Link_IsOnTheDriveItLeadsTo()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "/proc");
        _drives.Read(Path.Combine(link, "not", "there"))!.FileSystem.ShouldBe("proc");
        _drives.Look(link).Drive.ShouldBe("/proc");
        _drives.Read(_folder)!.FileSystem.ShouldNotBe("proc");
    }

    [Theory]
    [InlineData("missing", DirectoryCondition.Missing, "there is no such directory")]
    [InlineData("file", DirectoryCondition.NotADirectory, "it is not a directory")]
    [InlineData("file/below", DirectoryCondition.NotADirectory, "a part of its path is not a directory")]
    [InlineData("circle", DirectoryCondition.Unreadable, "Too many levels of symbolic links")]
    public void Look_NotUsable_SaysWhy(string name, DirectoryCondition condition, string detail)
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        File.CreateSymbolicLink(Path.Combine(_folder, "circle"), Path.Combine(_folder, "circle"));
        var finding = _drives.Look(Path.Combine(_folder, name));
        finding.ShouldBe(new DirectoryFinding(null, 0, 0, condition, detail));
    }

    [Fact]
    public void Look_NoPermissionToWrite_IsNotWritableAndNothingIsTried()
    {
        File.SetUnixFileMode(
            _folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        DirectoryFinding? finding = null;
        var thread = new Thread(() =>
        {
            Capabilities.BecomeNobody();
            finding = _drives.Look(_folder);
        });
        thread.Start();
        thread.Join();
        finding!.Condition.ShouldBe(DirectoryCondition.NotWritable);
        finding.Detail.ShouldBe("no permission to write (Permission denied)");
        finding.Drive.ShouldNotBeNull();
        finding.TotalBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Look_KernelsOwnReadOnlyFolder_IsNotWritable() =>
        _drives.Look("/proc/self").Condition.ShouldBe(DirectoryCondition.NotWritable);

    [Fact]
    public void Look_FstabNamesAPointOnThePathThatIsNotMounted_IsNotMounted()
    {
        var point = Path.Combine(_folder, "my disk");
        Directory.CreateDirectory(Path.Combine(point, "plots"));
        var text = $"UUID=1 {point.Replace(" ", "\\040")}/ ext4 nofail 0 2\n";
        var detail = $"/etc/fstab names {point}, which is not mounted";
        var bare = new LinuxDrives(() => Mounts(), () => text);
        bare.Look(Path.Combine(point, "plots")).ShouldBe(new DirectoryFinding(null, 0, 0, DirectoryCondition.NotMounted, detail));
        bare.Look(Path.Combine(point, "plots", "missing")).Condition.ShouldBe(DirectoryCondition.NotMounted);
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, point);
        bare.Look(link).Condition.ShouldBe(DirectoryCondition.NotMounted);
        bare.Look(_folder).Condition.ShouldBe(DirectoryCondition.Usable);

        var mounted = new LinuxDrives(
            () => Mounts(
                $"9999 {Mounts().Containing(_folder)!.Id} 8:77 / {point.Replace(" ", "\\040")} rw - ext4 /dev/sdx rw\n"), () => text);
        var finding = mounted.Look(Path.Combine(point, "plots"));
        finding.Condition.ShouldBe(DirectoryCondition.Usable);
        finding.Drive.ShouldBe(point);
    }

    [Fact]
    public void MountsBeside_FolderBesideDrives_NamesThem()
    {
        var top = Mounts().Containing(_folder)!;
        var farm = new LinuxDrives(() => Mounts($"9998 {top.Id} 8:77 / {_folder}/d1 rw - xfs /dev/sdx rw\n"), () => "");
        Directory.CreateDirectory(Path.Combine(_folder, "d2", "plots"));
        farm.MountsBeside(Path.Combine(_folder, "d2", "plots")).ShouldBe([Path.Combine(_folder, "d1")]);
        farm.MountsBeside(Path.Combine(_folder, "d1", "plots")).ShouldBeEmpty();
    }

    [Fact]
    public void Place_PathsOfOneDrive_HangTogether()
    {
        var farm = new LinuxDrives(
            () => MountTable.Parse("25 1 8:2 / / rw - ext4 /dev/sda2 rw\n30 25 8:17 / /mnt/a rw - nfs4 nas:/a rw\n"), () => "");
        farm.Place("/mnt/a/x/y").ShouldBe("/mnt/a");
        farm.Place("/mnt/a").ShouldBe("/mnt/a");
        farm.Place("/home/me/link").ShouldBe("/home/me/link");
    }

    [Fact]
    public void TimedDrives_SeveralThatAreSlow_AreWaitedForTogether()
    {
        // Each answers only once all four have been asked; one after another none would.
        using var asked = new CountdownEvent(4);
        var timed = new TimedDrives(
            new TimedCalls(TimeSpan.FromSeconds(60), path => path[..2]),
            directory =>
            {
                if (!directory.EndsWith("/second", StringComparison.Ordinal))
                {
                    asked.Signal();
                    asked.Wait();
                }

                return new DirectoryFinding(directory, 1, 2, DirectoryCondition.Usable);
            },
            _ => null, _ => []);
        var found = timed.LookAtAll(["/a", "/b", "/c", "/d", "/a/second", "/a"]);
        found.Keys.Order().ShouldBe(["/a", "/a/second", "/b", "/c", "/d"]);
        found.ShouldAllBe(pair => pair.Value.IsUsable && pair.Value.Drive == pair.Key);
    }

    [Fact]
    public void TimedDrives_OneThatIsSlow_IsUnreadableWithAllItsDirectoriesAndTheOthersAreNot()
    {
        using var back = new ManualResetEventSlim();
        var timed = new TimedDrives(
            new TimedCalls(TimedCallsTests.Limit, path => path[..2]),
            directory =>
            {
                if (directory.StartsWith("/a", StringComparison.Ordinal))
                {
                    back.Wait();
                }

                return new DirectoryFinding(directory, 1, 2, DirectoryCondition.Usable);
            },
            _ => null, _ => []);
        var found = timed.LookAtAll(["/a/1", "/b", "/a/2", "\0"]);
        found["/a/1"].Detail.ShouldBe("its drive did not answer within 3 s");
        found["/a/2"].Condition.ShouldBe(DirectoryCondition.Unreadable);
        found["/b"].IsUsable.ShouldBeTrue();
        found["\0"].Condition.ShouldBe(DirectoryCondition.Unreadable);
        back.Set();
        Eventually.Until(
            () =>
            {
                timed.Refresh();
                return timed.LookAtAll(["/a/1"])["/a/1"].IsUsable;
            },
            "it has answered, after all");
    }

    [Fact]
    public void TimedDrives_BetweenTwoRefreshes_AskOnce()
    {
        int asked = 0;
        var timed = new TimedDrives(
            new TimedCalls(TimeSpan.FromSeconds(5), path => path),
            _ => { asked++; return TimedDrives.Unreadable("x"); },
            _ => { asked++; return null; },
            _ => throw new IOException("torn cable"));
        timed.Look("/a");
        timed.Look("/a");
        timed.DriveOf("/a");
        timed.DriveOf("/a");
        asked.ShouldBe(2);
        timed.Refresh();
        timed.Look("/a");
        asked.ShouldBe(3);
        timed.Look("\0").Condition.ShouldBe(DirectoryCondition.Unreadable);
        timed.DriveOf("\0").ShouldBeNull();
        timed.MountsBeside("/a").ShouldBeEmpty();
    }
}

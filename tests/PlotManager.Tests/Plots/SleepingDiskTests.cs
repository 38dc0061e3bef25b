using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Tests.PlotFiles;
using PlotManager.Platform;
using PlotManager.Plots;

namespace PlotManager.Tests.Plots;

/// <summary>Disks that have spun down: a look at their plots need not wake them.</summary>
public sealed class SleepingDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sleep").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_AFolderWhoseDiskSleeps_TellsWhatWasFoundBefore_AndTouchesNothing()
    {
        var plots = Path.Combine(_folder, "plots");
        PlotFolder.Real(plots, RealHead.All[0]);
        Scan(plots, asleep: false, wake: false).Plots.Count.ShouldBe(1);
        PlotFolder.Real(plots, RealHead.All[3]);

        var sleeping = Scan(plots, asleep: true, wake: false);
        sleeping.Plots.ShouldHaveSingleItem().File.Id.ShouldBe(RealHead.All[0].Id);
        sleeping.Asleep.ShouldBe([plots]);
        sleeping.Troubles.ShouldBeEmpty();
        Scan(plots, asleep: true, wake: false).Plots.Count.ShouldBe(1, "it stays remembered");

        var woken = Scan(plots, asleep: true, wake: true);
        (woken.Plots.Count, woken.Asleep.Count).ShouldBe((2, 0));
    }

    [Fact]
    public void IsAsleepAt_IsTrueOfARotatingDiskThatTheSystemHasSuspended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells by /sys");
        IsAsleep("a", rotational: "1", status: "suspended").ShouldBeTrue();
        IsAsleep("b", rotational: "1", status: "active").ShouldBeFalse();
        IsAsleep("c", rotational: "0", status: "suspended").ShouldBeFalse("an SSD is awake at once");
    }

    private bool IsAsleep(string name, string rotational, string status)
    {
        var disk = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(disk, "queue"));
        Directory.CreateDirectory(Path.Combine(disk, "device", "power"));
        Directory.CreateDirectory(Path.Combine(disk, "part1"));
        File.WriteAllText(Path.Combine(disk, "queue", "rotational"), rotational + "\n");
        File.WriteAllText(Path.Combine(disk, "device", "power", "runtime_status"), status + "\n");
        File.WriteAllText(Path.Combine(disk, "part1", "partition"), "1\n");
        return OperatingSystem.IsLinux() && DiskSleep.IsAsleepAt(Path.Combine(disk, "part1"));
    }

    private PlotInventory Scan(string folder, bool asleep, bool wake)
    {
        var machine = ThisMachine.Open();
        var memory = PlotMemory.Open([Path.Combine(_folder, "plots.index")]);
        var inventory = new PlotScan(
            machine with { Drives = new Sleepy(machine.Drives, asleep) }, BuiltInProfiles.Catalog, memory, deep: false, wake).Of([folder]);
        memory.Save(isWhole: true);
        return inventory;
    }

    private sealed class Sleepy(IDrives inner, bool asleep) : IDrives
    {
        public bool IsAsleep(string directory) => asleep;

        public DirectoryFinding Look(string directory) => inner.Look(directory);

        public DriveReading? DriveOf(string path) => inner.DriveOf(path);

        public IReadOnlyList<string> MountsBeside(string directory) => inner.MountsBeside(directory);

        public void Refresh() => inner.Refresh();
    }
}

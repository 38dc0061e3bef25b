using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public sealed class DirectoryWatchTests
{
    private FarmState _state = FarmState.Empty;

    [Fact]
    public void Look_DriveGoneFromADirectory_IsNotMountedUntilItIsForgotten()
    {
        var drives = new TwoDrives { Drive = "/mnt/hdd1" };
        var watch = new DirectoryWatch(drives);
        var config = Farm();
        Look(watch, config)["/mnt/hdd1/plots"].Condition.ShouldBe(DirectoryCondition.Usable);

        drives.Drive = "/";
        var gone = Look(watch, config)["/mnt/hdd1/plots"];

        gone.Condition.ShouldBe(DirectoryCondition.NotMounted);
        gone.Detail!.ShouldContain("its drive /mnt/hdd1 is not mounted");
        _state = FarmState.Empty;
        Look(watch, config)["/mnt/hdd1/plots"].Condition.ShouldBe(DirectoryCondition.Usable);
    }

    [Fact]
    public void Look_DirectoryMovedToADriveOfItsOwn_IsUsable()
    {
        var drives = new TwoDrives { Drive = "/" };
        var watch = new DirectoryWatch(drives);
        var config = Farm();
        Look(watch, config);

        drives.Drive = "/mnt/hdd1";

        Look(watch, config)["/mnt/hdd1/plots"].Condition.ShouldBe(DirectoryCondition.Usable);
    }

    [Theory]
    [InlineData(true, DirectoryCondition.NotMounted)]
    [InlineData(false, DirectoryCondition.Usable)]
    public void Look_SiblingsAreMountPoints_IsANoOnlyWithRequireMount(bool requireMount, DirectoryCondition expected)
    {
        var drives = new TwoDrives { Drive = "/", Beside = ["/mnt/hdd2", "/mnt/hdd3"] };
        var watch = new DirectoryWatch(drives);
        var config = Farm(requireMount);

        Look(watch, config)["/mnt/hdd1/plots"].Condition.ShouldBe(expected);
    }

    private ImmutableDictionary<string, DirectoryFinding> Look(DirectoryWatch watch, Config config)
    {
        var found = new FoundEvents(_state);
        var findings = watch.Look(config, found);
        _state = found.State;
        return findings;
    }

    private static Config Farm(bool requireMount = false) => new ScriptedFarm(new Job
    {
        Name = "micron",
        Plotter = BuiltInProfiles.Catalog.Find("chia")!,
        Location = "/bin/chia",
        MaxPlots = 1,
        Temp = ["/mnt/hdd1/temp"],
        Destination = ["/mnt/hdd1/plots"],
        K = 32,
        MaxConcurrent = 1,
        MaxConcurrentWithStartEarly = 1,
        RequireMount = requireMount,
    }).Config;

    private sealed class TwoDrives : IDrives
    {
        public string Drive { get; set; } = "/";

        public IReadOnlyList<string> Beside { get; init; } = [];

        public DirectoryFinding Look(string directory) => new(Drive, 1L << 40, 2L << 40, DirectoryCondition.Usable);

        public DriveReading? DriveOf(string path) => new(Drive, Drive, "ext4", 2L << 40, 1L << 40);

        public IReadOnlyList<string> MountsBeside(string directory) => Beside;

        public void Refresh()
        {
            // Nothing is kept.
        }
    }
}

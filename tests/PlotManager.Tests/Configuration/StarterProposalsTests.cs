using PlotManager.Configuration;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Tests.Configuration;

public sealed class StarterProposalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proposals").FullName;
    private readonly List<DriveCandidate> _drives = [];
    private readonly FakeFiles _files = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Temp_OfDrivesWithRoom_IsTheSmallest()
    {
        Drive("system", total: 500, free: 100);
        var fast = Drive("nvme", total: 2000, free: 1800);
        Drive("hdd", total: 14000, free: 9000);

        Search().Temp(239 * FakeDrives.Gib).ShouldBe(fast);
    }

    [Fact]
    public void Temp_NoDriveWithRoom_IsNone()
    {
        Drive("system", total: 500, free: 100);

        Search().Temp(239 * FakeDrives.Gib).ShouldBeNull();
    }

    [Fact]
    public void Destination_IsTheRoomiestThatIsNotTemp()
    {
        var fast = Drive("nvme", total: 20000, free: 19000);
        Drive("hdd1", total: 14000, free: 200);
        var hdd = Drive("hdd2", total: 14000, free: 9000);

        Search().Destination(fast, 102 * FakeDrives.Gib).ShouldBe(hdd);
    }

    [Fact]
    public void Destination_OfOneDriveOnly_IsTempsOwn()
    {
        var only = Drive("all", total: 2000, free: 1800);

        Search().Destination(only, 102 * FakeDrives.Gib).ShouldBe(only);
    }

    [Fact]
    public void Destination_DriveThatIsAway_IsNotProposed()
    {
        _drives.Add(new DriveCandidate(Path.Combine(_folder, "away"), 9000 * FakeDrives.Gib, 9000 * FakeDrives.Gib));

        Search().Destination(null, 102 * FakeDrives.Gib).ShouldBeNull();
    }

    [Fact]
    public void Plotter_OnPath_ComesWithItsProfile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        _files.Executables.Clear();
        _files.Executables.Add("/farm/bin/chia_plot");

        var found = Search().Plotter(only: null).ShouldNotBeNull();

        found.Location.ShouldBe("/farm/bin/chia_plot");
        found.Plotter.Name.ShouldBe("madmax");
    }

    [Fact]
    public void Plotter_InAUsualPlace_IsFound()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        _files.Executables.Clear();
        _files.Executables.Add("/home/me/chia-blockchain/venv/bin/chia");

        Search().Plotter(only: null).ShouldNotBeNull().Location.ShouldBe("/home/me/chia-blockchain/venv/bin/chia");
    }

    [Fact]
    public void Plotter_OnlyAnotherThanAskedFor_IsNone()
    {
        _files.Executables.Clear();
        _files.Executables.Add("/farm/bin/chia_plot");

        Search().Plotter(BuiltInProfiles.Catalog.Find("chia")).ShouldBeNull();
    }

    private StarterProposals Search() => new(_files, name => name == "PATH" ? "/farm/bin" : null, "/home/me", () => _drives);

    private string Drive(string name, long total, long free)
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        _drives.Add(new DriveCandidate(root, total * FakeDrives.Gib, free * FakeDrives.Gib));
        return root;
    }
}

using PlotManager.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Configuration;

/// <summary>
/// A chia plot of k32 peaks at 239 GiB of temp and is 101.4 GiB (108,877,420,953 bytes) large; a place for it takes 1.002 of that.
/// </summary>
public sealed class MachineCheckTests
{
    private const string Text = """
        chia_location: /opt/chia
        log: {folder_path: /logs}
        global: {max_concurrent: 10, max_for_phase_1: 3}
        jobs:
          - name: micron
            max_plots: 100
            temporary_directory: /mnt/nvme0
            destination_directory: /mnt/hdd1
            size: 32
            threads: 4
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 4
            max_for_phase_1: 2
        """;

    private readonly FakeDrives _drives = new FakeDrives().With("/mnt/nvme0", "/mnt/nvme0", 1800)
        .With("/mnt/hdd1", "/mnt/hdd1", 1000, 14000)
        .With("/logs", "/", 50);
    private readonly FakeFiles _files = new();
    private MachineTraits _traits = new([0, 1, 2, 3], LowestNice: 0, IsAdministrator: false, Windows: false);

    [Fact]
    public void Look_AllIsWell_SaysWhatThereIs() =>
        Found(Text).ShouldBe(
            [
                "/opt/chia: ok: chia, says: 2.1.4",
                "/mnt/nvme0: ok: 1.95 TiB, room for 7 plots at peak, job micron may run 4",
                "/mnt/hdd1: ok: 13.67 TiB, 1000.0 GiB free, room for 9 plots, destination of job micron",
            ]);

    [Theory]
    [InlineData("vfat", true), InlineData("msdos", true), InlineData("FAT32", true), InlineData("exfat", false), InlineData("ext4", false)]
    public void Look_ADriveWithFat_IsAnErrorWhereThePlotIsLarger(string type, bool isTooSmall)
    {
        _drives.Types["/mnt/nvme0"] = _drives.Types["/mnt/hdd1"] = type;

        Problems(Text).Count(problem => problem.Contains("holds no file over 4 GiB", StringComparison.Ordinal))
            .ShouldBe(isTooSmall ? 2 : 0);
        Problems(Text.Replace("size: 32", "size: 25", StringComparison.Ordinal)).ShouldNotContain(
            problem => problem.Contains("4 GiB", StringComparison.Ordinal), "0.6 GiB fit");
    }

    [Theory]
    [InlineData(25, true), InlineData(32, false)]
    public void Look_APlotTooSmallToFarm_IsSaid(int k, bool isTooSmall) =>
        Problems(Text.Replace("size: 32", $"size: {k}", StringComparison.Ordinal))
            .Count(problem => problem.StartsWith("job micron: size: warning: k25 is not farmable", StringComparison.Ordinal))
            .ShouldBe(isTooSmall ? 1 : 0);

    [Fact]
    public void Look_NoPlotter_IsAnError() =>
        Problems(Text.Replace("/opt/chia", "/opt/none", StringComparison.Ordinal)).ShouldBe(
            ["/opt/none: error: there is no such file (job micron cannot start)"]);

    [Fact]
    public void Look_NameThatIsNotOnPath_IsAnError() =>
        Problems(Text.Replace("/opt/chia", "chia", StringComparison.Ordinal)).ShouldBe(
            ["chia: error: is not on PATH; give its full path in chia_location (job micron cannot start)"]);

    [Theory]
    [InlineData(
        DirectoryCondition.Missing, "there is no such directory", "there is no such directory; make it, or mount its drive (job micron)")]
    [InlineData(
        DirectoryCondition.NotWritable,
        "its drive is read-only",
        "its drive is read-only; give this user the right to write there (job micron)")]
    [InlineData(
        DirectoryCondition.NotMounted,
        "/etc/fstab names /mnt/hdd1, which is not mounted",
        "/etc/fstab names /mnt/hdd1, which is not mounted; mount the drive (job micron)")]
    [InlineData(
        DirectoryCondition.NotADirectory, "it is not a directory", "it is not a directory; give the path of a directory (job micron)")]
    [InlineData(DirectoryCondition.Unreadable, "no answer within 5 s", "no answer within 5 s; see that its drive answers (job micron)")]
    public void Look_DirectoryNotUsable_IsAnErrorWithARemedy(DirectoryCondition condition, string detail, string expected)
    {
        _drives.Broken("/mnt/hdd1", condition, detail);

        Problems(Text).ShouldBe([$"/mnt/hdd1: error: {expected}"]);
    }

    [Fact]
    public void Look_LogFolderMissing_IsWellForItIsMade()
    {
        _drives.Directories.Remove("/logs");

        Problems(Text).ShouldBeEmpty();
    }

    [Fact]
    public void Look_LogFolderNotWritable_IsAnError()
    {
        _drives.Broken("/logs", DirectoryCondition.NotWritable, "no permission to write");

        Problems(Text).ShouldBe(["/logs: error: no permission to write; give this user the right to write there (log.folder_path)"]);
    }

    [Fact]
    public void Look_FolderAmongMountPoints_IsAWarning()
    {
        _drives.With("/mnt/hdd1", "/", 1000, 14000).Siblings["/mnt/hdd1"] = ["/mnt/hdd2", "/mnt/hdd3"];

        Problems(Text).ShouldBe(
            ["/mnt/hdd1: warning: lies on the drive of /; its siblings /mnt/hdd2 and /mnt/hdd3 are mount points: is it mounted?"]);
    }

    [Fact]
    public void Look_FolderAmongMountPointsWithRequireMount_IsAnError()
    {
        _drives.With("/mnt/hdd1", "/", 1000, 14000).Siblings["/mnt/hdd1"] = ["/mnt/hdd2"];

        Problems(Text + "\n    require_mount: yes").ShouldBe(
            ["/mnt/hdd1: error: lies on the drive of /; its sibling /mnt/hdd2 is a mount point: is it mounted? (job micron has "
                + "require_mount and will not use it)"]);
    }

    [Fact]
    public void Look_TempTooSmallForThePeak_IsAWarning()
    {
        _drives.With("/mnt/nvme0", "/mnt/nvme0", 600, 900);

        // 600 / 239 = 2.5
        Problems(Text).ShouldBe(["/mnt/nvme0: warning: 900.0 GiB, room for 2 plots at peak, job micron may run 4: stagger them, lower "
            + "max_concurrent or set check_temp_space"]);
    }

    [Fact]
    public void Look_Temp2GoesWithTheDestination_TakesItsRoomThereAndNoneOfTemp2()
    {
        _drives.With("/mnt/hdd1", "/mnt/hdd1", 407, 14000).With("/mnt/ssd", "/mnt/ssd", 1, 10);

        // A plot takes 101.6 GiB at its destination, its temp2 102 GiB at most: 407 / 102 = 3.99, where four plots alone would fit.
        var found = Found(Text + "\n    temporary2_directory: /mnt/ssd\n    temporary2_destination_sync: yes");

        found.ShouldContain("/mnt/hdd1: ok: 13.67 TiB, 407.0 GiB free, room for 3 plots, destination of job micron");
        found.ShouldNotContain(line => line.StartsWith("/mnt/ssd", StringComparison.Ordinal), "nothing is written there");
    }

    [Fact]
    public void Look_TempTooSmallButWatched_IsWell()
    {
        _drives.With("/mnt/nvme0", "/mnt/nvme0", 600, 900);

        Problems(Text + "\n    check_temp_space: yes").ShouldBeEmpty();
    }

    [Fact]
    public void Look_TempFilesOfRunningPlots_AreRoomForThem()
    {
        _drives.With("/mnt/nvme0", "/mnt/nvme0", 600, 1000);
        _files.Found.Add(new FileFinding(
            "/mnt/nvme0/plot-k32-2026-11-22-10-45-ab.plot.p1.t1.sort_bucket_001.tmp", 1, 400 * FakeDrives.Gib, default, "1"));
        _files.Found.Add(new FileFinding("/mnt/nvme0/film.mkv", 1, 400 * FakeDrives.Gib, default, "2"));

        // (600 + 400) / 239 = 4.2: enough for four.
        Found(Text)[1].ShouldBe("/mnt/nvme0: ok: 1000.0 GiB, room for 4 plots at peak, job micron may run 4");
    }

    [Fact]
    public void Look_FullDestination_IsAWarning()
    {
        _drives.With("/mnt/hdd1", "/mnt/hdd1", 101, 14000);

        Problems(Text).ShouldBe(["/mnt/hdd1: warning: 13.67 TiB, 101.0 GiB free, room for 0 plots, destination of job micron: full"]);
    }

    [Fact]
    public void Look_CpusThatAreNotThere_IsAnError() =>
        Problems(Text + "\n    enable_cpu_affinity: yes\n    cpu_affinity: [2, 3, 4, 5]").ShouldBe(
            ["job micron: cpu_affinity: error: the machine has no CPU 4, 5 for us; it has 0 to 3"]);

    [Fact]
    public void Look_AffinityWhereThereIsNone_IsAnError()
    {
        _traits = _traits with { Cpus = null };

        Problems(Text + "\n    enable_cpu_affinity: yes\n    cpu_affinity: [0]").ShouldBe(
            ["job micron: cpu_affinity: error: this system binds no process to CPUs; set enable_cpu_affinity to false"]);
    }

    [Fact]
    public void Look_PriorityWithoutTheRight_IsAnError() =>
        Problems(Text + "\n    unix_process_priority: -5").ShouldBe(
            ["job micron: unix_process_priority: error: -5 takes rights that this user has not; 0 is the least allowed (root, "
                + "CAP_SYS_NICE or LimitNICE give more)"]);

    [Fact]
    public void Look_JobsBeyondTheGlobalLimits_AreWarnings() =>
        Problems(Text.Replace(
            "max_concurrent: 10, max_for_phase_1: 3", "max_concurrent: 3, max_for_phase_1: 1", StringComparison.Ordinal)).ShouldBe(
            [
                "global.max_concurrent: warning: lets 3 run at once, the jobs together ask for 4",
                "global.max_for_phase_1: warning: lets 1 be in phase 1 at once, the jobs together ask for 2",
            ]);

    [Fact]
    public void Look_TempFilesWithoutPlotId_NeedADirectoryForEachRun() =>
        Problems(Text.Replace(
            "jobs:",
            "plotters: {clash: {based_on: chia, files: {final: [.plot], temp_files_carry_plot_id: no}}}\nbackend: clash\njobs:",
            StringComparison.Ordinal)).ShouldBe(
            ["job micron: temporary_directory: error: two runs of clash in one directory destroy each other, and up to 4 may run in 1; "
                + "give as many directories as runs, or lower max_concurrent"]);

    [Theory]
    [InlineData(
        "CapEff:\t0000000000000000\nCpus_allowed_list:\t0-3,8\n", "Max nice priority         0                    0", 0, "0,1,2,3,8")]
    [InlineData("CapEff:\t0000000000800000\nCpus_allowed_list:\t5\n", "Max nice priority         0                    0", -20, "5")]
    [InlineData("CapEff:\t0000000000000000\nCpus_allowed_list:\t0-1\n", "Max nice priority         30                   30", -10, "0,1")]
    public void OfLinux_ReadsRightsAndCpus(string status, string limits, int lowestNice, string cpus)
    {
        var linux = MachineTraits.OfLinux(status, limits);

        linux.LowestNice.ShouldBe(lowestNice);
        string.Join(',', linux.Cpus!).ShouldBe(cpus);
    }

    private List<string> Problems(string text) =>
        [.. Look(text).Where(finding => finding.Severity is not null).Select(finding => finding.ToString())];

    // Field case 09: 220 GiB in temp, 110 in temp2, and 101.4 of the plot before that is still copied.
    [Fact]
    public void Look_PlotsThatAreMadeAndNotYetCopied_NeedRoomInTempToo()
    {
        _drives.With("/ram/temp_1", "/ram", 340, 340).With("/ram/temp_2", "/ram", 340, 340);
        const string Farm = """
            chia_location: /opt/chia
            backend: madmax
            log: {folder_path: /logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - {name: mm, max_plots: 45, plots_per_run: 5, temporary_directory: /ram/temp_1, temporary2_directory: /ram/temp_2, destination_directory: /mnt/hdd1,
                 size: 32, threads: 40, buckets: 256, max_concurrent: 1, check_temp_space: true}
            """;

        Problems(Farm).ShouldBe(
        [
            "/ram: warning: 340.0 GiB, room for 0 plots at peak, job mm may run 1: too little, for with plots_per_run 5 the plot "
                + "before lies in temp until it is copied; "
            + "add -w to extra_args, or set plots_per_run to 1",
        ]);
        Problems(Farm.Replace("check_temp_space: true", "extra_args: [-w]", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Look_SoundFileThatIsMissing_IsAnError()
    {
        const string Sound = "\nnotifications: {notify_sound: true, song: /music/done.wav}";
        Problems(Text + Sound).ShouldBe(
            ["notifications.song: error: there is no file /music/done.wav; give the path of a sound file"]);

        _files.Found.Add(new FileFinding("/music/done.wav", 5000, 8192, DateTimeOffset.UnixEpoch, "7"));
        Problems(Text + Sound).ShouldBeEmpty();
    }

    private List<string> Found(string text) => [.. Look(text).Select(finding => finding.ToString())];

    private IReadOnlyList<MachineFinding> Look(string text) =>
        new MachineCheck(_drives, _files, _traits, _ => null, _ => "2.1.4").Look(Configs.Good(text));
}

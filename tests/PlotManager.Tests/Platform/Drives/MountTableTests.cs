using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>Lines as proc_pid_mountinfo(5) describes them: id parent device root point options - type source superoptions.</summary>
public sealed class MountTableTests
{
    private const string Farm =
        """
        25 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
        26 25 0:22 / /proc rw,nosuid - proc proc rw
        27 25 8:1 / /boot rw - ext4 /dev/sda1 rw
        30 25 8:17 / /mnt/a rw,noatime shared:7 master:2 - xfs /dev/sdb1 rw,attr2
        31 25 8:33 / /mnt/ab rw - xfs /dev/sdc1 rw
        32 30 8:49 / /mnt/a/inner rw - ext4 /dev/sdd1 rw
        33 25 8:17 /plots /srv/bound rw - xfs /dev/sdb1 rw
        34 25 8:65 / /mnt/my\040big\011disk\134 rw - ext4 /dev/sde1 rw
        40 25 0:50 /@home /home rw - btrfs /dev/sdf rw,subvol=/@home
        41 25 0:50 /@plots /mnt/btrfs rw - btrfs /dev/sdf rw,subvol=/@plots
        50 25 0:61 / /tank/one rw - zfs tank/one rw,xattr
        51 25 0:62 / /tank/two rw - zfs tank/two rw,xattr
        52 25 0:63 / /tank2 rw - zfs tank2 rw
        60 25 0:70 / /mnt/nas rw - nfs4 nas:/plots rw,vers=4.2
        70 25 8:81 / /mnt/old ro - ext4 /dev/sdg1 rw
        71 25 8:97 / /mnt/broken rw - ext4 /dev/sdh1 ro,errors=remount-ro
        """;

    private static readonly MountTable Mounts = MountTable.Parse(Farm);

    [Fact]
    [SupportedOSPlatform("linux")]
    public void PlaceOf_APathInAContainer_IsTheDriveOfItsDevice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mount namespaces are Linux's");
        var ours = MountTable.Parse("20 1 8:1 / / rw - ext4 /dev/sda1 rw\n21 20 8:17 / /mnt/d1 rw - ext4 /dev/sdb1 rw\n");
        var theirs = MountTable.Parse(
            "40 30 0:99 / / rw - overlay overlay rw\n41 40 8:17 /plots /plots rw - ext4 /dev/sdb1 rw\n42 40 0:77 / /temp rw - tmpfs tmpfs rw\n");

        ProcFiles.PlaceOf("/plots/a", theirs, ours, "/").ShouldBe(new PathPlace(false, "/mnt/d1"));
        ProcFiles.PlaceOf("/temp", theirs, ours, "/").ShouldBe(new PathPlace(false, null), "it fills none of our drives");
        ProcFiles.PlaceOf("/mnt/d1", theirs, ours, "/").ShouldBe(new PathPlace(false, null));
        ProcFiles.PlaceOf("/mnt/d1/a", ours, ours, "/").ShouldBe(PathPlace.Ours, "as a service sees it");
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/mnt", "/")]
    [InlineData("/mnt/a", "/mnt/a")]
    [InlineData("/mnt/a/b/c", "/mnt/a")]
    [InlineData("/mnt/ab", "/mnt/ab")]
    [InlineData("/mnt/ab/x", "/mnt/ab")]
    [InlineData("/mnt/abc", "/")]
    [InlineData("/mnt/a/inner/x", "/mnt/a/inner")]
    [InlineData("/mnt/a/inner2", "/mnt/a")]
    [InlineData("/mnt/my big\tdisk\\/plots", "/mnt/my big\tdisk\\")]
    [InlineData("/home/me", "/home")]
    [InlineData("/srv/bound/x", "/srv/bound")]
    public void Containing_LongestPointByWholeComponents(string path, string point) => Mounts.Containing(path)!.Point.ShouldBe(point);

    [Theory]
    [InlineData("/mnt/a", "/srv/bound")] // bind mount
    [InlineData("/home", "/mnt/btrfs")] // subvolumes
    [InlineData("/tank/one", "/tank/two")] // datasets of one pool
    public void Pool_MountsThatShareTheirBytes_AreOneDrive(string one, string other)
    {
        Mount first = Mounts.Containing(one)!, second = Mounts.Containing(other)!;
        first.Pool.ShouldBe(second.Pool);
        Mounts.NameOf(first).ShouldBe(Mounts.NameOf(second));
    }

    [Theory]
    [InlineData("/mnt/a", "/mnt/a/inner")]
    [InlineData("/mnt/a", "/mnt/ab")]
    [InlineData("/tank/one", "/tank2")]
    [InlineData("/", "/home")]
    public void Pool_DrivesOfTheirOwn_Differ(string one, string other)
    {
        Mounts.Containing(one)!.Pool.ShouldNotBe(Mounts.Containing(other)!.Pool);
        Mounts.NameOf(Mounts.Containing(one)!).ShouldNotBe(Mounts.NameOf(Mounts.Containing(other)!));
    }

    [Fact]
    public void NameOf_BindMount_IsTheMountOfTheWholeFilesystem() => Mounts.NameOf(Mounts.Containing("/srv/bound")!).ShouldBe("/mnt/a");

    [Fact]
    public void NameOf_ContainerWithBoundFilesOnly_IsTheFolderOfThePlots()
    {
        var container = MountTable.Parse(
            """
            600 500 0:100 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w
            601 600 8:17 /docker/x/hosts /etc/hosts rw - xfs /dev/sdb1 rw
            602 600 8:17 /farm/plots /plots rw - xfs /dev/sdb1 rw
            """);
        container.Containing("/plots/k32")!.Point.ShouldBe("/plots");
        container.NameOf(container.Containing("/plots")!).ShouldBe("/plots");
        container.Containing("/tmp")!.FileSystem.ShouldBe("overlay");
    }

    [Fact]
    public void Containing_MountCoveredByALaterOne_IsNotSeen()
    {
        var covered = MountTable.Parse(
            """
            25 1 8:2 / / rw - ext4 /dev/sda2 rw
            30 25 8:17 / /mnt/a rw - xfs /dev/sdb1 rw
            31 25 8:33 / /mnt rw - xfs /dev/sdc1 rw
            32 31 8:49 / /mnt rw - xfs /dev/sdd1 rw
            """);
        covered.Containing("/mnt/a/plots")!.Device.ShouldBe("8:49");
    }

    [Fact]
    public void Containing_NoTopMount_LongestPointStillFound()
    {
        var chroot = MountTable.Parse("30 25 8:17 / /mnt rw - xfs /dev/sdb1 rw\n31 25 8:33 / /mnt/a rw - xfs /dev/sdc1 rw\n");
        chroot.Containing("/mnt/a/x")!.Device.ShouldBe("8:33");
        chroot.Containing("/home").ShouldBeNull();
    }

    [Fact]
    public void Containing_ParentsInACircle_Ends() =>
        MountTable.Parse("1 2 8:1 / / rw - ext4 /dev/a rw\n2 1 8:2 / / rw - ext4 /dev/b rw\n").Containing("/x").ShouldNotBeNull();

    [Theory]
    [InlineData("/mnt/a", false)]
    [InlineData("/mnt/old", true)]
    [InlineData("/mnt/broken", true)]
    public void ReadOnly_ByMountOrByFilesystem(string point, bool expected) => Mounts.Containing(point)!.ReadOnly.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("25 1 8:2 / / rw")]
    [InlineData("x 1 8:2 / / rw - ext4 /dev/sda2 rw")]
    [InlineData("25 1 8:2 / / rw - ext4")]
    public void Parse_LineThatIsNone_IsLeftOut(string line) => MountTable.Parse(line).Mounts.ShouldBeEmpty();

    [Theory]
    [InlineData("/mnt/c", "/mnt/a,/mnt/ab,/mnt/my big\tdisk\\,/mnt/btrfs,/mnt/nas,/mnt/old,/mnt/broken")]
    [InlineData("/mnt/c/plots/deep", "/mnt/a,/mnt/ab,/mnt/my big\tdisk\\,/mnt/btrfs,/mnt/nas,/mnt/old,/mnt/broken")]
    [InlineData("/mnt/a", "")] // is one
    [InlineData("/mnt/a/plots", "/mnt/a/inner")] // drives may be mounted on folders of a drive
    [InlineData("/home/me/plots", "")]
    [InlineData("/plots", "")] // /boot and /home beside it say nothing
    [InlineData("/var/plots", "")]
    [InlineData("/tank/three/x", "/tank/one,/tank/two")]
    public void SiblingMounts_HintAtADriveThatIsNotMounted(string path, string expected) =>
        string.Join(',', Mounts.SiblingMounts(path)).ShouldBe(expected);

    [Fact]
    public void SiblingMounts_SeriesBelowTheTop_Hints()
    {
        var disks = MountTable.Parse(
            """
            25 1 8:2 / / rw - ext4 /dev/sda2 rw
            30 25 8:17 / /disk1 rw - xfs /dev/sdb1 rw
            31 25 8:33 / /disk12 rw - xfs /dev/sdc1 rw
            32 25 8:49 / /home rw - xfs /dev/sdd1 rw
            """);
        disks.SiblingMounts("/disk3/plots").ShouldBe(["/disk1", "/disk12"]);
        disks.SiblingMounts("/data/plots").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(@"a\040b", "a b")]
    [InlineData(@"\134040", @"\040")]
    [InlineData(@"a\04", @"a\04")]
    [InlineData(@"a\999", @"a\999")]
    [InlineData(@"\303\244", "ä")]
    public void Unescape_OctalOnly(string field, string expected) => MountTable.Unescape(field).ShouldBe(expected);

    [Fact]
    public void Fstab_MountPoints_WithoutSwapTopAndComments() =>
        Fstab.MountPoints(
            """
            # /dev/sdz1 /mnt/comment ext4 defaults 0 0
            UUID=1 / ext4 errors=remount-ro 0 1
            UUID=2	/mnt/a/	xfs	noatime 0 2
            UUID=3 none swap sw 0 0
            /swap.img swap swap defaults 0 0
            LABEL=x /mnt/my\040disk ext4 nofail 0 2

            nas:/plots /mnt/nas nfs4
            broken
            """).ShouldBe(["/mnt/a", "/mnt/my disk", "/mnt/nas"]);
}

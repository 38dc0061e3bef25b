using System.Globalization;
using System.Text;

namespace PlotManager.Platform;

/// <summary>One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).</summary>
/// <param name="Device">Major and minor number; all mounts and subvolumes of one filesystem show the same.</param>
/// <param name="Root">The folder of the filesystem that is seen at <paramref name="Point"/>; "/" unless it is a bind mount or a
/// subvolume.</param>
internal sealed record Mount(int Id, int Parent, string Device, string Root, string Point, string FileSystem, string Source, bool ReadOnly)
{
    /// <summary>Names the pool of free bytes. Datasets of one ZFS pool have devices of their own and share its bytes.</summary>
    internal string Pool => FileSystem == "zfs" ? "zfs " + Source.Split('/')[0] : Device;
}

/// <summary>The mounts of this machine and the questions put to them. Paths here are real paths: links are resolved before.</summary>
internal sealed class MountTable(IReadOnlyList<Mount> mounts)
{
    private const string TopFolder = "/";

    internal IReadOnlyList<Mount> Mounts { get; } = mounts;

    /// <summary>Lines that cannot be read are left out.</summary>
    internal static MountTable Parse(string mountInfo)
    {
        var mounts = new List<Mount>();
        foreach (var line in mountInfo.Split('\n'))
        {
            // 36 35 98:0 /root /point options [optional fields] - type source superoptions
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int dash = Array.IndexOf(fields, "-");
            if (dash < 6 || fields.Length < dash + 3
                || !int.TryParse(fields[0], CultureInfo.InvariantCulture, out int id)
                    || !int.TryParse(fields[1], CultureInfo.InvariantCulture, out int parent))
            {
                continue;
            }

            var superOptions = fields.Length > dash + 3 ? fields[dash + 3] : "";
            mounts.Add(new Mount(
                id, parent, fields[2], Unescape(fields[3]), Unescape(fields[4]), fields[dash + 1], Unescape(fields[dash + 2]),
                HasReadOnly(fields[5]) || HasReadOnly(superOptions)));
        }
        return new MountTable(mounts);
    }

    /// <summary>
    /// The mount a path lies on. Walked down as the kernel does, from mount to child mount: that is the longest mount point by whole
    /// components, except that what a later mount covers is not seen.
    /// </summary>
    internal Mount? Containing(string path)
    {
        var known = Mounts.Select(mount => mount.Id).ToHashSet();
        var current = Mounts.FirstOrDefault(mount => mount.Point == TopFolder && !known.Contains(mount.Parent))
            ?? Mounts.FirstOrDefault(mount => mount.Point == TopFolder);
        // Without a top mount (a process in a chroot) the tree cannot be walked.
        if (current == null)
        {
            return Mounts.Where(mount => IsWithin(path, mount.Point)).MaxBy(mount => mount.Point.Length);
        }

        var passed = new HashSet<int>();
        while (passed.Add(current.Id))
        {
            var below = Mounts.Where(mount => mount.Parent == current.Id && mount.Id != current.Id && IsWithin(path, mount.Point))
                .MinBy(mount => mount.Point.Length);
            current = below ?? current;
        }
        return current;
    }

    /// <summary>
    /// One name for all mounts of a pool: the mount point that shows the whole filesystem, else the first of its folders.
    /// </summary>
    internal string NameOf(Mount mount)
    {
        var same = Mounts.Where(other => other.Pool == mount.Pool).ToList();
        return (same.Find(other => other.Root == TopFolder && Containing(other.Point)?.Id == other.Id)
            ?? same.Find(other => other.Root == TopFolder)
            ?? same.Find(other => !IsWithin(other.Point, "/etc"))
            ?? mount).Point;
    }

    /// <summary>Whether a filesystem is mounted exactly at this path.</summary>
    internal bool IsMountPoint(string path) => Mounts.Any(mount => mount.Point == path && mount.FileSystem != "autofs");

    /// <summary>
    /// Mount points beside the path or one of its folders, when the path itself lies on a drive above them: /mnt/d3/plots, where /mnt/d1
    /// and /mnt/d2 are drives and /mnt/d3 is an ordinary folder, looks like a drive that is not mounted. Empty if nothing hints at that.
    /// </summary>
    internal IReadOnlyList<string> SiblingMounts(string path)
    {
        var above = Containing(path)?.Point;
        for (var folder = path; above != null && folder != above && IsWithin(folder, above); folder = ParentOf(folder))
        {
            var parent = ParentOf(folder);
            var siblings = Mounts
                .Where(mount => mount.Point != folder
                    && mount.Point != TopFolder
                    && ParentOf(mount.Point) == parent
                    && HoldsPlots(mount.FileSystem)
                    // Directly below / stand /boot, /home and the like; there only names of one series hint (/disk1, /disk2).
                    && (parent != TopFolder || Stem(mount.Point) == Stem(folder)))
                .Select(mount => mount.Point).Distinct().ToList();
            if (siblings.Count > 0)
            {
                return siblings;
            }
        }
        return [];
    }

    /// <summary>Whether a path is a folder or lies within it, by whole components: /mnt/ab is not within /mnt/a.</summary>
    internal static bool IsWithin(string path, string folder) =>
        path == folder || folder == TopFolder
        || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Blanks, tabs, line ends and backslashes stand as \040 and the like, here and in fstab.</summary>
    internal static string Unescape(string field)
    {
        if (!field.Contains('\\'))
        {
            return field;
        }

        var bytes = Encoding.UTF8.GetBytes(field);
        var plain = new List<byte>(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\\' && i + 3 < bytes.Length && bytes[i + 1] is >= (byte)'0' and <= (byte)'3'
                && bytes[i + 2] is >= (byte)'0' and <= (byte)'7' && bytes[i + 3] is >= (byte)'0' and <= (byte)'7')
            {
                plain.Add((byte)((bytes[i + 1] - '0') * 64 + (bytes[i + 2] - '0') * 8 + bytes[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain.Add(bytes[i]);
            }
        }
        return Encoding.UTF8.GetString([.. plain]);
    }

    private static string ParentOf(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : TopFolder;

    private static string Stem(string path) => path.TrimEnd("0123456789".ToCharArray());

    private static bool HasReadOnly(string options) => options.Split(',').Contains("ro");

    private static bool HoldsPlots(string fileSystem) =>
        fileSystem is not ("proc" or "sysfs" or "tmpfs" or "devtmpfs" or "devpts" or "squashfs" or "overlay" or "nsfs"
        or "autofs"
            or "cgroup"
            or "cgroup2"
            or "mqueue"
            or "hugetlbfs"
            or "debugfs"
            or "tracefs"
            or "fusectl"
            or "configfs"
            or "securityfs"
            or "bpf"
            or "pstore"
        or "efivarfs" or "binfmt_misc" or "rpc_pipefs" or "ramfs" or "iso9660" or "fuse.gvfsd-fuse" or "fuse.portal");
}

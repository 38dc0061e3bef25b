using System.Collections.Concurrent;
using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <summary>The drives of any system: each directory and path is asked once between two refreshes, and with a limit.</summary>
/// <param name="look">Looks at a directory by its full path; may take for ever, never throws.</param>
/// <param name="read">Reads the drive of a full path, existing or not; null if unreadable.</param>
/// <param name="beside">Mount points beside a full path.</param>
/// <param name="isAsleep">Whether the disk of a full path has spun down; null: the system does not tell.</param>
internal sealed class TimedDrives(
    TimedCalls calls, Func<string, DirectoryFinding> look, Func<string, DriveReading?> read, Func<string, IReadOnlyList<string>> beside,
    Func<string, bool>? isAsleep = null)
        : IDrives
{
    private readonly ConcurrentDictionary<string, DirectoryFinding> _findings = new();
    private readonly ConcurrentDictionary<string, DriveReading?> _readings = new();

    public DirectoryFinding Look(string directory) => LookAtAll([directory])[directory];

    public IReadOnlyDictionary<string, DirectoryFinding> LookAtAll(IEnumerable<string> directories)
    {
        var found = new Dictionary<string, DirectoryFinding>();
        var unknown = new List<string>();
        foreach (var directory in directories.Distinct())
        {
            if (_findings.TryGetValue(directory, out var known))
            {
                found[directory] = known;
            }
            else
            {
                unknown.Add(directory);
            }
        }

        IReadOnlyDictionary<string, DirectoryFinding>? answers = null;
        var otherwise = calls.Silence;
        try
        {
            answers = calls.AskAll(unknown, directory => directory, LookNow);
        }
        catch (IOException noThread)
        {
            otherwise = noThread.Message;
        }

        foreach (var directory in unknown)
        {
            found[directory] = _findings[directory] = answers?.GetValueOrDefault(directory) ?? Unreadable(otherwise);
        }

        return found;
    }

    public DriveReading? DriveOf(string path) => _readings.GetOrAdd(path, ReadAnew);

    public IReadOnlyList<string> MountsBeside(string directory)
    {
        try
        {
            return calls.TryCall(directory, () => beside(Path.GetFullPath(directory)), out var mounts) ? mounts! : [];
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public bool IsAsleep(string directory)
    {
        try
        {
            return isAsleep is not null && calls.TryCall(directory, () => isAsleep(Path.GetFullPath(directory)), out var asleep) && asleep;
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Refresh()
    {
        _findings.Clear();
        _readings.Clear();
    }

    private DirectoryFinding LookNow(string directory)
    {
        try
        {
            return look(Path.GetFullPath(directory));
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Unreadable(bad.Message); // no path at all, for instance with a NUL in it
        }
    }

    private DriveReading? ReadAnew(string path)
    {
        try
        {
            return calls.TryCall(path, () => read(Path.GetFullPath(path)), out var reading) ? reading : null;
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static DirectoryFinding Unreadable(string detail) => new(null, 0, 0, DirectoryCondition.Unreadable, detail);

    /// <summary>A directory that is not usable although its drive can be read.</summary>
    internal static DirectoryFinding NotUsable(DirectoryCondition condition, string detail, DriveReading? drive = null) =>
        new(drive?.MountPoint, drive?.FreeBytes ?? 0, drive?.TotalBytes ?? 0, condition, detail);

    internal static DirectoryFinding NotWritable(DriveReading drive, bool readOnly, string why) =>
        readOnly
            ? NotUsable(DirectoryCondition.ReadOnly, "its drive is read-only", drive)
            : NotUsable(DirectoryCondition.NotWritable, $"no permission to write ({why})", drive);

    internal static DirectoryFinding Usable(DriveReading drive) =>
        new(drive.MountPoint, drive.FreeBytes, drive.TotalBytes, DirectoryCondition.Usable);
}

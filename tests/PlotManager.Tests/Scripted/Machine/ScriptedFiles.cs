using System.Collections.Concurrent;
using System.Text;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>Files and drives in memory. The first part of a path is its drive: <c>/t1/plots</c> lies on <c>/t1</c>.</summary>
internal sealed class ScriptedFiles(ScriptedClock time) : IFiles, IDrives
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    // Deletions go on beside the loop.
    private readonly ConcurrentDictionary<string, Entry> _files = new(StringComparer.Ordinal);
    private int _lastInode;

    public HashSet<string> Folders { get; } = ["/bin"];

    /// <summary>Paths, and all below them, that cannot be read.</summary>
    public HashSet<string> Unreadable { get; } = [];

    public Dictionary<string, long> FreeBytes { get; } = [];

    /// <summary>Drives that take longer to answer than anybody waits.</summary>
    public HashSet<string> Slow { get; } = [];

    /// <summary>Files that some process has open.</summary>
    public HashSet<string> Open { get; } = [];

    /// <summary>What stands behind a drive's name, where it is another device than at first.</summary>
    public Dictionary<string, string> Devices { get; } = [];

    public HashSet<string> ReadOnly { get; } = [];

    /// <summary>
    /// Drives that are not mounted any more; the empty folders of their mount points are still there, on the drive beneath.
    /// </summary>
    public HashSet<string> Unmounted { get; } = [];

    public HashSet<string> Executables { get; } = [];

    /// <summary>Done whenever a folder is listed: it may take its time.</summary>
    public Action Listing { get; set; } = () => { };

    public void Append(string path, string text) => Append(path, Encoding.UTF8.GetBytes(text));

    public void Append(string path, byte[] bytes)
    {
        var entry = Make(path);
        entry.Content = [.. entry.Content, .. bytes];
        (entry.Length, entry.Changed) = (entry.Content.Length, time.GetUtcNow());
    }

    /// <summary>A file of this many bytes which nobody reads.</summary>
    public void Grow(string path, long length)
    {
        var entry = Make(path);
        (entry.Length, entry.Changed) = (length, time.GetUtcNow());
    }

    public void Replace(string path, string text)
    {
        _files.TryRemove(path, out _);
        Append(path, text);
    }

    public void Truncate(string path) => (_files[path].Content, _files[path].Length) = ([], 0);

    public void Rename(string from, string to)
    {
        _files.TryRemove(from, out var entry);
        _files[to] = entry ?? throw new FileNotFoundException(from);
    }

    public bool Has(string path) => _files.ContainsKey(path);

    public IEnumerable<string> Below(string folder) => _files.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    public void RemoveFolder(string folder)
    {
        Folders.Remove(folder);
        Below(folder).ToList().ForEach(path => _files.TryRemove(path, out _));
    }

    FileFinding? IFiles.Look(string path)
    {
        Guard(path);
        return _files.TryGetValue(path, out var entry) ? Finding(path, entry) : null;
    }

    public IReadOnlyList<FileFinding> List(string folder)
    {
        Guard(folder);
        Listing();
        return Folders.Contains(folder)
            ? [.. _files.Where(pair => Path.GetDirectoryName(pair.Key) == folder).OrderBy(pair => pair.Value.Inode)
                .Select(pair => Finding(pair.Key, pair.Value))]
            : throw new DirectoryNotFoundException($"there is no folder {folder}");
    }

    public byte[] Read(string path, long offset, int count)
    {
        Guard(path);
        var content = _files.TryGetValue(path, out var entry) ? entry.Content : throw new FileNotFoundException($"there is no file {path}");
        return [.. content.Skip((int)offset).Take(count)];
    }

    public void MakeFolder(string path)
    {
        Guard(path);
        Folders.Add(path);
    }

    public void Delete(string path) => _files.TryRemove(path, out _);

    public bool? IsOpen(string path) => Open.Contains(path);

    public string? ExecutionProblem(string path) => Executables.Contains(path) ? null : "there is no such file";

    DirectoryFinding IDrives.Look(string directory) =>
        Slow.Contains(Drive(directory)) ? Silence()
        : ReadOnly.Contains(Drive(directory))
            ? new(Drive(directory), 0, 200_000L << 30, DirectoryCondition.NotWritable, "it cannot be written to (Read-only file system)")
        : IsUnreadable(directory) ? new(null, 0, 0, DirectoryCondition.Unreadable, "it does not answer")
        : !Folders.Contains(directory) ? new(null, 0, 0, DirectoryCondition.Missing, "there is no such directory")
        : new(Drive(directory), FreeBytes.GetValueOrDefault(Drive(directory), 100_000L << 30), 200_000L << 30, DirectoryCondition.Usable);

    public DriveReading? DriveOf(string path) =>
        IsUnreadable(path)
            ? null
            : new(
                Drive(path), Devices.GetValueOrDefault(Drive(path), Drive(path)), "ext4", 200_000L << 30,
                FreeBytes.GetValueOrDefault(Drive(path), 100_000L << 30));

    public IReadOnlyList<string> MountsBeside(string directory) => [];

    public void Refresh()
    {
    }

    private string Drive(string path) => "/" + path.Split('/')[1] is var drive && Unmounted.Contains(drive) ? "/" : drive;

    private DirectoryFinding Silence()
    {
        time.PassTo(time.Elapsed + AnswerLimit);
        return new(null, 0, 0, DirectoryCondition.Unreadable, "its drive did not answer within 5 s");
    }

    private static FileFinding Finding(string path, Entry entry) => new(path, entry.Length, entry.Length, entry.Changed, $"{entry.Inode}");

    private bool IsUnreadable(string path) =>
        Unreadable.Any(broken => path == broken || path.StartsWith(broken + "/", StringComparison.Ordinal));

    private void Guard(string path)
    {
        if (IsUnreadable(path))
        {
            throw new IOException("Input/output error");
        }
    }

    private Entry Make(string path)
    {
        if (!_files.TryGetValue(path, out var entry))
        {
            _files[path] = entry = new Entry { Inode = ++_lastInode };
        }

        return entry;
    }

    private sealed class Entry
    {
        public required int Inode { get; init; }
        public byte[] Content { get; set; } = [];
        public long Length { get; set; }
        public DateTimeOffset Changed { get; set; }
    }
}

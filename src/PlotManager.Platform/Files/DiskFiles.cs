using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>Files through the runtime, except for allocated bytes and identity, which each system tells in its own way.</summary>
/// <param name="status">Reads one file, following a link or not; null if there is none. Throws as <see cref="IFiles"/> says for other
/// reasons.</param>
/// <param name="executionProblem">Why the system would not run this file, null if it would.</param>
/// <param name="isOpen">Whether any process has the file open, null where the system does not tell.</param>
/// <param name="steps">Of the work whose calls these are, on its thread; null: each call is watched for itself.</param>
internal sealed class DiskFiles(
    TimedCalls calls, Func<string, bool, FileStatus?> status, Func<string, string?> executionProblem, Func<string, bool?> isOpen,
    TimedCalls.Steps? steps =
        null)
        : IFiles
{
    public FileFinding? Look(string path) => Timed(path, () => Find(path, followLinks: true));

    public IReadOnlyDictionary<string, FileFinding?> LookAll(IEnumerable<string> paths)
    {
        var found = new Dictionary<string, FileFinding?>();
        try
        {
            foreach (var (path, seen) in calls.AskAll(paths.Distinct(), FolderOf, FindIfReadable))
            {
                if (seen is not null)
                {
                    found[path] = seen.File;
                }
            }
        }
        catch (IOException)
        {
            // no thread can be had: whoever needs one of them looks at it alone, and is told so
        }

        return found;
    }

    public IReadOnlyList<string> Names(string folder) =>
        Timed(Within(folder), () => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).ToList());

    // Each file is a step: the limit is for a drive that does not answer, not for ten thousand files on one that has to seek.
    public IReadOnlyList<FileFinding> List(string folder) => Work(Within(folder), steps =>
    {
        var found = new List<FileFinding>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            steps.Next();
            if (Find(path, followLinks: false) is { } file)
            {
                found.Add(file);
            }
        }

        return found;
    });

    public void Together(string folder, Action<IFiles> work) => Work(Within(folder), steps =>
    {
        work(new DiskFiles(calls, status, executionProblem, isOpen, steps));
        return true;
    });

    public byte[] Read(string path, long offset, int count) => Timed(path, () =>
    {
        using var file = OpenToRead(path);
        var bytes = new byte[(int)Math.Clamp(RandomAccess.GetLength(file) - offset, 0, count)];
        int length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), offset + length) is > 0 and var got)
        {
            length += got;
        }

        return length == bytes.Length ? bytes : bytes[..length];
    });

    public int Read(string path, long offset, Memory<byte> buffer) => Timed(path, () =>
    {
        using var file = OpenToRead(path);
        int length = 0;
        while (length < buffer.Length && RandomAccess.Read(file, buffer.Span[length..], offset + length) is > 0 and var got)
        {
            length += got;
        }

        return length;
    });

    public void MakeFolder(string path) => Timed(path, () => Directory.CreateDirectory(path));

    public bool? IsOpen(string path) => Timed(path, () => isOpen(path));

    // Without a limit: freeing the blocks of a hundred gigabytes may take long, and "not deleted" must not be said of what is deleted a
    // moment later.
    public void Delete(string path) => SharedFile.Delete(path);

    public string? ExecutionProblem(string path) => Timed(path, () =>
        Directory.Exists(path) ? "it is a directory, not a program" : File.Exists(path) ? executionProblem(path) : "there is no such file");

    private Seen? FindIfReadable(string path)
    {
        try
        {
            return new Seen(Find(path, followLinks: true));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private FileFinding? Find(string path, bool followLinks) =>
        status(path, followLinks) is { IsRegular: true } found
            ? new FileFinding(path, found.Length, found.Allocated, found.Changed, found.Identity) { Born = found.Born }
            : null;

    private SafeFileHandle OpenToRead(string path) =>
        status(path, true) is { IsRegular: false } other
            ? throw new IOException(
                $"{path} is {(other.IsDirectory ? EntryKind.Folder : other.Entry.Kind).InWords()}, not a file that can be read")
            : SharedFile.OpenToRead(path);

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? path;

    private static string Within(string folder) => Path.Combine(folder, ".");

    private T Timed<T>(string path, Func<T> call) => Work(path, steps =>
    {
        steps.Next();
        return call();
    });

    private T Work<T>(string path, Func<TimedCalls.Steps, T> work) =>
        steps is not null ? work(steps)
        : calls.TryWork(FolderOf(path), work, out var answer) ? answer! : throw new IOException($"{path}: {calls.Silence}");

    /// <param name="File">Null: there is none.</param>
    private sealed record Seen(FileFinding? File);
}

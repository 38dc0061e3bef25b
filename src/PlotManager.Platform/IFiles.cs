namespace PlotManager.Platform;

/// <param name="Allocated">Bytes the file takes on its drive.</param>
/// <param name="Identity">Changes when another file takes the name (device and inode).</param>
public readonly record struct FileFinding(string Path, long Length, long Allocated, DateTimeOffset Changed, string Identity)
{
    /// <summary>When it was made; null where the filesystem does not keep that.</summary>
    public DateTimeOffset? Born { get; init; }
}

/// <summary>
/// The few things the manager does with files. Each answers with a value; what cannot be done throws
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IFiles
{
    /// <summary>Null if there is no such regular file. A link to one is followed.</summary>
    FileFinding? Look(string path);

    /// <summary>The same of many files at once; those that cannot be looked at are left out.</summary>
    IReadOnlyDictionary<string, FileFinding?> LookAll(IEnumerable<string> paths)
    {
        var found = new Dictionary<string, FileFinding?>();
        foreach (var path in paths)
        {
            try
            {
                found[path] = Look(path);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // whoever needs it asks for it alone, and is told why
            }
        }

        return found;
    }

    /// <summary>Regular files directly in the folder; links are not followed.</summary>
    IReadOnlyList<FileFinding> List(string folder);

    /// <summary>Names of the files directly in the folder, of whatever kind.</summary>
    IReadOnlyList<string> Names(string folder) => [.. List(folder).Select(file => Path.GetFileName(file.Path))];

    /// <summary>
    /// Does work that makes many calls about one folder, through the files it is given: they are watched like any other, without a
    /// change of thread for each. When the folder's drive no longer answers, this throws while the work is still under way: what the
    /// work writes to must not be used again.
    /// </summary>
    void Together(string folder, Action<IFiles> work) => work(this);

    /// <summary>Up to <paramref name="count"/> bytes from <paramref name="offset"/>; fewer at the end of the file.</summary>
    byte[] Read(string path, long offset, int count);

    /// <summary>
    /// The same into a buffer of the caller's; returns how many bytes. A read that failed may still write into it: use another then.
    /// </summary>
    int Read(string path, long offset, Memory<byte> buffer)
    {
        var bytes = Read(path, offset, buffer.Length);
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    /// <summary>Makes the folder and its parents if missing.</summary>
    void MakeFolder(string path);

    /// <summary>
    /// Whether any process of this machine has the file open, this one too; a link is not followed. Null where that cannot be told: it says
    /// neither yes nor no.
    /// </summary>
    bool? IsOpen(string path) => null;

    /// <summary>Removes a file (of a link: the link); one that is gone already is none the worse.</summary>
    void Delete(string path);

    /// <summary>Why this file cannot be run as a program, in a few words; null if it can.</summary>
    string? ExecutionProblem(string path);
}

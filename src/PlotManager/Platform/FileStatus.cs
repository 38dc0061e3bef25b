namespace PlotManager.Platform;

/// <summary>What stat tells of a file and the runtime does not: allocated bytes, device and inode.</summary>
internal readonly record struct FileStatus(bool IsRegular, bool IsDirectory, long Length, long Allocated, DateTimeOffset Changed, string Identity)
{
    /// <summary>When it was made; null where the filesystem does not keep that.</summary>
    internal DateTimeOffset? Born { get; init; }
}

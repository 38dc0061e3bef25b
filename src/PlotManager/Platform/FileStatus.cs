namespace PlotManager.Platform;

/// <summary>What stat tells of a file and the runtime does not: allocated bytes, device and inode.</summary>
internal readonly record struct FileStatus(bool IsRegular, bool IsDirectory, long Length, long Allocated, DateTimeOffset Changed, string Identity);

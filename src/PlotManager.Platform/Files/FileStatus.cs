namespace PlotManager.Platform;

/// <summary>What stat tells of a file and the runtime does not: allocated bytes, device and inode, owner.</summary>
/// <param name="Mode">st_mode: kind and permission bits; 0 on Windows, which has none.</param>
internal readonly record struct FileStatus(
    bool IsRegular, bool IsDirectory, long Length, long Allocated, DateTimeOffset Changed, string Identity, int Mode =
        0, uint Owner = 0, long Links = 1)
{
    internal const int KindMask = 0xF000, Regular = 0x8000, Folder = 0x4000;
    private const int Link = 0xA000, Socket = 0xC000, Fifo = 0x1000, CharacterDevice = 0x2000, BlockDevice = 0x6000, Permissions = 0x1FF;

    internal Entry Entry => new(
        (Mode & KindMask) switch
        {
            Regular => EntryKind.File,
            Folder => EntryKind.Folder,
            Link => EntryKind.Link,
            Socket => EntryKind.Socket,
            Fifo => EntryKind.Fifo,
            CharacterDevice or BlockDevice => EntryKind.Device,
            _ => EntryKind.Other,
        },
        Identity, Owner, Mode & Permissions, Links);

    /// <summary>When it was made; null where the filesystem does not keep that.</summary>
    internal DateTimeOffset? Born { get; init; }
}

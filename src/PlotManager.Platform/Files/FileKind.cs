namespace PlotManager.Platform;

/// <summary>
/// What a name stands for, asked before it is opened: to open a fifo is to wait for its other end, and a device may have no end.
/// Whoever opens a file that people name, or that lies where people can put things, asks here first.
/// </summary>
public static class FileKind
{
    /// <summary>
    /// The kind of what the path leads to, links followed. Null where nothing is there, or it cannot be asked: to open it tells why.
    /// </summary>
    public static EntryKind? Of(string path) =>
        OperatingSystem.IsLinux() ? LinuxFileStatus.Read(path, followLinks: true, out _)?.Entry.Kind
        : OperatingSystem.IsMacOS() ? MacCalls.Status(path, followLinks: true, out _)?.Entry.Kind
        : Directory.Exists(path) ? EntryKind.Folder
        : File.Exists(path) ? EntryKind.File
        : null;

    /// <summary>What it is, in words, where it is something else than a regular file; null for a regular file and for nothing.</summary>
    public static string? OtherThanFile(string path) => Of(path) is { } kind and not EntryKind.File ? kind.InWords() : null;

    /// <summary>What it is, in words, where to open it would wait for another process; null otherwise.</summary>
    public static string? Waiting(string path) => Of(path) is { } kind and (EntryKind.Fifo or EntryKind.Socket) ? kind.InWords() : null;

    public static string InWords(this EntryKind kind) => kind switch
    {
        EntryKind.File => "a file",
        EntryKind.Folder => "a folder",
        EntryKind.Link => "a link",
        EntryKind.Socket => "a socket",
        EntryKind.Fifo => "a fifo",
        EntryKind.Device => "a device",
        _ => "no regular file",
    };
}

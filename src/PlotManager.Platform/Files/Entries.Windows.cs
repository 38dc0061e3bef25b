using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// Access lists decide there, which folders of a user's profile or farm inherit: nobody else's is told apart, and nothing is closed by
/// hand.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsEntries : IEntries
{
    private const int OwnerOnly = 0x1C0;
    private const int SharingViolation = unchecked((int)0x80070020);

    public uint User => 0;

    public string UserName(uint user) => Environment.UserName;

    public Entry? Find(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            var kind = attributes.HasFlag(FileAttributes.ReparsePoint) && new FileInfo(path).LinkTarget is not null ? EntryKind.Link
                : attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Folder
                : EntryKind.File; // a unix socket is a reparse point without a target
            return new Entry(kind, WindowsDrives.FileStatus(path, followLinks: false)?.Identity ?? "", User, OwnerOnly, 1);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool MakeFolder(string path)
    {
        if (Path.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(path);
        return true;
    }

    public void MakeFile(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();

    public IHeldFile? Hold(string path)
    {
        try
        {
            return new Held(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read), path);
        }
        catch (IOException held) when (held.HResult == SharingViolation)
        {
            return null;
        }
    }

    public string? ReadHeld(string path)
    {
        try
        {
            return SharedFile.ReadText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // An open file keeps its name there.
    private sealed class Held(FileStream file, string path) : IHeldFile
    {
        public string Identity { get; } = WindowsDrives.FileStatus(path, followLinks: false)?.Identity ?? "";

        public void Write(string text)
        {
            file.SetLength(0);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}

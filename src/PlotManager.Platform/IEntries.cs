namespace PlotManager.Platform;

public enum EntryKind
{
    File,
    Folder,
    Link,
    Socket,
    Fifo,
    Device,
    Other,
}

/// <summary>What has a name in a folder; a link is the link itself.</summary>
/// <param name="Identity">As in <see cref="FileFinding"/>: another one means that something else took the name.</param>
/// <param name="Owner">User id. On Windows, where access lists decide, always that of <see cref="IEntries.User"/>.</param>
/// <param name="Mode">The permission bits, 0x1FF for rwxrwxrwx.</param>
/// <param name="Links">How many names it has.</param>
public readonly record struct Entry(EntryKind Kind, string Identity, uint Owner, int Mode, long Links)
{
    private const int Others = 0x3F; // rwxrwx of group and others

    /// <summary>Whether users other than the owner may read, write or enter it.</summary>
    public bool IsOpenToOthers => (Mode & Others) != 0;

    /// <summary>As chmod(1) takes it: 700, 755.</summary>
    public string ModeText => Convert.ToString(Mode, 8).PadLeft(3, '0');
}

/// <summary>
/// The manager's own places: who owns what has a name, and folders and files that are this user's alone from their first moment. What
/// cannot be done throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IEntries
{
    /// <summary>The user that this process acts as (effective user id; 0 is root).</summary>
    uint User { get; }

    /// <summary>The name of a user, or the number where no directory knows it.</summary>
    string UserName(uint user);

    /// <summary>Null if nothing has this name. Links are not followed.</summary>
    Entry? Find(string path);

    /// <summary>Makes one folder, closed to others from its first moment.</summary>
    /// <returns>False: something has this name already.</returns>
    bool MakeFolder(string path);

    /// <summary>
    /// Makes the file if nothing has its name, closed to others. One that is there is closed to others if it is a regular file of this
    /// user with no other name, and refused if it is anything else; a link is never followed.
    /// </summary>
    void MakeFile(string path);

    /// <summary>Makes the file as <see cref="MakeFile"/> does and locks it. The system lets go of it however the process ends.</summary>
    /// <returns>Null: another process has locked it.</returns>
    IHeldFile? Hold(string path);

    /// <summary>The first bytes of a small regular file as text, whoever has locked it; null if it cannot be read.</summary>
    string? ReadHeld(string path);
}

/// <summary>A file that this process has locked.</summary>
public interface IHeldFile : IDisposable
{
    /// <summary>Of the file itself, whatever has become of its name.</summary>
    string Identity { get; }

    /// <summary>Replaces what the file holds.</summary>
    void Write(string text);
}

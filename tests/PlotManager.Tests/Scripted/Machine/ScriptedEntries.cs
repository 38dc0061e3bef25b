using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>Places of a manager in memory, each of whatever owner and mode a test gives it.</summary>
public sealed class ScriptedEntries : IEntries
{
    public const uint Me = 1000;
    public const uint Another = 1001;

    private readonly Dictionary<string, Entry> _entries = [];
    private int _made;

    public uint User { get; set; } = Me;

    /// <summary>What was made here, in order.</summary>
    public List<string> Made { get; } = [];

    public void Put(string path, EntryKind kind, uint owner = Me, int mode = 0x1C0) => _entries[path] = New(kind, owner, mode);

    public string UserName(uint user) => user switch
    {
        Me => "me",
        Another => "another",
        _ => $"{user}",
    };

    public Entry? Find(string path) => _entries.TryGetValue(path, out var found) ? found : null;

    public bool MakeFolder(string path)
    {
        Made.Add(path);
        return _entries.TryAdd(path, New(EntryKind.Folder, User, 0x1C0));
    }

    public void MakeFile(string path)
    {
        Made.Add(path);
        _entries.TryAdd(path, New(EntryKind.File, User, 0x180));
    }

    public IHeldFile? Hold(string path) => throw new NotSupportedException("locks are of the real system");

    public string? ReadHeld(string path) => null;

    private Entry New(EntryKind kind, uint owner, int mode) => new(kind, $"1:{++_made}", owner, mode, 1);
}

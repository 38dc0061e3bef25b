using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>
/// Who the running manager is and where it listens: written beside its lock, believed only while that very process lives.
/// </summary>
public sealed record ManagerFacts(int Pid, long StartTicks, string BootId, string Socket, string Version)
{
    [JsonIgnore]
    public ProcessIdentity Process => new(Pid, StartTicks, BootId);

    /// <summary>
    /// The very file that this was written to, by device and inode: a copy of it names another farm's manager. Null of an earlier version.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The user whose file this is: who wrote it is who answers.</summary>
    [JsonIgnore]
    public uint Owner { get; init; }

    /// <summary>The path of this manager.json; null of one that was not read from a file.</summary>
    [JsonIgnore]
    public string? Place { get; init; }

    /// <summary>The facts of a manager that lives, null if none does.</summary>
    public static ManagerFacts? OfLiving(FarmPaths paths, Machine machine)
    {
        var facts = Read(paths.Facts);
        if (facts is null || !machine.Processes.IsAlive(facts.Process))
        {
            return null;
        }

        var (file, owner) = Found(paths.Facts, machine.Entries);
        return facts.File is null || file is null || facts.File == file ? facts with { Owner = owner, Place = paths.Facts } : null;
    }

    /// <summary>
    /// Why what answers at the socket may not be the manager: its folder or the socket itself is another user's, or open to others.
    /// </summary>
    /// <returns>Null where it is the manager's alone, or is not there.</returns>
    public string? Distrust(IEntries entries)
    {
        // root may look after another user's farm: then all must be that user's.
        var owner = entries.User == 0 ? Owner : entries.User;
        var folder = Path.GetDirectoryName(Socket)!;
        try
        {
            return entries.Find(folder) is not { } place || entries.Find(Socket) is not { } socket ? null
                : place.Kind != EntryKind.Folder ? $"{folder} is no folder"
                : place.Owner != owner ? $"{folder} belongs to {entries.UserName(place.Owner)}, not to {entries.UserName(owner)}"
                : place.IsOpenToOthers ? $"{folder} is open to other users (mode {place.ModeText})"
                : socket.Owner != owner ? $"{Socket} belongs to {entries.UserName(socket.Owner)}, not to {entries.UserName(owner)}"
                : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    /// <summary>Written whole under its name, never half.</summary>
    public void Write(string file, IEntries entries)
    {
        if (entries.Find(file) is { Kind: EntryKind.Folder })
        {
            throw new IOException($"{file} is a folder where a file of the manager should be; remove it");
        }

        var fresh = file + ".new";
        entries.MakeFile(fresh);
        var named = this with { File = entries.Find(fresh)?.Identity };
        SharedFile.WriteText(fresh, JsonSerializer.Serialize(named, ManagerFactsJson.Default.ManagerFacts));
        SharedFile.Put(fresh, file);
    }

    // One that goes meanwhile, or is a link, is nobody's.
    private static (string? File, uint Owner) Found(string file, IEntries entries)
    {
        const uint nobody = uint.MaxValue;
        try
        {
            return entries.Find(file) is { Kind: EntryKind.File } there ? (there.Identity, there.Owner) : (null, nobody);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (null, nobody);
        }
    }

    private static ManagerFacts? Read(string file)
    {
        try
        {
            return FileKind.OtherThanFile(file) is not null
                ? null
                : JsonSerializer.Deserialize(SharedFile.ReadText(file), ManagerFactsJson.Default.ManagerFacts);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // no manager that we may talk to
        }
    }
}

[JsonSerializable(typeof(ManagerFacts))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ManagerFactsJson : JsonSerializerContext;

using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>
/// A folder of the manager's own: made by us and closed to others from its first moment, or found to be ours. The mode of what is found is
/// never changed, and a link is never followed.
/// </summary>
public static class PrivateFolder
{
    /// <summary>
    /// Makes the state folder, or takes the one that is there: its name never changes, so one that is not ours is refused.
    /// </summary>
    /// <exception cref="CommandFault">Something of this name is not ours; the message has the remedy.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Claim(string folder, Machine machine)
    {
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null && Path.GetFileName(parent) is ".plotmanager" or "plotmanager")
        {
            Claim(parent!, machine); // whoever owns it could put another folder in the place of ours
        }

        var entries = machine.Entries;
        if (entries.Find(folder) is null)
        {
            if (parent is not null)
            {
                machine.Files.MakeFolder(parent);
            }

            entries.MakeFolder(folder); // what takes the name meanwhile is looked at like any other
        }

        var there = entries.Find(folder) ?? throw new IOException($"{folder} was removed while it was made");
        if (there.Kind == EntryKind.Link)
        {
            throw new CommandFault(
                $"{folder} is a link, and the manager's own files lie behind none; give the folder itself with --state DIR");
        }

        if (there.Owner != entries.User)
        {
            throw new CommandFault(
                $"{folder} belongs to {entries.UserName(there.Owner)}, not to {entries.UserName(entries.User)}, who could change the "
                    + "manager's own files there; "
                + "run the command as its owner, remove the folder, or give another one with --state DIR");
        }

        if (there.Kind != EntryKind.Folder)
        {
            throw new IOException("there is a file of this name");
        }
    }

    /// <summary>Whether the folder is there or could be made, is no link, is ours and closed to others.</summary>
    public static bool IsOurs(string folder, IEntries entries) =>
        entries.Find(folder) is { Kind: EntryKind.Folder, IsOpenToOthers: false } there && there.Owner == entries.User;

    /// <summary>The same, made if nothing has its name.</summary>
    public static bool Obtain(string folder, IEntries entries) =>
        entries.MakeFolder(folder) || IsOurs(folder, entries);
}

using System.Collections.Immutable;
using PlotManager.Display;
using PlotManager.Platform;

namespace PlotManager.Manager.Ending;

/// <summary>Which drive a folder is on: of what was seen before and after it is asked whether it is still the same.</summary>
public sealed record DriveMark(string MountPoint, string Pool, string FileSystem, long TotalBytes)
{
    /// <summary>Null if the drive cannot be read.</summary>
    public static DriveMark? Of(IDrives drives, string folder) =>
        drives.DriveOf(folder) is { } drive ? new DriveMark(drive.MountPoint, drive.Pool, drive.FileSystem, drive.TotalBytes) : null;
}

/// <summary>What came of deleting.</summary>
/// <param name="Refusals">Files that still stand, each with the reason, one line each.</param>
public sealed record Removed(ImmutableArray<FileFinding> Files, ImmutableArray<string> Refusals)
{
    public long Bytes => Files.Sum(file => file.Allocated);
}

/// <summary>
/// Deletes files that were listed before, each by its full name, and only if it is still the very file that was listed, unchanged, on
/// the drive it was seen on. May take minutes: freeing a hundred gigabytes does on some filesystems.
/// </summary>
public static class FileRemoval
{
    public static Removed Delete(Machine machine, IEnumerable<FileFinding> files, IReadOnlyDictionary<string, DriveMark> drives)
    {
        var removed = ImmutableArray.CreateBuilder<FileFinding>();
        var refusals = ImmutableArray.CreateBuilder<string>();
        machine.Drives.Refresh();
        foreach (var file in files)
        {
            if (Refusal(machine, file, drives) is { } refusal)
            {
                refusals.Add($"{Printable.Strip(file.Path)} is left: {Printable.Strip(refusal)}");
            }
            else
            {
                removed.Add(file);
            }
        }

        return new Removed(removed.ToImmutable(), refusals.ToImmutable());
    }

    private static string? Refusal(Machine machine, FileFinding file, IReadOnlyDictionary<string, DriveMark> drives)
    {
        var folder = Path.GetDirectoryName(file.Path)!;
        if (!drives.TryGetValue(folder, out var drive) || DriveMark.Of(machine.Drives, folder) != drive)
        {
            return "its drive is not the one it was seen on";
        }

        try
        {
            // A link that has taken the name is followed here and shows another identity.
            if (machine.Files.Look(file.Path) is not { } now || now.Identity != file.Identity)
            {
                return "it is no longer the file that was seen";
            }

            if (now.Length != file.Length || now.Changed != file.Changed)
            {
                return "something has written to it since it was listed";
            }

            machine.Files.Delete(file.Path);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }
}

namespace PlotManager.Platform;

/// <summary>Which place a process means by a path.</summary>
internal static partial class ProcFiles
{
    private const string TopFolder = "/";

    private static readonly string? OwnNamespace = LinuxCalls.LinkTarget("/proc/self/ns/mnt");
    private static readonly string? OwnRoot = LinuxCalls.LinkTarget("/proc/self/root");

    /// <param name="ours">The mounts of this process.</param>
    internal static PathPlace PlaceOf(int pid, string path, Func<MountTable> ours)
    {
        // What another user's process sees is hidden.
        if (LinuxCalls.LinkTarget($"/proc/{pid}/ns/mnt") is not { } space || LinuxCalls.LinkTarget($"/proc/{pid}/root") is not { } root)
        {
            return PathPlace.Ours;
        }

        if (space != OwnNamespace)
        {
            return Text($"/proc/{pid}/mountinfo") is { } mounts
                ? PlaceOf(path, MountTable.Parse(mounts), ours(), root)
                : new PathPlace(false, null);
        }

        return root == OwnRoot ? PathPlace.Ours : new PathPlace(false, DriveOf(ours().Containing(Below(root, path)), ours()));
    }

    /// <param name="theirs">The mounts of the process.</param>
    /// <param name="root">Its root, within its mounts.</param>
    internal static PathPlace PlaceOf(string path, MountTable theirs, MountTable ours, string root)
    {
        var there = theirs.Containing(path);
        var here = ours.Containing(path);
        // A service with mounts of its own, as systemd gives it, means by most paths what everybody does.
        return root == OwnRoot && there is not null && here is not null
            && (there.Device, there.Root, there.Point) == (here.Device, here.Root, here.Point)
            ? PathPlace.Ours
            : new PathPlace(false, DriveOf(there, ours));
    }

    // By the number of its device: the same filesystem may have any name there.
    private static string? DriveOf(Mount? mount, MountTable ours) =>
        mount is not null && ours.Mounts.FirstOrDefault(own => own.Device == mount.Device) is { } same ? ours.NameOf(same) : null;

    private static string Below(string root, string path) => root == TopFolder ? path : root + path;
}

using System.Runtime.InteropServices;

namespace PlotManager.Core.Scheduling;

/// <summary>What the runs in flight will still write to one drive, in bytes.</summary>
/// <param name="Promised">As finished plots.</param>
/// <param name="Growth">As temp files, up to the peak of the phases they have not passed.</param>
public readonly record struct DriveLoad(long Promised, long Growth);

/// <summary>
/// The room of every drive, for destination, temp and temp2 alike: free bytes less what runs in flight, own and foreign, will still
/// write there. A value worked out anew at each look, never kept.
/// </summary>
/// <param name="countTemp">Whether the growth of temp files is wanted too.</param>
public sealed class Room(bool countTemp = true)
{
    /// <summary>2 EiB: more than any drive has, and far from where a sum of a few would overflow.</summary>
    public const long Most = 1L << 61;

    private readonly Dictionary<string, DriveLoad> _loads = [];

    public static Room Of(World world)
    {
        var room = new Room();
        foreach (var run in world.Runs)
        {
            room.Add(run);
        }

        return room;
    }

    /// <summary>What a plot of this final size needs at its destination: 1.002 times as much, rounded up to a byte.</summary>
    public static long Needs(long plotBytes) => plotBytes + ((plotBytes + 499) / 500);

    /// <summary>
    /// The same for several plots. A count that no drive could hold (a config may say any) is held at <see cref="Most"/>.
    /// </summary>
    public static long Needs(int plots, long plotBytes)
    {
        var one = Needs(plotBytes);
        return plots > 0 && one > Most / plots ? Most : plots * one;
    }

    /// <summary>
    /// What a run will still write to its destination's drive: for each plot it has to make what that needs, less what is there of it
    /// already. Of several drives each is promised its part of the plots, and at least one: nobody knows which is next.
    /// </summary>
    public static long Promise(RunInFlight run) => Promise(run, run.BytesAtDestination);

    /// <summary>The same for one of the drives that its plots may go to; 0 for any other.</summary>
    public static long PromiseTo(RunInFlight run, string drive) =>
        run.DestinationDrive == drive ? Promise(run)
        : run.FurtherDrives.TryGetValue(drive, out var there) ? Promise(run, there)
        : 0;

    private static long Promise(RunInFlight run, long there)
    {
        var drives = 1 + run.FurtherDrives.Count;
        return Math.Max(0, Needs((int)(((long)run.PlotsToMake + drives - 1) / drives), run.PlotBytes) - there);
    }

    /// <summary>
    /// What temp2 adds on its plot's destination drive: what is in temp2 becomes the plot there, or is gone before the plot is copied,
    /// so the same bytes are not kept free twice.
    /// </summary>
    public static long OnDestination(long temp2, long promise) => Math.Max(0, temp2 - promise);

    public DriveLoad LoadOf(string? drive) => drive is not null && _loads.TryGetValue(drive, out var load) ? load : default;

    /// <summary>
    /// Room for finished plots; with <paramref name="besidesTemp"/> the temp files of runs in flight are left room to grow.
    /// </summary>
    public long On(DirectoryFinding finding, bool besidesTemp)
    {
        var load = LoadOf(finding.Drive);
        return finding.FreeBytes - load.Promised - (besidesTemp ? load.Growth : 0);
    }

    internal void Add(RunInFlight run)
    {
        var promise = Promise(run);
        Add(run.DestinationDrive, promise, 0);
        foreach (var (drive, there) in run.FurtherDrives)
        {
            Add(drive, Promise(run, there), 0);
        }

        if (!countTemp)
        {
            return;
        }

        Add(run.TempDrive, 0, Math.Max(0, run.TempPeakBytes - run.TempBytes));
        var growth2 = Math.Max(0, run.Temp2PeakBytes - run.Temp2Bytes);
        Add(run.Temp2Drive, 0, run.Temp2Drive == run.DestinationDrive ? OnDestination(growth2, promise) : growth2);
    }

    private void Add(string? drive, long promised, long growth)
    {
        if (drive is null || (promised == 0 && growth == 0))
        {
            return;
        }

        ref var load = ref CollectionsMarshal.GetValueRefOrAddDefault(_loads, drive, out _);
        load = new(Math.Min(Most, load.Promised + promised), Math.Min(Most, load.Growth + growth));
    }
}

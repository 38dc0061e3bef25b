using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Scheduling;

public enum DirectoryUse : byte
{
    Temp,
    Temp2,
    Destination,
}

/// <summary>What a look found of one directory of a job.</summary>
/// <param name="Room">Bytes of room on its drive for this job's next run; 0 where room does not matter.</param>
/// <param name="Needs">Bytes which that run needs there; 0 where room does not matter.</param>
/// <param name="InTurn">It may be chosen: usable and with room where that matters.</param>
public readonly record struct DirectoryFigures(DirectoryUse Use, string Path, DirectoryFinding Finding, long Room, long Needs, bool InTurn);

/// <summary>
/// The directories of a job's next run. Each list gives its entry at offset mod length; what is not usable, or full where that
/// matters, is left out of its own list first, and is back as soon as it is usable again.
/// </summary>
internal readonly struct DirectoryChoice
{
    private static readonly DirectoryFinding NotLookedAt = new(null, 0, 0, DirectoryCondition.Unreadable, "not looked at");

    private readonly Job _job;

    private DirectoryChoice(Job job, DirectoryFigures[] figures) => (_job, Figures) = (job, figures);

    public DirectoryFigures[] Figures { get; }
    public required int TempsInTurn { get; init; }
    public required int Temps2InTurn { get; init; }
    public required int DestinationsInTurn { get; init; }

    /// <summary>Indexes into <see cref="Figures"/>; -1: none.</summary>
    public required int Temp { get; init; }
    public required int Temp2 { get; init; }
    public required int Destination { get; init; }

    public static DirectoryChoice Make(Job job, World world, int offset, int plots, in PlotNeeds needs, Room room)
    {
        var temp2List = job.Temp2DestinationSync ? [] : job.Temp2;
        var figures = new DirectoryFigures[job.Temp.Length + temp2List.Length + job.Destination.Length];
        var check = job.CheckTempSpace;

        // With check_temp_space the run's own temp files count on the drives that its other directories share with them.
        var temps = 0;
        for (var i = 0; i < job.Temp.Length; i++)
        {
            temps += Put(figures, i, DirectoryUse.Temp, job.Temp[i], world, room, check ? needs.TempPeakBytes : 0, 0, check);
        }

        var temp = Pick(figures.AsSpan(0, job.Temp.Length), offset, temps, 0);
        var tempDrive = temp < 0 ? null : figures[temp].Finding.Drive;

        var from = job.Temp.Length;
        var temps2 = 0;
        for (var i = 0; i < temp2List.Length; i++)
        {
            temps2 += Put(
                figures, from + i, DirectoryUse.Temp2, temp2List[i], world, room, check ? needs.Temp2PeakBytes : 0,
                check && OnDrive(world, temp2List[i], tempDrive) ? needs.TempPeakBytes : 0, check);
        }

        var temp2 = Pick(figures.AsSpan(from, temp2List.Length), offset, temps2, from);
        var temp2Drive = temp2 < 0 ? null : figures[temp2].Finding.Drive;

        from += temp2List.Length;
        var destinations = 0;
        var final = job.SkipFullDestinations ? Room.Needs(plots, needs.PlotBytes) : 0;
        var wanted = check && job.Temp2DestinationSync ? Math.Max(final, needs.Temp2PeakBytes) : final;
        for (var i = 0; i < job.Destination.Length; i++)
        {
            var path = job.Destination[i];
            var own = 0L;
            if (check && OnDrive(world, path, tempDrive))
            {
                own += needs.TempPeakBytes;
            }

            if (check && OnDrive(world, path, temp2Drive))
            {
                own += Room.OnDestination(needs.Temp2PeakBytes, final);
            }

            destinations += Put(figures, from + i, DirectoryUse.Destination, path, world, room, wanted, own, check);
        }
        var destination = Pick(figures.AsSpan(from), offset, destinations, from);

        return new(job, figures)
        {
            TempsInTurn = temps,
            Temps2InTurn = temps2,
            DestinationsInTurn = destinations,
            Temp = temp,
            Temp2 = job.Temp2DestinationSync ? destination : temp2,
            Destination = destination,
        };
    }

    /// <summary>Null while any of them is wanting.</summary>
    public PlotDirectories? Directories()
    {
        if (Destination < 0 || (Temp < 0 && _job.Temp.Length > 0) || (Temp2 < 0 && _job.Temp2.Length > 0))
        {
            return null;
        }

        return new(PathAt(Temp), PathAt(Temp2), PathAt(Destination));
    }

    public string? DriveAt(int index) => index < 0 ? null : Figures[index].Finding.Drive;

    private string? PathAt(int index) => index < 0 ? null : Figures[index].Path;

    private static int Put(
        DirectoryFigures[] figures, int index, DirectoryUse use, string path, World world, Room room, long needs, long own,
        bool besidesTemp)
    {
        var finding = world.Directories.TryGetValue(path, out var found) ? found : NotLookedAt;
        var left = finding.IsUsable && needs > 0 ? room.On(finding, besidesTemp) - own : 0;
        var inTurn = finding.IsUsable && left >= needs;
        figures[index] = new(use, path, finding, left, needs, inTurn);
        return inTurn ? 1 : 0;
    }

    private static bool OnDrive(World world, string path, string? drive) =>
        drive is not null && world.Directories.TryGetValue(path, out var finding) && finding.Drive == drive;

    /// <summary>The entry at offset mod count among those in turn; -1 if there is none.</summary>
    private static int Pick(ReadOnlySpan<DirectoryFigures> list, int offset, int count, int from)
    {
        if (count == 0)
        {
            return -1;
        }

        var turn = offset % count;
        for (var i = 0; ; i++)
        {
            if (list[i].InTurn && turn-- == 0)
            {
                return from + i;
            }
        }
    }
}

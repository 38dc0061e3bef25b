using System.Collections.Immutable;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>How the drives stand: used, promised and free as one bar each, and which runs use them as what.</summary>
internal static class DrivesTable
{
    public static IReadOnlyList<Line> Draw(ImmutableArray<DrivePart> drives, ImmutableArray<NumberedRun> runs, ScreenOptions options)
    {
        var glyphs = options.Glyphs;
        var numbers = runs.Where(run => run.Run.Pid is not null)
            .DistinctBy(run => run.Run.Pid)
            .ToDictionary(run => run.Run.Pid!.Value, run => run.Number);
        var prefix = CommonFolder(drives);
        string Name(DrivePart drive) => prefix.Length == 0 ? drive.Path : glyphs.Ellipsis + drive.Path[prefix.Length..];

        Column<DrivePart>[] columns =
        [
            new(prefix.Length == 0 ? "drive" : $"drive in {prefix}", 0, drive => Marked(Name(drive), drive, options))
            {
                Least = 12,
                KeepTail = true,
            },
            new($"used {glyphs.Used} promised {glyphs.Promised} free {glyphs.Free}", 1, _ => Line.Empty) { Least = 10, Most = 40, Draw = (
                drive, width) => Bar(drive, width, glyphs) },
            new("size", 6, drive => Line.Of(Figures.Size(drive.Total))) { Right = true },
            new("promised", 5, drive => drive.Promised > 0 ? Line.Of(Figures.Size(drive.Promised), Ink.Promised) : Line.Of("-", Ink.Dim))
            {
                Right = true,
            },
            new("used", 7, drive => Line.Of(Share(drive, free: false))) { Right = true },
            new("free", 2, drive => Line.Of(Figures.Size(drive.Free), drive.RoomPlots == 0 ? Ink.Bad : Ink.Plain)) { Right = true },
            new("", 8, drive => Line.Of(Share(drive, free: true), Ink.Dim)) { Right = true },
            new("room", 3, Room) { Right = true },
            new("temp", 4, drive => Runs(drive, DrivePart.AsTemp, drive.Temp, numbers)) { Least = 4, Most = 18 },
            new("temp2", 9, drive => Runs(drive, DrivePart.AsTemp2, drive.Temp2, numbers)) { Least = 5, Most = 18 },
            new("dest", 4, drive => Runs(drive, DrivePart.AsDestination, drive.Destination, numbers)) { Least = 4, Most = 18 },
        ];
        if (drives.All(drive => drive.Temp2.IsEmpty && !IsFor(drive, DrivePart.AsTemp2)))
        {
            columns = [.. columns.Where(column => column.Title != "temp2")];
        }

        return Table.Lay(columns, drives, options.Width - 2, glyphs.Ellipsis);
    }

    private static Line Marked(string name, DrivePart drive, ScreenOptions options) =>
        options is not { Live: true, Pane: Pane.Drives } ? Line.Of(name)
        : drive.Path == options.SelectedDrive ? Line.Of($"{options.Glyphs.Pointer} {name}", Ink.Selected)
        : Line.Of($"  {name}");

    // What a drive is for is said also while nothing uses it.
    private static Line Runs(DrivePart drive, string use, ImmutableArray<int> pids, Dictionary<int, int> numbers) =>
        Numbers(pids, numbers) is { Length: > 0 } known ? Line.Of(known)
        : IsFor(drive, use) ? Line.Of("idle", Ink.Dim)
        : Line.Empty;

    private static bool IsFor(DrivePart drive, string use) => !drive.Uses.IsDefaultOrEmpty && drive.Uses.Contains(use);

    private static string Share(DrivePart drive, bool free) => drive is { Total: > 0 and var total, Free: { } bytes }
        ? Figures.Percent(free ? bytes / (double)total : (total - bytes) / (double)total, 0)
        : "";

    private static Line Bar(DrivePart drive, int width, Glyphs glyphs)
    {
        if (drive.Total is not > 0 || drive.Free is null)
        {
            return Line.Of("unreadable", Ink.Bad).Cut(width, glyphs.Ellipsis);
        }

        var total = (double)drive.Total.Value;
        var used = (int)Math.Round(Math.Clamp((total - drive.Free.Value) / total, 0, 1) * width);
        var promised = (int)Math.Round(Math.Clamp(Math.Min(drive.Promised, drive.Free.Value) / total, 0, 1) * width);

        // What is there at all is seen: never rounded away.
        used = Math.Clamp(used, drive.Free < drive.Total ? 1 : 0, width);
        promised = Math.Clamp(promised, drive.Promised > 0 && drive.Free > 0 ? 1 : 0, width);
        used = Math.Min(used, width - promised);
        return Line.Of(new string(glyphs.Used, used), Ink.Used)
            .Add(new string(glyphs.Promised, promised), Ink.Promised)
            .Add(new string(glyphs.Free, width - used - promised), Ink.Free);
    }

    private static Line Room(DrivePart drive) => drive.RoomPlots switch
    {
        null => Line.Of("-", Ink.Dim),
        0 => Line.Of("0 plots", Ink.Bad),
        1 => Line.Of("1 plot"),
        var plots => Line.Of($"{plots} plots"),
    };

    // 1-4,7: the numbers of the table above; a pid that is not in it is left out.
    private static string Numbers(ImmutableArray<int> pids, Dictionary<int, int> numbers)
    {
        var sorted = pids.Where(numbers.ContainsKey).Select(pid => numbers[pid]).Order().ToList();
        var parts = new List<string>();
        for (var at = 0; at < sorted.Count;)
        {
            var end = at;
            while (end + 1 < sorted.Count && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(end - at >= 2 ? $"{sorted[at]}-{sorted[end]}" : end > at ? $"{sorted[at]},{sorted[end]}" : $"{sorted[at]}");
            at = end + 1;
        }

        return string.Join(',', parts);
    }

    // Worth abbreviating from two folders on; "/mnt" alone is as short as the sign for what was cut.
    private static string CommonFolder(ImmutableArray<DrivePart> drives)
    {
        if (drives.Length < 2)
        {
            return "";
        }

        var prefix = drives[0].Path;
        foreach (var drive in drives)
        {
            var same = 0;
            while (same < prefix.Length && same < drive.Path.Length && prefix[same] == drive.Path[same])
            {
                same++;
            }

            prefix = prefix[..same];
        }

        prefix = prefix[..(prefix.LastIndexOfAny(['/', '\\']) + 1)];
        return prefix.Count(c => c is '/' or '\\') >= 3 ? prefix[..^1] : "";
    }
}

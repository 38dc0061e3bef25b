namespace PlotManager.Display.Terminal;

/// <summary>How many rows of a terminal each section gets, when not all fit.</summary>
internal sealed record Budget(int Problems, int Runs, int Details, int Jobs, int Drives, int Stats)
{
    // Header, and the empty row that goes before each section.
    private const int Title = 1;

    public static Budget Share(int? height, int problems, int runs, int details, int jobs, int drives, int stats)
    {
        // An empty table still takes its one line that says so.
        runs = Math.Max(runs, 1);
        if (height is not { } rows)
        {
            return new Budget(problems, runs, details, jobs, drives, stats);
        }

        var left = rows - Title;

        // Trouble first, but it may not hide the farm: a third of the rows, and at least one.
        var troubles = Math.Min(problems, Math.Max(1, rows / 3));
        left -= troubles;

        // Each takes what it needs if it gets it; the table of runs keeps half of what there is, the rest yields from the back.
        var table = Math.Min(runs, Math.Max(3, left / 2));
        left -= table + 1;
        var shownDetails = Take(details, Math.Max(details > 0 ? 6 : 0, left / 2), ref left);
        var shownJobs = Take(jobs, left, ref left);
        var shownDrives = Take(drives, left, ref left);
        var shownStats = Take(stats, left, ref left);

        // What nobody needed goes back to the runs, then to the log.
        var more = Math.Clamp(runs - table, 0, Math.Max(0, left));
        table += more;
        left -= more;
        shownDetails += shownDetails > 0 ? Math.Clamp(details - shownDetails, 0, Math.Max(0, left)) : 0;
        return new Budget(troubles, table, shownDetails, shownJobs, shownDrives, shownStats);
    }

    // A section needs its empty row, its title, one row and the count of the rest to be worth showing.
    private static int Take(int wanted, int most, ref int left)
    {
        var given = Math.Min(wanted, Math.Min(most, left - 1));
        if (wanted == 0 || given < Math.Min(wanted, 3))
        {
            return 0;
        }

        left -= given + 1;
        return given;
    }
}

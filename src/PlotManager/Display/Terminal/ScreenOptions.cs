using System.Collections.Immutable;

namespace PlotManager.Display.Terminal;

/// <summary>By what the runs are put in order. A run's number is its place by elapsed time, whatever the order shown.</summary>
public enum RunOrder
{
    /// <summary>Longest first, as the original did.</summary>
    Elapsed,

    /// <summary>Grouped by job in the order of the config, longest first within.</summary>
    Job,

    /// <summary>Furthest first.</summary>
    Progress,

    /// <summary>Next to be ready first.</summary>
    Left,
}

/// <summary>The tables of the view: the arrow keys walk along one of them.</summary>
public enum Pane
{
    Runs,
    Jobs,
    Drives,
}

/// <summary>How a screen is to be drawn, apart from what it shows.</summary>
public sealed record ScreenOptions
{
    /// <summary>Columns of the terminal.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the terminal; null: as many as it takes.</summary>
    public int? Height { get; init; }
    public Glyphs Glyphs { get; init; } = Glyphs.Unicode;

    /// <summary>The zone in which times are shown.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The interactive view: shows the keys and the countdown.</summary>
    public bool Live { get; init; }
    public TimeSpan? RefreshIn { get; init; }
    public RunOrder Order { get; init; }

    public bool Reverse { get; init; }

    /// <summary>Only runs with this text are shown; empty: all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The pane with the pointer.</summary>
    public Pane Pane { get; init; }

    /// <summary>Name of the job, and path of the drive, that the pointer is on; null if it is on none.</summary>
    public string? SelectedJob { get; init; }
    public string? SelectedDrive { get; init; }

    /// <summary>Id of the run the pointer is on, null if it is on none.</summary>
    public string? Selected { get; init; }

    /// <summary>Index of the first run shown, when not all fit; moved as needed to show the selected one.</summary>
    public int Top { get; init; }

    /// <summary>Last lines of the selected run's log.</summary>
    public ImmutableArray<string> LogTail { get; init; } = [];

    /// <summary>The filter is being typed.</summary>
    public bool Typing { get; init; }

    /// <summary>One line at the foot: a question or the answer to a key.</summary>
    public string? Message { get; init; }
}

/// <summary>A drawn screen.</summary>
/// <param name="Runs">Ids of all runs in the order shown: what the arrow keys walk along.</param>
/// <param name="Top">Index of the first run shown.</param>
/// <param name="Shown">How many runs are shown.</param>
public sealed record Screen(ImmutableArray<Line> Lines, ImmutableArray<string> Runs, int Top, int Shown)
{
    /// <summary>The jobs and drives in the order shown.</summary>
    public ImmutableArray<string> Jobs { get; init; } = [];
    public ImmutableArray<string> Drives { get; init; } = [];

    /// <summary>Id of the run whose details are shown.</summary>
    public string? Detailed { get; init; }

    /// <summary>What stands in each row, as far as something does that can be pointed at.</summary>
    public ImmutableArray<ScreenTarget?> Targets { get; init; } = [];
}

/// <summary>A row of a table.</summary>
/// <param name="Name">Id of a run, name of a job, path of a drive.</param>
public sealed record ScreenTarget(Pane Pane, string Name);

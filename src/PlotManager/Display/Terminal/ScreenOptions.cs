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

    /// <summary>Id of the run the pointer is on, null if it is on none.</summary>
    public string? Selected { get; init; }

    /// <summary>Index of the first run shown, when not all fit; moved as needed to show the selected one.</summary>
    public int Top { get; init; }

    /// <summary>Last lines of the selected run's log.</summary>
    public ImmutableArray<string> LogTail { get; init; } = [];
    public bool Help { get; init; }

    /// <summary>One line at the foot: a question or the answer to a key.</summary>
    public string? Message { get; init; }
}

/// <summary>A drawn screen.</summary>
/// <param name="Runs">Ids of all runs in the order shown: what the arrow keys walk along.</param>
/// <param name="Top">Index of the first run shown.</param>
/// <param name="Shown">How many runs are shown.</param>
public sealed record Screen(ImmutableArray<Line> Lines, ImmutableArray<string> Runs, int Top, int Shown);

using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Observing;

namespace PlotManager.Display;

/// <summary>One log for people: what it is, then each plot with its phases and its end.</summary>
internal static class LogPage
{
    private const int Indent = 14;

    public static IEnumerable<Line> Lines(ExplainedLog log)
    {
        yield return Line.Of(log.File, Ink.Title);
        if (log.Reading.Plotter is not { } plotter)
        {
            yield return Line.Of("  no known plotter's log; name the plotter with --backend NAME", Ink.Warning);
            yield break;
        }
        var plots = log.Reading.Log.Plots;
        var planned = log.Reading.Log.PlotCount;
        var ofAll = planned switch
        {
            null or 1 => "",
            0 => " of a run without end",
            { } all => all < plots.Length ? "" : $" of {all}",
        };
        var count = plots.IsEmpty || (plots.Length == 1 && planned is null or 1) ? ""
            : $", {plots.Length} {(plots.Length == 1 ? "plot" : "plots")}{ofAll}";
        yield return Field("plotter", Line.Of(plotter.Title.Length > 0 ? $"{plotter.Name} ({plotter.Title})" : plotter.Name).Add(count));
        if (plots.IsEmpty)
        {
            foreach (var line in Outcome(log.Last, null))
            {
                yield return line;
            }
        }
        for (var index = 0; index < plots.Length; index++)
        {
            if (plots.Length > 1)
            {
                yield return Line.Of($"  plot {index + 1}", Ink.Title);
            }

            foreach (var line in Plot(plotter, plots[index], log.Outcomes[index], isLast: index == plots.Length - 1))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<Line> Plot(PlotterProfile plotter, PlotLog plot, PlotOutcome outcome, bool isLast)
    {
        foreach (var line in Outcome(outcome, plot, isLast))
        {
            yield return line;
        }

        yield return Field("plot", Line.Of(Join($"k{plot.K?.ToString() ?? "?"}", plot.PlotId)));
        if (plot.StartedAt is { } started)
        {
            yield return Field("started", Line.Of($"{started:yyyy-MM-dd HH:mm:ss}"));
        }

        if (Join(plot.Threads is null ? null : $"{plot.Threads} threads", plot.Buckets is null ? null : $"{plot.Buckets} buckets",
            plot.BufferMiB is null ? null : $"{plot.BufferMiB} MiB buffer") is { Length: > 0 } settings)
        {
            yield return Field("settings", Line.Of(settings));
        }
        foreach (var (name, path) in new[] { ("temp", plot.Temp), ("temp2", plot.Temp2 == plot.Temp
            ? null
            : plot.Temp2), ("destination", plot.Destination), ("file", plot.FinalFile) })
        {
            if (path is not null)
            {
                yield return Field(name, Line.Of(path));
            }
        }
        foreach (var end in plot.Phases)
        {
            var name = end.Phase <= plotter.Phases.Length ? plotter.Phases[end.Phase - 1].Name : "";
            yield return Field($"phase {end.Phase}", Line.Of(Seconds(end.Seconds))
                .Add(Join("", name, end.EndedAt is { } at ? $"until {at:MM-dd HH:mm:ss}" : null), Ink.Dim));
        }
        if (plot.CopySeconds is { } copy)
        {
            yield return Field("copy", Line.Of(Seconds(copy)));
        }

        if (plot.TotalSeconds is { } total)
        {
            yield return Field("total", Line.Of(Seconds(total)));
        }

        if (plot.FinalBytes is { } bytes)
        {
            yield return Field("size", Line.Of(Figures.Size(bytes)));
        }
    }

    private static IEnumerable<Line> Outcome(PlotOutcome outcome, PlotLog? plot, bool isLast = true)
    {
        var word = LogJson.Word(outcome.State);
        var where = outcome.State is PlotState.Completed || plot is null ? ""
            : Join("", plot.Phase == 0 ? "before phase 1" : $"phase {plot.Phase}", Figures.Percent(plot.Progress, 1));
        var said = outcome.State != PlotState.Unknown
            ? word
            : isLast
            ? $"{word}: the log stops, and nobody writes it"
            : $"{word}: the next plot began, and how this one ended was never said";
        yield return Field("state", Line.Of(said, InkOf(outcome)).Add(where, Ink.Dim));
        if (outcome.Failure is { } failure)
        {
            yield return Field("cause", Line.Of(failure.Text, Ink.Bad));
        }

        if (outcome.Suspect is { } suspect)
        {
            yield return Field("suspect", Line.Of(suspect, Ink.Warning));
        }
    }

    private static Ink InkOf(PlotOutcome outcome) => outcome.State switch
    {
        PlotState.Completed => outcome.Suspect is null ? Ink.Good : Ink.Warning,
        PlotState.Failed or PlotState.Killed => Ink.Bad,
        PlotState.Blocked or PlotState.Unknown => Ink.Warning,
        _ => Ink.Plain,
    };

    private static Line Field(string name, Line value) => Line.Of($"  {name}", Ink.Dim).Pad(Indent).Add(value);

    // Short phases of small plots are told to the tenth of a second.
    private static string Seconds(double seconds) =>
        seconds < 600
            ? $"{Figures.Rounded(seconds, 1)} s"
            : $"{Figures.Clock(seconds, withSeconds: true)} ({Figures.Rounded(seconds, 0)} s)";

    private static string Join(params string?[] parts) => string.Join(" · ", parts.Where(part => part is not null)) is var joined
        && parts[0] is "" ? "  " + joined.TrimStart(' ', '·') : joined;
}

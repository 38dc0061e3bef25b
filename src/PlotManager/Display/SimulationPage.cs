using PlotManager.Core.Simulation;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;

namespace PlotManager.Display;

/// <summary>A simulation for people: the drawn timeline and the summary, or two summaries side by side.</summary>
public static class SimulationPage
{
    /// <summary>Columns where the output has none of its own: a pipe, a file.</summary>
    private const int PlainWidth = 118;

    private const int WidestLabel = 40;

    /// <param name="assumptions">What was assumed rather than known, said before anything else.</param>
    public static void Write(
        Timeline timeline, SimulationSummary summary, IReadOnlyList<string> assumptions, CommandEnvironment environment) =>
        Page.Write(
            (width, ellipsis) => assumptions.Select(text => Line.Of(text, Ink.Warning))
                .Concat(Timeline(timeline, width, ellipsis))
                .Append(Line.Of("a row a temp directory, a digit the phase that a plot is in", Ink.Dim))
                .Append(Line.Empty)
                .Concat(SimulationText.Summary(summary).Select(text => Line.Of(text))),
            environment,
            PlainWidth);

    public static void WriteComparison(
        string firstName, SimulationSummary first, string secondName, SimulationSummary second, CommandEnvironment environment) =>
        Page.Write((_, _) => Comparison(firstName, first, secondName, second), environment);

    internal static IEnumerable<Line> Timeline(Timeline timeline, int width, string ellipsis)
    {
        var labels = timeline.Draw(1).Select(row => row.Label).ToList();
        if (labels.Count == 0)
        {
            yield return Line.Of("nothing was started");
            yield break;
        }

        var label = Math.Min(WidestLabel, labels.Max(Columns.Width));
        var columns = Math.Max(10, width - label - 2);
        yield return Line.Of("".PadRight(label + 1)).Add(timeline.Scale(columns), Ink.Dim);
        foreach (var row in timeline.Draw(columns))
        {
            var line = Line.Of(row.Label).Cut(label, ellipsis).Pad(label + 1);
            foreach (var segment in row.Segments)
            {
                line = line.Add(segment.Text, InkOf(segment.Phase));
            }

            yield return line;
        }
    }

    internal static IEnumerable<Line> Comparison(string firstName, SimulationSummary first, string secondName, SimulationSummary second)
    {
        var figures = SimulationText.Compare(first, second).Prepend(new ComparedFigure("", firstName, secondName, "difference")).ToList();
        var widths = new[]
        {
            figures.Max(figure => figure.Name.Length), figures.Max(figure => figure.First.Length),
            figures.Max(figure => figure.Second.Length), figures.Max(figure => figure.Difference.Length),
        };
        var title = true;
        foreach (var figure in figures)
        {
            yield return Line.Of(
                $"{figure.Name.PadRight(widths[0])}  {figure.First.PadLeft(widths[1])}  {figure.Second.PadLeft(widths[2])}  "
                    + $"{figure.Difference.PadLeft(widths[3])}",
                title ? Ink.Title : Ink.Plain);
            title = false;
        }
    }

    private static Ink InkOf(int phase) => phase switch
    {
        0 => Ink.Plain,
        1 => Ink.Phase1,
        2 => Ink.Phase2,
        3 => Ink.Phase3,
        _ => Ink.Phase4,
    };
}

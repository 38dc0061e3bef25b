using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Remains;

namespace PlotManager.Snapshots;

/// <summary>What lost plots have left, for people: with the command that frees it.</summary>
internal static class LeftWords
{
    /// <summary>Null where nothing is left.</summary>
    public static ProblemPart? Of(LeftFiles left) => left.Files == 0 ? null : new ProblemPart(
        "warning",
        $"{Figures.Size(left.Bytes)} in {Figures.Count(left.Files, "file")} are left of {Figures.Count(left.Plots, "lost plot")}: "
            + "plotmanager cleanup lists them, plotmanager cleanup --delete frees them"
            + (left.AllProven ? "" : " two hours after their last change"),
        null, null, null);

    public static ProblemPart Of(KeptPlot plot)
    {
        var (move, delete) = OperatingSystem.IsWindows() ? ("move", "del") : ("mv -n", "rm");
        var target = Path.Combine(plot.Run?.Directories.Destination ?? "DESTINATION", plot.FinalName);
        return new ProblemPart(
            "warning",
            $"a finished plot that was not delivered lies in temp ({Figures.Size(plot.Bytes)}): "
                + $"{move} {Quoted(plot.Path)} {Quoted(target)} moves it, {delete} {Quoted(plot.Path)} deletes it",
            plot.Run?.Job, plot.Run?.RunId, null);
    }

    /// <summary>What is in the way of a job's next run; null where nothing is.</summary>
    public static string? InTheWay(LeftFiles left, Job job) => left.InTempOf(job) is > 0 and var bytes
        ? $"{Figures.Size(bytes)} of lost plots are in the way in its temp: plotmanager cleanup --delete frees them"
        : null;

    private static string Quoted(string path) =>
        OperatingSystem.IsWindows() ? $"\"{path}\""
        : path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-+=@%".Contains(letter, StringComparison.Ordinal)) ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

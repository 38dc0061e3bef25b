using PlotManager.Core.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>Which plots processes have files of open.</summary>
internal static class OpenPlotFiles
{
    /// <summary>The open files of all processes that carry a plot's id in their names.</summary>
    public static OpenFileList Of(IProcessInspector processes) =>
        processes.OpenFiles(path => PlotFileNames.PlotIdOf(Path.GetFileName(path)) is not null);

    /// <summary>Ids of the plots of which one of these processes has a file open for writing.</summary>
    public static IEnumerable<string> WrittenBy(this OpenFileList open, IReadOnlyCollection<int> pids) =>
        open.Files.Where(file => file.ForWriting && pids.Contains(file.Pid))
            .Select(file => PlotFileNames.PlotIdOf(Path.GetFileName(file.Path))!).Distinct();
}

using System.Diagnostics;
using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// Brings a finished plot of chia to its destination. The older one copies whenever temp2 and destination differ, the newer one renames on
/// one device. What fails is tried again every five minutes, for ever; a partial copy stays there meanwhile.
/// </summary>
internal sealed class ChiaDelivery(PlotterProcess process, ChiaLines lines, PlannedFailure? failure)
{
    private readonly LiveLog _log = process.Output;
    private bool _full = failure?.Cause == FailureCause.DestinationFull;

    /// <param name="unfinished">The file in temp2, <c>NAME.plot.2.tmp</c>.</param>
    /// <param name="final">The plot, <c>NAME.plot</c> at the destination.</param>
    public void Bring(string unfinished, string final)
    {
        var sameFolder = Path.GetDirectoryName(Path.GetFullPath(unfinished)) == Path.GetDirectoryName(Path.GetFullPath(final));
        var mayRename = !_full && process.Settings.CopySeconds is null;
        if (sameFolder || (mayRename && process.Settings.Version != 1))
        {
            var error = RenameUntilDone(unfinished, final, sameFolder);
            if (error == 0)
            {
                return;
            }
        }

        var partial = final + ".2.tmp";
        CopyUntilDone(unfinished, partial);
        RenameUntilDone(partial, final, sameFolder: true);
    }

    /// <returns>0 when renamed; else the error that says that renaming is no way.</returns>
    private int RenameUntilDone(string from, string to, bool sameFolder)
    {
        while (true)
        {
            var error = Renaming.Rename(from, to);
            if (error == 0)
            {
                _log.Line($"Renamed final file from \"{from}\" to \"{to}\"");
                return 0;
            }

            if (error == Errors.OtherDevice || !sameFolder)
            {
                return error;
            }

            _log.Line($"Could not rename \"{from}\" to \"{to}\". Error {Errors.Text(error)}. Retrying in five minutes.");
            process.WaitForRetry();
        }
    }

    private void CopyUntilDone(string from, string to)
    {
        var begin = Stopwatch.GetTimestamp();
        var duration = TimeSpan.FromSeconds(process.Settings.CopySeconds ?? 0);
        while (PlotFiles.Copy(from, to, duration, _full) is { } refused)
        {
            // The older one reports every failure of the copy in these words.
            var text = process.Settings.Version == 1 && !refused.Opening ? Errors.Text(Errors.InputOutput) : refused.Text;
            _log.Line($"Could not copy \"{from}\" to \"{to}\". Error {text}. Retrying in five minutes.");
            process.WaitForRetry();
            _full = _full && process.StillFailing(FailureCause.DestinationFull);
        }

        _log.Line($"Copied final file from \"{from}\" to \"{to}\"");
        lines.Elapsed("Copy time =", begin);
        PlotFiles.Delete(from);
        _log.Line($"Removed temp2 file \"{from}\"? {(File.Exists(from) ? 0 : 1)}");
    }
}

using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Platform;

namespace PlotManager.Observing.Checks;

/// <summary>What a checker has written, and the verdict in it.</summary>
public static class CheckLog
{
    /// <summary>The verdict is told at the end; a checker writes a few lines for each challenge before it.</summary>
    private const int ReadFromTheEnd = 256 * 1024;

    /// <summary>The verdict. A log that cannot be read tells none.</summary>
    /// <param name="checker">Null where its profile is not known any more.</param>
    public static CheckFinding Read(IFiles files, CheckerProfile? checker, CheckRecord check, CheckerEnd end)
    {
        if (checker is null)
        {
            return new CheckFinding(
                CheckVerdict.NotJudged, null, $"what the checker {check.Checker} says means nothing without its profile");
        }

        try
        {
            var length = files.Look(check.LogFile!)?.Length ?? 0;
            var output = files.Read(check.LogFile!, Math.Max(0, length - ReadFromTheEnd), (int)Math.Min(length, ReadFromTheEnd));
            return CheckOutput.Judge(checker, output, check.Format, check.Challenges, end);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new CheckFinding(
                CheckVerdict.NotJudged, null, $"the checker's log cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}");
        }
    }
}

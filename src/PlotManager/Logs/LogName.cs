using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters.Logs;

namespace PlotManager.Logs;

/// <summary>The names of the logs that the manager makes: <c>{job}_{yyyy-MM-dd_HH_mm_ss_ffffff}.log</c>, as the original's.</summary>
public static class LogName
{
    private const string Stamp = "_0000-00-00_00_00_00_000000";

    /// <summary>
    /// The job that a log of the folder belongs to: by its name, else by the temp directory it tells of; null for a stranger's.
    /// </summary>
    public static string? JobOf(string path, RunLog log, Config config) =>
        JobOf(Path.GetFileName(path))
            ?? (log.Current?.Temp is { } temp ? config.Jobs.FirstOrDefault(job => job.Temp.Contains(temp))?.Name : null);

    /// <summary>The job's name; null for a log of another name.</summary>
    public static string? JobOf(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        var start = name.Length - Stamp.Length;
        if (start <= 0)
        {
            return null;
        }

        for (var index = 0; index < Stamp.Length; index++)
        {
            if (Stamp[index] == '0' ? !char.IsAsciiDigit(name[start + index]) : name[start + index] != Stamp[index])
            {
                return null;
            }
        }
        return name[..start];
    }
}

namespace PlotManager.Logs;

/// <summary>The names of the logs that the manager makes: <c>{job}_{yyyy-MM-dd_HH_mm_ss_ffffff}.log</c>, as the original's.</summary>
public static class LogName
{
    private const string Stamp = "_0000-00-00_00_00_00_000000";

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

using System.Globalization;
using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Json;

/// <summary>
/// The <c>json</c> command's line, in the form of the original, for scripts written for it. What its 0.1.1 prints, seen in its public
/// source:
/// - one object with one key, <c>{"jobs":[[...],...]}</c>, by json.dumps with the separators "," and ":" (no blanks) and everything
///   beyond ASCII as \uXXXX in lower case;
/// - a row is: number from 1 (text), job name or "?" (text), k (text; null when the command line does not tell), the first seven digits
///   of the plot id ("" when unknown), pid (number), start by view.datetime_format (text), elapsed HH:MM:SS (text; hours do not wrap at
///   24), phase (number, 1 from the start, 5 while copying), times of the ended phases among 1 to 4, each HH:MM or with
///   include_seconds_for_phase HH:MM:SS, cut to whole seconds, joined by " / " (text, "" when none), progress with two decimals and a
///   per cent sign (text), whole GiB of temp files, rounded half to even: "105 GiB" (text; "0 GiB" when unknown);
/// - rows go by the text of elapsed, longest first; so 100:00:00 went after 99:00:00. Here they go by the true time.
/// Where it had no log it printed the bare number 0 for progress; here that is "0.00%", so that the value is always text.
/// </summary>
public static class OriginalJson
{
    public static string Write(Snapshot snapshot, ViewSettings view, TimeZoneInfo zone)
    {
        var line = new StringBuilder("{\"jobs\":[");

        // Equals stay in the order of the jobs, those of no job last, as the original's stable sort left them.
        var places = snapshot.Jobs.Select((job, index) => (job.Name, index))
            .DistinctBy(job => job.Name)
            .ToDictionary(job => job.Name, job => job.index);
        var runs = snapshot.Runs
            .OrderByDescending(run => Math.Floor(run.Elapsed ?? 0))
            .ThenBy(run => run.Job is { } job && places.TryGetValue(job, out var place) ? place : int.MaxValue)
            .ThenBy(run => run.StartedAt);
        var number = 0;
        foreach (var run in runs)
        {
            line.Append(number++ == 0 ? "[" : ",[");
            Text(line, number.ToString(CultureInfo.InvariantCulture)).Append(',');
            Text(line, run.Job ?? "?").Append(',');
            Text(line, run.K?.ToString(CultureInfo.InvariantCulture)).Append(',');
            Text(line, RunsTable.ShortId(run)).Append(',');
            line.Append(run.Pid?.ToString(CultureInfo.InvariantCulture) ?? "null").Append(',');
            Text(line, run.StartedAt is { } started ? Start(started, view, zone) : "").Append(',');
            Text(line, Figures.Clock(run.Elapsed ?? 0, withSeconds: true)).Append(',');
            line.Append((run.Phase ?? 1).ToString(CultureInfo.InvariantCulture)).Append(',');
            Text(line, PhaseTimes(run, view.IncludeSecondsForPhase)).Append(',');
            Text(line, Figures.Percent(run.Progress ?? 0, 2)).Append(',');
            Text(line, Figures.WholeGib(run.TempBytes ?? 0)).Append(']');
        }

        return line.Append("]}").ToString();
    }

    private static string Start(DateTimeOffset started, ViewSettings view, TimeZoneInfo zone) =>
        StrfTime.Format(TimeZoneInfo.ConvertTime(started, zone), view.DateTimeFormat);

    private static string PhaseTimes(RunPart run, bool withSeconds) => string.Join(
        " / ",
        run.PhaseSeconds
            .Take(Math.Clamp((run.Phase ?? 1) - 1, 0, 4))
            .Where(seconds => seconds is not null)
            .Select(seconds => Figures.Clock(seconds, withSeconds)));

    private static StringBuilder Text(StringBuilder line, string? text)
    {
        if (text is null)
        {
            return line.Append("null");
        }

        line.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append(@"\\"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                '\f' => line.Append("\\f"),
                '\b' => line.Append("\\b"),
                < ' ' or > '~' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }

        return line.Append('"');
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;

namespace PlotManager.Core.Simulation;

/// <summary>A simulation for scripts: one line a start, then the summary. Stable.</summary>
public static class SimulationOutput
{
    public const string CsvHeader = "minute,job,temp,temp2,destination,plots,end_minute";

    // Paths stay readable; the output is no part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = ReadableJson.Encoder };

    /// <summary><c>{"minute":m,"job":..,"temp":..,"temp2":..,"dest":..}</c>, what is not there null.</summary>
    public static string JsonLine(SimulatedRun run) => Json(json =>
    {
        json.WriteNumber("minute", run.StartMinute);
        json.WriteString("job", run.Job);
        json.WriteString("temp", run.Directories.Temp);
        json.WriteString("temp2", run.Directories.Temp2);
        json.WriteString("dest", run.Directories.Destination);
    });

    public static string CsvLine(SimulatedRun run) => string.Join(',', new[]
    {
        Number(run.StartMinute), run.Job, run.Directories.Temp, run.Directories.Temp2, run.Directories.Destination,
        Number(run.Plots), Number(run.EndMinute),
    }.Select(CsvField));

    /// <summary><c>{"summary":{...}}</c>: shares 0..1, sizes in bytes but for TiB, times as the names say.</summary>
    /// <param name="config">Put before it where several configs are played.</param>
    public static string JsonSummary(SimulationSummary summary, string? config = null) => Json(json =>
    {
        if (config is not null)
        {
            json.WriteString("config", config);
        }

        json.WriteStartObject("summary");
        json.WriteNumber("days", Math.Round(summary.Length.TotalDays, 3));
        json.WriteNumber("started", summary.Started);
        json.WriteNumber("completed", summary.Completed);
        json.WriteNumber("plots_per_day", Math.Round(summary.PlotsPerDay, 3));
        json.WriteNumber("bytes", summary.BytesCompleted);
        json.WriteNumber("tib_per_day", Math.Round(summary.TiBPerDay, 4));
        json.WriteNumber("failed", summary.Failed);
        Array(json, "jobs", summary.Jobs, job =>
        {
            json.WriteString("job", job.Job);
            json.WriteNumber("started", job.Started);
            json.WriteNumber("completed", job.Completed);
            json.WriteNumber("failed", job.Failed);
        });
        Array(json, "temps", summary.Temps, temp =>
        {
            json.WriteString("drive", temp.Drive);
            json.WriteNumber("peak_bytes", temp.PeakBytes);
            json.WriteNumber("peak_runs", temp.PeakRuns);
            Optional(json, "total_bytes", temp.TotalBytes);
            json.WriteNumber("idle", Math.Round(temp.Idle, 4));
            Overflow(json, temp.OverflowAtMinute);
        });
        Array(json, "waiting", summary.Waiting, share =>
        {
            json.WriteString("rule", share.Rule.Name());
            json.WriteNumber("share", Math.Round(share.Share, 4));
        });
        Array(json, "destinations", summary.Destinations, drive =>
        {
            json.WriteString("drive", drive.Drive);
            json.WriteNumber("plots", drive.Plots);
            Optional(json, "full_at_minute", drive.FullAtMinute);
            Optional(json, "full_in_days", drive.FullInDays is { } days ? Math.Round(days, 2) : null);
            Overflow(json, drive.OverflowAtMinute);
            if (drive.WaitingPlots > 0)
            {
                json.WriteNumber("waiting_plots", drive.WaitingPlots);
            }
        });
        json.WriteEndObject();
    });

    /// <summary>What the second config brings over the first, each figure the difference of those of two single runs.</summary>
    public static string JsonDifference(SimulationSummary first, SimulationSummary second) => Json(json =>
    {
        json.WriteStartObject("difference");
        json.WriteNumber("started", second.Started - first.Started);
        json.WriteNumber("completed", second.Completed - first.Completed);
        json.WriteNumber("plots_per_day", Math.Round(second.PlotsPerDay - first.PlotsPerDay, 3));
        json.WriteNumber("bytes", second.BytesCompleted - first.BytesCompleted);
        json.WriteNumber("tib_per_day", Math.Round(second.TiBPerDay - first.TiBPerDay, 4));
        json.WriteNumber("failed", second.Failed - first.Failed);
        json.WriteEndObject();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return ReadableJson.Seen(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // Said of drives that overflow alone.
    private static void Overflow(Utf8JsonWriter json, double? minute)
    {
        if (minute is { } known)
        {
            json.WriteNumber("overflow_at_minute", known);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string CsvField(string? field) =>
        field is null ? "" : field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PlotManager.Snapshots;

namespace PlotManager.Metrics;

/// <summary>
/// The farm in Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
/// The first two metrics are the original's, under its names and labels.
/// </summary>
public static class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="snapshot">As it is to be shown at the scrape.</param>
    public static string Write(Snapshot snapshot, MetricsState state)
    {
        var text = new MetricsWriter();
        var totals = state.Now;
        var host = ("hostname", snapshot.Manager.Host);

        text.Gauge("chia_running_plots", "Number of running plots");
        foreach (var job in snapshot.Jobs)
        {
            text.Sample(job.Running, host, ("queue", job.Name));
        }

        text.Counter("chia_completed_plots_total", "Total completed plots");
        foreach (var job in snapshot.Jobs.Select(job => job.Name).Union(totals.Completed.Keys))
        {
            text.Sample(totals.Completed.GetValueOrDefault(job), host, ("queue", job));
        }

        text.Counter(
            "plotmanager_others_completed_plots_total",
            "Plots completed by plotters that do not plot for this farm, as far as it saw them");
        text.Sample(totals.OthersCompleted, host);

        text.Gauge("plotmanager_runs", "Plotter processes in flight, by queue (the job) and state; queue is empty for those of no job");
        foreach (var group in snapshot.Runs.GroupBy(run => (Job: run.Job ?? "", run.State)).OrderBy(group => group.Key))
        {
            text.Sample(group.Count(), ("queue", group.Key.Job), ("state", group.Key.State));
        }

        text.Gauge(
            "plotmanager_runs_in_phase",
            "Plotter processes in flight, by queue (the job) and phase of the plot now in the making; 0 is before phase 1");
        foreach (var group in snapshot.Runs.GroupBy(run => (Job: run.Job ?? "", Phase: run.Phase ?? 0)).OrderBy(group => group.Key))
        {
            text.Sample(group.Count(), ("queue", group.Key.Job), ("phase", Number(group.Key.Phase)));
        }

        text.Counter("plotmanager_failed_plots_total", "Plots that ended without being made, by queue (the job) and cause");
        foreach (var ((job, cause), count) in totals.Failed)
        {
            text.Sample(count, ("queue", job), ("cause", cause));
        }

        text.Counter("plotmanager_start_held_seconds_total", "Time during which a job started nothing, by the rule that said the first no");
        foreach (var ((job, rule), seconds) in totals.Held)
        {
            text.Sample(seconds, ("queue", job), ("rule", rule));
        }

        text.Histogram("plotmanager_phase_duration_seconds", "Time that ended phases took, without those of plots that were suspended");
        foreach (var ((job, phase), histogram) in totals.Phases)
        {
            text.Samples(histogram, ("queue", job), ("phase", phase));
        }

        Drives(text, snapshot.Drives);

        text.Gauge("chia_plots_total", "Plots on a drive by what their files say of them, as of the last plotmanager plots");
        foreach (var plots in snapshot.Plots)
        {
            text.Sample(plots.Plots, ("drive", plots.Drive), ("state", plots.State));
        }

        text.Counter("plotmanager_checked_plots_total", "Plots that were checked for proofs, by the checker's verdict");
        foreach (var (verdict, count) in totals.Checked)
        {
            text.Sample(count, ("verdict", verdict));
        }

        text.Gauge("plotmanager_last_look_age_seconds", "Time since the manager last looked at the farm");
        if (snapshot.Manager.LastLookAt is { } look)
        {
            text.Sample(Math.Max(0, (snapshot.Now - look).TotalSeconds));
        }

        text.Histogram("plotmanager_look_duration_seconds", "Time that looks took");
        text.Samples(totals.Looks);

        text.Gauge("plotmanager_build_info", "1, with the version of the program");
        text.Sample(1, ("version", snapshot.Manager.Version));
        return text.ToString();
    }

    private static void Drives(MetricsWriter text, ImmutableArray<DrivePart> drives)
    {
        text.Gauge("plotmanager_drive_size_bytes", "Size of a drive that jobs use");
        foreach (var drive in drives)
        {
            text.SampleIfKnown(drive.Total, ("drive", drive.Path));
        }

        text.Gauge("plotmanager_drive_free_bytes", "Bytes free on a drive for the manager's user");
        foreach (var drive in drives)
        {
            text.SampleIfKnown(drive.Free, ("drive", drive.Path));
        }

        text.Gauge("plotmanager_drive_promised_bytes", "Bytes that runs in flight will still write to a drive as finished plots");
        foreach (var drive in drives)
        {
            text.Sample(drive.Promised, ("drive", drive.Path));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Writes metric by metric; a metric without samples is left out.</summary>
internal sealed class MetricsWriter
{
    private readonly StringBuilder _text = new();
    private string _name = "";
    private string _head = "";

    public void Gauge(string metric, string help) => Begin(metric, help, "gauge");

    public void Counter(string metric, string help) => Begin(metric, help, "counter");

    public void Histogram(string metric, string help) => Begin(metric, help, "histogram");

    public void SampleIfKnown(double? value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (value is { } known)
        {
            Sample(known, labels);
        }
    }

    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Line("", value, labels);

    public void Samples(Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        for (var index = 0; index < histogram.Bounds.Length; index++)
        {
            Line("_bucket", histogram.Counts[index], [.. labels, ("le", Number(histogram.Bounds[index]))]);
        }

        Line("_bucket", histogram.Count, [.. labels, ("le", "+Inf")]);
        Line("_sum", histogram.Sum, labels);
        Line("_count", histogram.Count, labels);
    }

    public override string ToString() => _text.ToString();

    private void Begin(string metric, string help, string type)
    {
        _name = metric;
        _head = $"# HELP {metric} {Escaped(help)}\n# TYPE {metric} {type}\n";
    }

    private void Line(string suffix, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_head).Append(_name).Append(suffix);
        _head = "";
        for (var index = 0; index < labels.Length; index++)
        {
            _text.Append(index == 0 ? '{' : ',')
                .Append(labels[index].Name)
                .Append("=\"")
                .Append(Escaped(labels[index].Value).Replace("\"", "\\\""))
                .Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\").Replace("\n", "\\n");

    // Round-trips; infinities and not-a-number as Prometheus spells them.
    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}

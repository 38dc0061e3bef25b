using System.Globalization;
using System.Text;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Scheduling;

/// <summary>
/// A decision in plain words: the same for explain, view and status. Times are told in the offset of the look's instant.
/// </summary>
public static class Reasons
{
    /// <summary>"start", "wait", "held back", "paused" or "done" (all its plots are started).</summary>
    public static string Word(JobDecision job) => job.Reason switch
    {
        null => "start",
        _ when IsDone(job) => "done",
        Rule.Paused => "paused",
        Rule.HeldBack => "held back",
        _ => "wait",
    };

    /// <summary>One line: what the job waits for, the figures, and when that ends if it is known; or what it starts and where.</summary>
    public static string Line(JobDecision job) => Line(Headline(job), job.Until, job.Now, Figures(job));

    /// <summary>The line of a <see cref="Headline(JobDecision)"/> and its figures, as of an instant.</summary>
    public static string Line(string headline, DateTimeOffset? until, DateTimeOffset now, string? figures)
    {
        var line = WithCountdown(headline, until, now);
        return string.IsNullOrEmpty(figures) ? line : $"{line}; {figures}";
    }

    /// <summary>A reason that ends at an instant, and how long that is from now on: "... until 14:32 (in 18 min)".</summary>
    public static string WithCountdown(string reason, DateTimeOffset? until, DateTimeOffset now) =>
        until is { } end ? $"{reason} (in {Durations.Words(end - now)})" : reason;

    /// <summary>What the job waits for and until when, or what it starts and where: "waits for stagger until 14:32".</summary>
    public static string Headline(JobDecision job)
    {
        if (job.Reason is not { } reason)
        {
            return $"starts {Start(job)}";
        }

        if (IsDone(job))
        {
            var running = job.Counts.Running > 0 ? $", {job.Counts.Running} still running" : "";
            return $"done: {Sentence(job, job[Rule.MaxPlots])}{running}";
        }

        var text = Headline(job, job[reason]);
        // The first no may end before another does: then the wait is as long as the longest of them.
        if (job.Until is { } until && job[reason].Until is { } own && until > own)
        {
            text += $", then for {Others(job, reason)} until {Clock(until, job.Now)}";
        }

        return text;
    }

    /// <summary>What the job would start if a manager ran, and where.</summary>
    public static string WouldStart(JobDecision job) => $"would start with a manager: {Start(job)}";

    /// <summary>
    /// The counts behind the job's limits, less the one that the headline tells: "4 of 6 running (1 early, counted out), 1 of 2 in
    /// phase 1". Those of all jobs are in it only where they hold the job back; a job that is done has none.
    /// </summary>
    public static string Figures(JobDecision job)
    {
        if (IsDone(job))
        {
            return "";
        }

        var counts = job.Counts;
        var early = counts.Early > 0 ? $" ({counts.Early} early, counted out)" : "";
        var running = job.Reason == Rule.JobMaxConcurrent && counts.Early == 0
            ? null
            : $"{counts.Running} of {job.Job.MaxConcurrent} running{early}";
        var ofAll = job[Rule.MaxForPhase1];
        var inPhase1 = job.Reason == Rule.JobMaxForPhase1 ? null
            : job.Job.MaxForPhase1 > 0 ? $"{counts.InPhase1} of {job.Job.MaxForPhase1} in phase 1"
            : job.Reason == Rule.MaxForPhase1 || ofAll.Allows ? null
            : $"{ofAll.Have} of {ofAll.Limit} of all jobs in phase 1";
        return string.Join(", ", new[] { running, inPhase1 }.OfType<string>());
    }

    /// <summary>Where the next plot goes: "/mnt/nvme0/a → /mnt/hdd1/plots"; empty while there is no usable directory.</summary>
    public static string Way(JobDecision job) => job.Next is { } next ? Way(next) : "";

    /// <summary>The directories of a plot in the order in which it passes them. A temp2 that is the destination is told once.</summary>
    public static string Way(PlotDirectories way) => string.Join(
        " → ", new[] { way.Temp, way.Temp2 == way.Destination ? null : way.Temp2, way.Destination }.OfType<string>());

    /// <summary>One verdict by itself, yes or no, with its figures.</summary>
    public static string Of(JobDecision job, Rule rule)
    {
        var verdict = job[rule];
        if (!verdict.Allows)
        {
            return Sentence(job, verdict);
        }

        return rule switch
        {
            Rule.Paused => "starts are allowed",
            Rule.MaxConcurrent => $"{verdict.Have} of {verdict.Limit} running in all",
            Rule.MaxForPhase1 => $"{verdict.Have} of {verdict.Limit} in phase 1 in all",
            Rule.JobMaxForPhase1 when verdict.Limit == 0 => $"{verdict.Have} in phase 1, no limit",
            Rule.JobMaxForPhase1 => $"{verdict.Have} of {verdict.Limit} in phase 1",
            Rule.MaxPlots => $"{verdict.Have} of {verdict.Limit} plots started",
            Rule.HeldBack => "not held back",
            Rule.Stagger => "stagger is over",
            Rule.JobMaxConcurrent => $"{verdict.Have} of {verdict.Limit} running, {job.Counts.Early} early counted out",
            Rule.WithStartEarly => $"{verdict.Have} of {verdict.Limit} running, early ones included",
            Rule.Plotter => "the plotter can be started",
            Rule.Temp => $"{verdict.Have} of {verdict.Limit} temp directories usable",
            _ => $"{verdict.Have} of {verdict.Limit} destinations usable",
        };
    }

    /// <summary>
    /// The directories of a list and why each is not in turn: "/mnt/hdd3 0.4 GiB free, 101.2 promised · /mnt/hdd4 38.0 GiB free".
    /// </summary>
    public static string Rooms(JobDecision job, DirectoryUse use)
    {
        var text = new StringBuilder();
        foreach (ref readonly var figures in job.Directories)
        {
            if (figures.Use != use)
            {
                continue;
            }

            if (text.Length > 0)
            {
                text.Append(" · ");
            }

            text.Append(figures.Path).Append(figures.Finding.IsUsable ? " " : ": ").Append(RoomOf(figures));
        }
        return text.ToString();
    }

    /// <summary>"14:32" today, "Tue 14:32" within a week, else with the date; in the offset of <paramref name="now"/>.</summary>
    public static string Clock(DateTimeOffset instant, DateTimeOffset now)
    {
        var local = instant.ToOffset(now.Offset);
        var days = (local.Date - now.Date).Days;
        var format = days == 0 ? "HH:mm" : days is > 0 and < 7 ? "ddd HH:mm" : "yyyy-MM-dd HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Headline(JobDecision job, Verdict verdict) => verdict.Rule switch
    {
        Rule.Paused or Rule.HeldBack => Sentence(job, verdict),
        Rule.Stagger => $"waits for {Sentence(job, verdict)}",
        _ => $"waits: {Sentence(job, verdict)}",
    };

    private static string Sentence(JobDecision job, Verdict verdict) => verdict.Rule switch
    {
        Rule.Paused => verdict.Cause == Cause.Draining ? "draining: nothing more is started" : "starts are paused",
        Rule.MaxConcurrent => $"{verdict.Have} of {verdict.Limit} running in all{Foreign(job.Foreign.Running)} (global.max_concurrent)",
        Rule.MaxForPhase1 =>
            $"{verdict.Have} of {verdict.Limit} in phase 1 in all{Foreign(job.Foreign.InPhase1)} (global.max_for_phase_1)",
        Rule.JobMaxForPhase1 => $"{verdict.Have} of {verdict.Limit} in phase 1 (max_for_phase_1)",
        Rule.MaxPlots => $"{verdict.Have} of {verdict.Limit} plots started (max_plots)",
        Rule.HeldBack => $"held back after a failure{HeldBackCause(job)} until {When(job, verdict)}",
        Rule.Stagger => $"{StaggerName(verdict.Cause)} until {When(job, verdict)}",
        Rule.JobMaxConcurrent => $"{verdict.Have} of {verdict.Limit} running (max_concurrent){EarlyEnd(job, verdict)}",
        Rule.WithStartEarly => $"{verdict.Have} of {verdict.Limit} running, early ones included (max_concurrent_with_start_early)",
        Rule.Plotter => $"the plotter cannot be started: {job.PlotterProblem}",
        Rule.Temp when verdict.Cause == Cause.NoTemp2Usable => NoDirectory(job, "temp2 directory", DirectoryUse.Temp2),
        Rule.Temp => NoDirectory(job, "temp directory", DirectoryUse.Temp),
        _ => NoDirectory(job, "destination", DirectoryUse.Destination),
    };

    // It will start nothing more, whatever else forbids a start.
    private static bool IsDone(JobDecision job) => !job[Rule.MaxPlots].Allows;

    private static string Foreign(int runs) => runs > 0 ? $", {runs} of them of no job" : "";

    private static string HeldBackCause(JobDecision job) => job.HeldBackCause is { } cause ? $" ({cause})" : "";

    private static string EarlyEnd(JobDecision job, Verdict verdict) => verdict.Until is null ? "" : $" until {When(job, verdict)}";

    private static string When(JobDecision job, Verdict verdict) =>
        verdict.Until is { } until ? Clock(until, job.Now) : "it is known when";

    private static string StaggerName(Cause cause) => cause switch
    {
        Cause.MinimumBetweenJobs => "the minimum time between jobs",
        Cause.InitialDelay => "its initial delay",
        _ => "stagger",
    };

    private static string NoDirectory(JobDecision job, string what, DirectoryUse use)
    {
        var room = false;
        long needs = 0;
        foreach (ref readonly var figures in job.Directories)
        {
            if (figures.Use == use && figures.Finding.IsUsable)
            {
                (room, needs) = (true, figures.Needs);
            }
        }

        return room
            ? $"no {what} has room (needs {Text.Figures.Size(needs)}): {Rooms(job, use)}"
            : $"no {what} is usable: {Rooms(job, use)}";
    }

    private static string RoomOf(in DirectoryFigures figures)
    {
        var finding = figures.Finding;
        if (!finding.IsUsable)
        {
            return finding.Detail ?? Condition(finding.Condition);
        }

        var taken = figures.Needs == 0 ? 0 : finding.FreeBytes - figures.Room;
        return taken > 0
            ? $"{Text.Figures.Size(finding.FreeBytes)} free, {Text.Figures.Size(taken)} promised"
            : $"{Text.Figures.Size(finding.FreeBytes)} free";
    }

    private static string Condition(DirectoryCondition condition) => condition switch
    {
        DirectoryCondition.Missing => "missing",
        DirectoryCondition.NotADirectory => "not a directory",
        DirectoryCondition.NotWritable => "not writable",
        DirectoryCondition.ReadOnly => "read-only",
        DirectoryCondition.NotMounted => "not mounted",
        DirectoryCondition.Skipped => "skipped",
        _ => "cannot be read",
    };

    private static string Others(JobDecision job, Rule first)
    {
        foreach (ref readonly var verdict in job.Verdicts)
        {
            if (verdict.Rule != first && verdict.Until?.UtcTicks == job.Until?.UtcTicks)
            {
                return verdict.Rule.Name();
            }
        }

        return first.Name();
    }

    private static string Start(JobDecision job) =>
        $"{(job.Start?.Plots ?? 1) switch { 1 => "a plot", var plots => $"a run of {plots} plots" }}: {Way(job)}";
}

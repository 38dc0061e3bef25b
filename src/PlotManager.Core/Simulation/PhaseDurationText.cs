using System.Collections.Immutable;
using System.Globalization;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;

namespace PlotManager.Core.Simulation;

/// <summary>
/// Where the lengths of phases come from: what the user says, else what past plots took, else the profile's shares of a usual plot.
/// </summary>
public static class PhaseDurationText
{
    /// <summary>
    /// Hours that a k32 plot takes where nothing better is known; other sizes in proportion to their bytes. Between the half hour of a
    /// fast madMax and the day of a slow disk: good for comparing configs, no forecast.
    /// </summary>
    public const double UsualHoursK32 = 8;

    /// <summary>Reads <c>a,b,c,d</c> (minutes, for all jobs) and <c>NAME=a,b,c,d</c> (for one).</summary>
    /// <param name="problem">What is wrong, in one line, when null is returned.</param>
    public static PhaseDurations? Read(IEnumerable<string> texts, Config config, PhaseDurations otherwise, out string? problem)
    {
        var durations = otherwise;
        var named = durations.OfJob;
        problem = null;
        var texted = texts.ToList();
        foreach (var text in texted.Where(text => !text.Contains('=')))
        {
            if ((problem = Problem(text, text, out var minutes)) is not null)
            {
                return null;
            }

            named = ImmutableDictionary<string, ImmutableArray<TimeSpan>>.Empty;
            durations = new(minutes, named);
        }
        foreach (var text in texted.Where(text => text.Contains('=')))
        {
            var (name, list) = (text[..text.LastIndexOf('=')], text[(text.LastIndexOf('=') + 1)..]);
            if (config.FindJob(name) is null)
            {
                problem = $"--phases {text}: there is no job '{name}'; jobs are {string.Join(", ", config.Jobs.Select(job => job.Name))}";
                return null;
            }
            if ((problem = Problem(text, list, out var minutes)) is not null)
            {
                return null;
            }

            named = named.SetItem(name, minutes);
        }
        return durations with { OfJob = named };
    }

    /// <summary>A usual plot of each job, divided by its profile's weights.</summary>
    public static PhaseDurations OfProfiles(Config config) => new(
        config.Jobs.IsEmpty ? [TimeSpan.FromHours(UsualHoursK32)] : Usual(config.Jobs[0].Plotter, config.Jobs[0].K),
        config.Jobs.DistinctBy(job => job.Name).ToImmutableDictionary(job => job.Name, job => Usual(job.Plotter, job.K)));

    /// <summary>How long the phases of a plot of this size usually take, as far as a profile alone can tell.</summary>
    public static ImmutableArray<TimeSpan> Usual(PlotterProfile plotter, int k)
    {
        var hours = UsualHoursK32 * plotter.FinalBytes(k) / 108_877_420_953;
        var all = plotter.Phases.Sum(phase => phase.Weight);
        if (all <= 0 || hours <= 0)
        {
            return [TimeSpan.FromHours(Math.Max(hours, 0.01))];
        }

        return [.. plotter.Phases.Select(phase => TimeSpan.FromHours(hours * phase.Weight / all))];
    }

    private static string? Problem(string text, string list, out ImmutableArray<TimeSpan> phases)
    {
        var minutes = ImmutableArray.CreateBuilder<TimeSpan>();
        phases = [];
        foreach (var part in list.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var minute)
                || minute is not (>= 0 and <= 10_000_000))
            {
                return $"--phases {text}: '{part}' is not a number of minutes";
            }

            minutes.Add(TimeSpan.FromMinutes(minute));
        }
        phases = minutes.ToImmutable();
        return phases.Sum(phase => phase.TotalMinutes) < 0.01 ? $"--phases {text}: a plot takes more than no time at all" : null;
    }
}

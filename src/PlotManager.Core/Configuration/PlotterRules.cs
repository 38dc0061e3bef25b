using System.Collections.Immutable;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;
using PlotManager.Core.Text;

namespace PlotManager.Core.Configuration;

/// <summary>What a job must and may say, by the profile of its plotter.</summary>
internal static class PlotterRules
{
    public static void Check(Section job, PlotterProfile plotter)
    {
        if (job.Find(JobEntryKeys.Size) is { } size && !plotter.AllowsK(size.Value))
        {
            job.Error(JobEntryKeys.Size, RuleMessages.SizeNotAllowed(size.Value, plotter.Name, plotter.K));
        }

        if (plotter.Keys.Temp == KeyUse.Required)
        {
            Require(job, JobEntryKeys.Temp, plotter);
        }

        if (plotter.Keys.Temp2 == KeyUse.Required)
        {
            Require(job, JobEntryKeys.Temp2, plotter);
        }

        foreach (var key in new[] { JobEntryKeys.Temp, JobEntryKeys.Temp2, JobEntryKeys.Destination })
        {
            Elsewhere(job, key, plotter);
        }

        Number(job, JobEntryKeys.Threads, plotter.Keys.Threads, plotter);
        Number(job, JobEntryKeys.Buckets, plotter.Keys.Buckets, plotter);
        Number(job, JobEntryKeys.MemoryBuffer, plotter.Keys.MemoryBuffer, plotter);
        Number(job, JobEntryKeys.Compression, plotter.Keys.Compression, plotter);
        // The original's files carry threads and buckets for every plotter; compression is asked for on purpose.
        if (plotter.Keys.Compression.Use == KeyUse.Unused && job.Find(JobEntryKeys.Compression) is { Value: > 0 })
        {
            job.Warn(JobEntryKeys.Compression, RuleMessages.NotOf(plotter.Name));
        }
    }

    private static void Elsewhere(Section job, Key<ImmutableArray<Placed<string>>> key, PlotterProfile plotter)
    {
        if (plotter.Keys.TakesElsewhere && key != JobEntryKeys.Temp)
        {
            return;
        }

        foreach (var directory in job.Value(key).Where(directory => Paths.IsElsewhere(directory.Value)))
        {
            job.Error(key, RuleMessages.NotElsewhere(directory.Value, plotter.Name));
        }
    }

    private static void Number(Section job, Key<int> key, NumberKey rule, PlotterProfile plotter)
    {
        if (rule.Use == KeyUse.Required)
        {
            Require(job, key, plotter);
        }

        if (rule.Use != KeyUse.Unused && job.Find(key) is { } given && !rule.Allows(given.Value))
        {
            job.Error(key, RuleMessages.NotAllowed(given.Value, plotter.Name, rule.Least, rule.Most));
        }
    }

    private static void Require(Section job, Key key, PlotterProfile plotter)
    {
        if (!job.IsGiven(key))
        {
            job.Error(key, RuleMessages.RequiredBy(plotter.Name, key));
        }
    }
}

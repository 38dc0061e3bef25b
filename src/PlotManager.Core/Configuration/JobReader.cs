using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>Reads the entries under <c>jobs:</c> and checks what must hold within a job and between jobs.</summary>
internal static class JobReader
{
    /// <summary>A file name has 255 bytes; a log's has a date of 27 and <c>.log</c> behind the job's name.</summary>
    public const int LongestName = 220;

    public static ImmutableArray<Job> Read(ImmutableArray<Placed<Section>> entries, Section root, ProfileCatalog profiles)
    {
        var sections = entries.Select(entry => entry.Value).ToList();
        NamesAreUnique(sections);
        TempsAreNotShared(sections);
        EachHasALocation(sections, root);
        var ofAll = ProfileNamed(root, ConfigKeys.Backend, profiles);
        var jobs = ImmutableArray.CreateBuilder<Job>(sections.Count);
        foreach (var section in sections)
        {
            var plotter = section.IsGiven(JobEntryKeys.Backend) ? ProfileNamed(section, JobEntryKeys.Backend, profiles) : ofAll;
            Check(section);
            if (plotter is null)
            {
                continue;
            }

            PlotterRules.Check(section, plotter);
            jobs.Add(Assemble(section, plotter, root));
        }
        return jobs.ToImmutable();
    }

    private static PlotterProfile? ProfileNamed(Section section, Key<string> key, ProfileCatalog profiles)
    {
        if (section.IsGiven(key) && section.Find(key) is null)
        {
            return null;
        }

        var name = section.Value(key);
        var profile = profiles.Find(name);
        if (profile is null)
        {
            section.Error(key, RuleMessages.UnknownProfile(name, profiles.All.Where(one => !one.StandIn).Select(one => one.Name)));
        }

        return profile;
    }

    private static void EachHasALocation(List<Section> jobs, Section root)
    {
        if (root.IsGiven(ConfigKeys.ChiaLocation))
        {
            return;
        }

        var without = jobs.FindAll(job => !job.IsGiven(JobEntryKeys.ChiaLocation));
        if (without.Count == jobs.Count)
        {
            root.Error(ConfigKeys.ChiaLocation, RuleMessages.NoLocation);
        }
        else
        {
            without.ForEach(job => job.Error(JobEntryKeys.ChiaLocation, RuleMessages.NoLocationOfJob));
        }
    }

    private static void NamesAreUnique(List<Section> jobs)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            if (job.Find(JobEntryKeys.Name) is { } name && !lines.TryAdd(name.Value, name.Place.Line))
            {
                job.Error(JobEntryKeys.Name, RuleMessages.NameTaken(name.Value, lines[name.Value]));
            }
        }
    }

    private static void TempsAreNotShared(List<Section> jobs)
    {
        var owners = new Dictionary<string, (Section Job, int Line)>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            foreach (var temp in job.Value(JobEntryKeys.Temp))
            {
                var directory = ConfigPath.Comparable(temp.Value, job.Reading.Environment.Windows);
                if (owners.TryAdd(directory, (job, temp.Place.Line)))
                {
                    continue;
                }

                var (owner, line) = owners[directory];
                if (owner == job)
                {
                    job.Reading.Problems.Warn(temp.Place, temp.Path, RuleMessages.DirectoryTwice(temp.Value, line));
                }
                else
                {
                    job.Reading.Problems.Error(temp.Place, temp.Path, RuleMessages.TempShared(temp.Value, NameOf(owner), line));
                }
            }
        }
    }

    private static string NameOf(Section job) =>
        job.Find(JobEntryKeys.Name) is { } name ? $"job {YamlMessages.Shown(name.Value)}" : job.Path;

    private static void Check(Section job)
    {
        if (job.Find(JobEntryKeys.Name) is { } name)
        {
            NameSuitsFiles(job, name.Value);
        }

        if (job.Find(JobEntryKeys.MaxConcurrent) is { } most
            && job.Find(JobEntryKeys.MaxConcurrentWithStartEarly) is { } early
            && early.Value < most.Value)
        {
            job.Error(
                JobEntryKeys.MaxConcurrentWithStartEarly, RuleMessages.LessThanMaxConcurrent(early.Value, most.Value, most.Place.Line));
        }
        if (job.IsGiven(JobEntryKeys.PoolPublicKey) && job.IsGiven(JobEntryKeys.PoolContractAddress))
        {
            job.Error(JobEntryKeys.PoolPublicKey, RuleMessages.PoolKeyAndContract);
        }

        if (job.Value(JobEntryKeys.EnableCpuAffinity)
            && (!job.IsGiven(JobEntryKeys.CpuAffinity) || job.Find(JobEntryKeys.CpuAffinity) is { Value.IsEmpty: true }))
        {
            job.Error(JobEntryKeys.EnableCpuAffinity, RuleMessages.AffinityWithoutCpu);
        }
    }

    private static void NameSuitsFiles(Section job, string name)
    {
        foreach (var character in name)
        {
            if (!char.IsControl(character)
                && character != '/'
                && !(job.Reading.Environment.Windows && "\\:*?\"<>|".Contains(character, StringComparison.Ordinal)))
            {
                continue;
            }

            job.Error(JobEntryKeys.Name, RuleMessages.NameNotForFiles(character));
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > LongestName)
        {
            job.Error(JobEntryKeys.Name, RuleMessages.NameTooLong(bytes, LongestName));
        }
    }

    private static Job Assemble(Section job, PlotterProfile plotter, Section root) => JobEntryKeys.Bindings.ReadAll(
        new Job
        {
            Name = "",
            Plotter = plotter,
            Location = (job.Find(JobEntryKeys.ChiaLocation) ?? root.Find(ConfigKeys.ChiaLocation))?.Value ?? "",
            MaxPlots = 0,
            Temp = [],
            Destination = [],
            K = 0,
            MaxConcurrent = 0,
            MaxConcurrentWithStartEarly = 0,
        },
        job);
}

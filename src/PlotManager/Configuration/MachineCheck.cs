using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Notifications.Services;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>Looks whether the machine can do what a good config asks for. Starts nothing but the plotters' own <c>--version</c>.</summary>
/// <param name="version">What a plotter says of its version; null if nothing.</param>
public sealed class MachineCheck(
    IDrives drives, IFiles files, MachineTraits traits, Func<string, string?> variable, Func<string, string?> version)
{
    /// <summary>All that was looked at, in the order of plotters, directories, drives and settings.</summary>
    public IReadOnlyList<MachineFinding> Look(Config config) =>
    [
        .. Plotters(config).Select(finding => finding with { Group = "plotters" }),
        .. new DirectoryCheck(drives).Look(config).Concat(new RoomCheck(drives, files).Look(config))
            .Select(finding => finding with { Group = "drives" }),
        .. config.Jobs.SelectMany(Settings),
        .. Limits(config),
        .. Sounds(config),
    ];

    /// <summary>Of all that, what is wrong and a manager would meet only when it starts a plot or sends a notice.</summary>
    public IReadOnlyList<MachineFinding> LookBeforeStart(Config config) =>
    [
        .. Programs(config).Where(program => program is { IsThere: true, Problem: not null }).Select(CannotStart),
        .. config.Jobs.SelectMany(Settings),
        .. Sounds(config),
    ];

    private IEnumerable<MachineFinding> Sounds(Config config)
    {
        if (config.Notifications.Find(Sound.Service)?[Sound.Song] is { } song && !IsThere(song))
        {
            yield return MachineFinding.Error("notifications.song", $"there is no file {song}; give the path of a sound file");
        }
    }

    private bool IsThere(string path)
    {
        try
        {
            return files.Look(path) is not null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<MachineFinding> Plotters(Config config) =>
        from program in Programs(config)
        let plotter = program.Jobs[0].Plotter.Name
        select program.Problem is not null ? CannotStart(program)
            : version(program.Path) is { } said ? MachineFinding.Ok(program.Path, $"{plotter}, says: {said}")
            : MachineFinding.Ok(program.Path, $"{plotter}, does not say its version");

    private static MachineFinding CannotStart(Program program) =>
        MachineFinding.Error(program.Path, $"{program.Problem} ({Jobs(program.Jobs)} cannot start)");

    private IEnumerable<Program> Programs(Config config)
    {
        var search = new ExecutableSearch(files, variable);
        foreach (var jobs in config.Jobs.GroupBy(job => CommandLine.Executable(job.Plotter, job)))
        {
            var (path, problem) = search.Find(jobs.Key);
            yield return path is null
                ? new Program([.. jobs], jobs.Key, IsThere: false, WithoutSubject(problem!, jobs.Key))
                : new Program([.. jobs], path, IsThere: true, ProgramHead.Problem(files, search, path));
        }
    }

    // The search names what it looked for; here that is the subject already.
    private static string WithoutSubject(string problem, string location) =>
        problem.StartsWith(location, StringComparison.Ordinal) ? problem[location.Length..].TrimStart(':', ' ') : problem;

    private IEnumerable<MachineFinding> Settings(Job job)
    {
        if (traits.Cpus is null && !job.CpuAffinity.IsEmpty)
        {
            yield return MachineFinding.Error(
                $"job {job.Name}: cpu_affinity", "this system binds no process to CPUs; set enable_cpu_affinity to false");
        }
        else if (job.CpuAffinity.Where(cpu => !traits.Cpus!.Contains(cpu)).ToList() is { Count: > 0 } missing)
        {
            yield return MachineFinding.Error(
                $"job {job.Name}: cpu_affinity",
                $"the machine has no CPU {string.Join(", ", missing)} for us; it has {Ranges(traits.Cpus!)}");
        }

        if (!traits.Windows && job.UnixPriority < traits.LowestNice)
        {
            yield return MachineFinding.Error($"job {job.Name}: unix_process_priority", $"{job.UnixPriority} takes rights that this "
                + $"user has not; {traits.LowestNice} is the least allowed (root, CAP_SYS_NICE or LimitNICE give more)");
        }

        if (traits.Windows && job.WindowsPriority == RealtimeClass && !traits.IsAdministrator)
        {
            yield return MachineFinding.Warning(
                $"job {job.Name}: windows_process_priority", "realtime takes an administrator; Windows gives high instead");
        }

        if (job is { K: < SmallestFarmed, Plotter.StandIn: false } && job.Plotter.AllowsK(SmallestFarmed) && !job.Plotter.IsOfSecondProof)
        {
            yield return MachineFinding.Warning(
                $"job {job.Name}: size",
                $"k{job.K} is not farmable: plots below k{SmallestFarmed} win nothing and are for trying plotters out");
        }

        if (!job.Plotter.MayShareTemp && job.Plotter.NeedsTemp && job.MaxConcurrentWithStartEarly > job.Temp.Length)
        {
            yield return MachineFinding.Error(
                $"job {job.Name}: temporary_directory", $"two runs of {job.Plotter.Name} in one directory destroy each other, and up "
                    + $"to {job.MaxConcurrentWithStartEarly} may run in {job.Temp.Length}; give as many directories as runs, or lower "
                        + "max_concurrent");
        }
    }

    private const int RealtimeClass = 256;

    // The least that the main network takes of the first proof of space.
    private const int SmallestFarmed = 32;

    private static IEnumerable<MachineFinding> Limits(Config config)
    {
        var together = config.Jobs.Sum(job => (long)job.MaxConcurrentWithStartEarly);
        if (config.Global.MaxConcurrent == 0)
        {
            yield return MachineFinding.Warning("global.max_concurrent", "is 0: nothing will ever start");
        }
        else if (together > config.Global.MaxConcurrent)
        {
            yield return MachineFinding.Warning(
                "global.max_concurrent", $"lets {config.Global.MaxConcurrent} run at once, the jobs together ask for {together}");
        }
        // A job without a limit of its own asks for no more than the global one.
        var inPhase1 = config.Jobs.Sum(job => (long)job.MaxForPhase1);
        if (config.Global.MaxForPhase1 == 0)
        {
            yield return MachineFinding.Warning("global.max_for_phase_1", "is 0: nothing will ever start");
        }
        else if (inPhase1 > config.Global.MaxForPhase1)
        {
            yield return MachineFinding.Warning(
                "global.max_for_phase_1", $"lets {config.Global.MaxForPhase1} be in phase 1 at once, the jobs together ask for {inPhase1}");
        }
    }

    internal static string Jobs(IEnumerable<Job> jobs)
    {
        var names = jobs.Select(job => job.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 1 ? $"job {names[0]}" : $"jobs {string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private static string Ranges(IEnumerable<int> cpus)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var cpu in cpus)
        {
            if (ranges.Count > 0 && ranges[^1].Last == cpu - 1)
            {
                ranges[^1] = (ranges[^1].First, cpu);
            }
            else
            {
                ranges.Add((cpu, cpu));
            }
        }
        return string.Join(", ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First} to {range.Last}"));
    }

    /// <summary>An executable, with the jobs that start it.</summary>
    /// <param name="Problem">Why it cannot be started; null where nothing is known against it.</param>
    private sealed record Program(List<Job> Jobs, string Path, bool IsThere, string? Problem);
}

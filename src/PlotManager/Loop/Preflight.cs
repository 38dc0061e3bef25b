using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Snapshots;

namespace PlotManager.Loop;

/// <summary>
/// Whether there is any sense in starting a manager: it is refused, with every reason, when nothing runs and no job could start for want
/// of a plotter or of a usable directory. What others run on the machine changes nothing. With one job that could, the others are waited
/// for: a drive may come back.
/// </summary>
public static class Preflight
{
    /// <exception cref="CommandFault">Nothing could be started; the message names file, key and remedy of each.</exception>
    public static void Refuse(Farm farm, FarmLook look, CommandEnvironment environment)
    {
        var problems = farm.Config.Jobs.Select((job, index) => Problem(farm, look, job, index, environment)).ToList();
        var runs = look.Store.State.InFlight.Any(run => run.Run.Owner.IsReported()); // what others run is no reason to begin
        if (!runs && problems.Count > 0 && problems.TrueForAll(problem => problem is not null))
        {
            throw new CommandFault(string.Join('\n', problems.Distinct()));
        }

        foreach (var problem in problems.OfType<string>())
        {
            environment.Complain($"warning: {problem}");
        }

        var machine = environment.Machine.Value;
        var check = new MachineCheck(machine.Drives, machine.Files, MachineTraits.OfThisMachine(), environment.Variable, _ => null);
        foreach (var finding in check.LookBeforeStart(farm.Config))
        {
            environment.Complain($"warning: {finding.Subject}: {finding.Text}");
        }
    }

    private static string? Problem(Farm farm, FarmLook look, Job job, int index, CommandEnvironment environment)
    {
        var file = ConfigFile.Shown(farm.Paths.ConfigFile, environment.WorkingDirectory);
        var decision = look.Decision.Jobs[index];
        if (!decision[Rule.Plotter].Allows)
        {
            return $"{file}: jobs[{index}] ({job.Name}): {Reasons.Of(decision, Rule.Plotter)}; give the path of the plotter's "
                + "executable in chia_location";
        }

        return Unusable("temporary_directory", job.Temp)
            ?? Unusable("temporary2_directory", job.Temp2) ?? Unusable("destination_directory", job.Destination);

        string? Unusable(string key, IReadOnlyList<string> directories)
        {
            var findings = directories.Select(path => (path, finding: look.Seen.Directories[path])).ToList();
            return findings.Count == 0 || findings.Exists(pair => pair.finding.IsUsable)
                ? null
                : $"{file}: jobs[{index}].{key}: "
                    + $"{string.Join("; ", findings.Select(pair => $"{pair.path}: {DirectoryWords.Problem(pair.finding)}"))}; "
                        + $"{DirectoryWords.Remedy(findings[0].finding.Condition)}";
        }
    }
}

using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>What is done to the plotters of a farm.</summary>
/// <param name="now">The time since the beginning.</param>
/// <param name="later">Takes what is to be done at a time, usually the undoing of a fault.</param>
public sealed class PlotterFaults(TestFarm farm, Witness witness, Func<TimeSpan> now, Action<TimeSpan, Action> later)
{
    public const int SigCont = 18;

    private const int SigStop = 19;
    private const string Full = "fail: destination_full\n";
    private static readonly TimeSpan LongestStarving = TimeSpan.FromSeconds(8);

    private readonly HashSet<string> _struckSinceAPlot = [];

    /// <summary>The commands that were given, which may outlive their manager.</summary>
    public List<Task<Outcome>> Commands { get; } = [];

    /// <summary>Whether the fault found what it strikes.</summary>
    public bool Strike(ChaosStep step)
    {
        var (job, due) = (ChaosFarm.Jobs[step.Job], now() + step.Length);
        return step.Fault switch
        {
            Fault.KillPlotter => KillPlotter(job),
            Fault.SuspendPlotter => SuspendPlotter(job, due),
            Fault.KillByCommand => KillByCommand(job),
            Fault.TakeDestination => TakeDestination(job, due),
            Fault.FillDestination => FillDestination(step.Job, due),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no fault that waits"),
        };
    }

    // A job that loses three plots running is held back for minutes: each loses one at most between two that are made.
    private SeenPlotter? Victim(string job)
    {
        if (IsStarved(job))
        {
            return null;
        }

        var made = farm.Plots($"plots-{job}").Count;
        return _struckSinceAPlot.Contains($"{job} {made}") || _struckSinceAPlot.Contains($"{job} {made - 1}") ? null : AtWork(job);
    }

    private SeenPlotter? AtWork(string job) =>
        witness.Plotters()
            .Where(plotter => plotter.Job == job && PlotLogText.IsAtWork(Witness.ReadLog(plotter.Log)))
            .MinBy(plotter => plotter.Log);

    private void Mark(string job) => _struckSinceAPlot.Add($"{job} {farm.Plots($"plots-{job}").Count}");

    private bool KillPlotter(string job)
    {
        if (Victim(job) is not { } victim)
        {
            return false;
        }

        Mark(job);
        Processes.Signal(victim.Pid, Processes.SigKill);
        return true;
    }

    private bool KillByCommand(string job)
    {
        if (Victim(job) is not { } victim || farm.ManagerPid() is null)
        {
            return false;
        }

        Mark(job);
        Commands.Add(farm.Run("kill", $"{victim.Pid}", "--force"));
        return true;
    }

    private bool SuspendPlotter(string job, TimeSpan due)
    {
        if (AtWork(job) is not { } victim)
        {
            return false;
        }

        Processes.Signal(victim.Pid, SigStop);
        later(due, () => Processes.Signal(victim.Pid, SigCont));
        return true;
    }

    // Both last until a plotter has met them, if one comes.
    private bool TakeDestination(string job, TimeSpan due)
    {
        var destination = Path.Combine(farm.Folder, $"plots-{job}");
        if (IsStarved(job) || AtWork(job) is null)
        {
            return false;
        }

        var waiting = Waiting(job);
        Directory.Move(destination, destination + ".away");
        later(due, () => UndoOnceMet(job, waiting, due + LongestStarving, () => GiveBack(destination)));
        return true;
    }

    // A plotter that was just starting makes the folder anew, as chia does, and may have begun a copy there.
    private static void GiveBack(string destination)
    {
        if (Directory.Exists(destination))
        {
            foreach (var file in Directory.GetFiles(destination))
            {
                File.Move(file, Path.Combine(destination + ".away", Path.GetFileName(file)), overwrite: true);
            }

            Directory.Delete(destination);
        }

        Directory.Move(destination + ".away", destination);
    }

    private bool FillDestination(int job, TimeSpan due)
    {
        var name = ChaosFarm.Jobs[job];
        var settings = Directory.GetFiles(Path.Combine(farm.Folder, $"bin-{name}"), "*.stand-in").Single();
        if (IsStarved(name))
        {
            return false;
        }

        var waiting = Waiting(name);
        Replace(settings, ChaosFarm.Settings[job].Split("fail:")[0] + Full);
        later(due, () => UndoOnceMet(name, waiting, due + LongestStarving, () => Replace(settings, ChaosFarm.Settings[job])));
        return true;
    }

    // Whole or not at all: plotters read it at any moment.
    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    private void UndoOnceMet(string job, int before, TimeSpan latest, Action undo)
    {
        if (Waiting(job) > before || now() > latest)
        {
            undo();
        }
        else
        {
            later(now(), () => UndoOnceMet(job, before, latest, undo));
        }
    }

    private bool IsStarved(string job) =>
        !Directory.Exists(Path.Combine(farm.Folder, $"plots-{job}"))
        || Directory.GetFiles(Path.Combine(farm.Folder, $"bin-{job}"), "*.stand-in").Any(file => File.ReadAllText(file).Contains(Full));

    /// <summary>How many plotters of the job have waited for their destination.</summary>
    public int Waiting(string job) =>
        Directory.GetFiles(Path.Combine(farm.Folder, "logs"), $"{job}_*.log")
            .Count(log => PlotLogText.WaitsForDestination(Witness.ReadLog(log)));
}

using System.Globalization;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>Who holds a farm's lock, as its file says: pid, start time, boot and command on one line.</summary>
public sealed record LockHolder(ProcessIdentity Process, string Command)
{
    /// <summary>The command of a manager.</summary>
    public const string Manager = "run";

    public bool IsManager => Command == Manager;

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Process.Pid} {Process.StartTicks} {Process.BootId} {Command}\n");

    /// <summary>Null where the file names nobody who lives: its holder has only just taken it, or does not write its name there.</summary>
    public static LockHolder? Of(FarmPaths paths, Machine machine) =>
        machine.Entries.ReadHeld(paths.Lock)?.TrimEnd().Split(' ', 4) is [var pid, var ticks, var boot, var command]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var started)
        && new ProcessIdentity(number, started, boot) is var process && machine.Processes.IsAlive(process)
            ? new LockHolder(process, command)
            : null;
}

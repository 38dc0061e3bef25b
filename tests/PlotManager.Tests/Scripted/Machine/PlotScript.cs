using System.Collections.Immutable;

namespace PlotManager.Tests.Scripted;

/// <summary>A plotter's life in words of chiapos, as in its real logs; built step by step, minutes after its start.</summary>
internal sealed class PlotScript
{
    private readonly List<PlotStep> _steps = [];

    public static string Id(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    public static string FileName(string plotId) => $"plot-k32-2026-11-22-10-00-{plotId}.plot";

    public ImmutableArray<PlotStep> Steps => [.. _steps];

    public PlotScript Says(double minute, params string[] lines) =>
        Does(minute, (machine, process) =>
        {
            // What is written to a deleted file nobody reads.
            if (machine.Files.Has(process.LogFile!))
            {
                machine.Files.Append(process.LogFile!, string.Concat(lines.Select(line => line + "\n")));
            }
        });

    public PlotScript Does(double minute, Action<ScriptedMachine, ScriptedProcess> what)
    {
        _steps.Add(new PlotStep(TimeSpan.FromMinutes(minute), what));
        return this;
    }

    public PlotScript Begins(double minute, string plotId, string temp) =>
        Says(minute, $"Starting plotting progress into temporary dirs: {temp} and {temp}", $"ID: {plotId}", "Plot size is: 32",
                "Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:00:00 2026", "Computing table 1")
            .Does(minute, (machine, _) => machine.Files.Grow($"{temp}/{FileName(plotId)}.2.tmp", 1 << 20));

    public PlotScript EndsPhase(double minute, int phase) =>
        Says(minute, $"Time for phase {phase} = 60.000 seconds. CPU (100.000%) Sun Nov 22 10:{phase:00}:00 2026");

    public PlotScript Completes(double minute, string plotId, string temp, string destination) =>
        Does(minute, (machine, _) =>
            {
                machine.Files.Rename($"{temp}/{FileName(plotId)}.2.tmp", $"{destination}/{FileName(plotId)}");
                machine.Files.Grow($"{destination}/{FileName(plotId)}", 108_877_420_953);
            })
            .Says(
                minute,
                "Total time = 240.000 seconds. CPU (100.000%)",
                $"Renamed final file from \"{temp}/{FileName(plotId)}.2.tmp\" to \"{destination}/{FileName(plotId)}\"");

    public PlotScript Exits(double minute, int code) => Does(minute, (machine, process) => machine.Finish(process, code, null));

    public PlotScript DiesOf(double minute, int signal) => Does(minute, (machine, process) => machine.Finish(process, null, signal));

    /// <summary>A good plot of some minutes: begun at once, phase 1 over after a quarter, named at the end.</summary>
    public static PlotScript Good(string plotId, string temp, string destination, double minutes = 8) =>
        new PlotScript().Begins(0, plotId, temp).EndsPhase(minutes / 4, 1).EndsPhase(minutes / 2, 2).EndsPhase(minutes * 3 / 4, 3)
            .EndsPhase(minutes, 4).Completes(minutes, plotId, temp, destination).Exits(minutes, 0);
}

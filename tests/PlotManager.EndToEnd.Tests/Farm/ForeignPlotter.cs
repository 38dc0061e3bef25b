using System.Diagnostics;
using System.Security.Cryptography;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>A plotter that no manager started: a program of the shell, with a true command line and log, that plots for ever.</summary>
public sealed class ForeignPlotter : IDisposable
{
    private readonly Process _process;

    private ForeignPlotter(Process process, string plotId, string log) => (_process, PlotId, Log) = (process, plotId, log);

    public int Pid => _process.Id;

    public string PlotId { get; }

    public string Log { get; }

    /// <summary>
    /// Starts it, as if at once in phase 2 of a k18 plot, with the farm's <c>plots</c> and its log in a folder of the farm.
    /// </summary>
    public static async Task<ForeignPlotter> Start(TestFarm farm, string logs = "foreign", string temp = "temp")
    {
        farm.Folders(temp, "plots", "foreign", logs);
        var plotId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var plotter = farm.WriteShellPlotter("foreign", $"""
            #!/bin/sh
            now=$(LC_ALL=C date '+%a %b %e %H:%M:%S %Y')
            echo "Starting plotting progress into temporary dirs: {farm.Folder}/{temp} and {farm.Folder}/{temp}"
            echo "ID: {plotId}"
            echo "Plot size is: 18"
            echo "Process ID is: $$"
            echo "Starting phase 1/4: Forward Propagation into tmp files... $now"
            echo "Time for phase 1 = 36.919 seconds. CPU (61.890%) $now"
            echo "Starting phase 2/4: Backpropagation into tmp files... $now"
            while :; do sleep 1; done
            """);
        var log = Path.Combine(farm.Folder, logs, "out.log");
        var command = $"exec {plotter} plots create -k 18 -t {farm.Folder}/{temp} -d {farm.Folder}/plots > {log} 2>&1";
        var started =
            new ForeignPlotter(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { UseShellExecute = false })!, plotId, log);
        try
        {
            await farm.Until(
                () => File.Exists(log) && File.ReadAllText(log).Contains("Starting phase 2"), "the foreign plotter is in phase 2");
            return started;
        }
        catch
        {
            started.Dispose(); // nobody else has it
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

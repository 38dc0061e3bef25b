namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>
/// A plotter of a name that no other farm of the machine knows, and no stand-in to those that do: two farms that share it see each other's
/// plots, as farms of true plotters do.
/// </summary>
public static class TwinPlotter
{
    /// <summary>A name for the farms of one test.</summary>
    public static string Name() => $"twin-{Guid.NewGuid():N}"[..16];

    /// <summary>A farm with one job of this plotter.</summary>
    public static TestFarm Farm(
        string plotter, string settings, (string Name, int Plots) job, Uri? webhook = null, string? temp = null, int maxConcurrent = 1,
        string more = "")
    {
        var farm = TestFarm.Make(settings);
        farm.WriteScript(Path.Combine(farm.Folder, "bin", plotter), $"""
            #!/bin/sh
            {farm.Folder}/bin/chia "$@"
            exit $?
            """);
        farm.Configure(
            farm.Job(job.Name, maxPlots: job.Plots, maxConcurrent: maxConcurrent), maxConcurrent: 100, maxForPhase1: 100, checkInterval: 1);
        var config = File.ReadAllText(farm.Config).Replace("bin/chia", $"bin/{plotter}").Replace("backend: demo", $"backend: {plotter}");
        File.WriteAllText(farm.Config, (temp is null ? config : config.Replace($"{farm.Folder}/temp", temp)) + $"""
            plotters:
              {plotter}:
                based_on: demo
                stand_in: false
                processes:
                  - executables: {plotter}
                    words: plots create
                    options: {"{k: -k, plots: -n, temp: -t, temp2: -2, destination: -d, threads: -r, buckets: -u, memory_buffer: -b}"}
            {(webhook is null ? "" : $"notifications:\n  notify_webhook: true\n  webhook_url: {webhook}\n")}{more}

            """);
        return farm;
    }
}

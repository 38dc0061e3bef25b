using PlotManager.Core.Launching;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>Field case 10: Gigahorse sends plots to <c>@host</c>, and keeps temp2 in <c>@RAM</c>.</summary>
public sealed class ElsewhereTests
{
    private static string Farm(string backend, string destination) => $$"""
        chia_location: plotter
        backend: {{backend}}
        log: {folder_path: /l}
        global: {max_concurrent: 1, max_for_phase_1: 1}
        jobs:
          - {name: a, max_plots: 1, temporary_directory: /t, temporary2_directory: "@RAM", destination_directory: ["{{destination}}", /d], size: 32, threads: 2,
             buckets: 128, memory_buffer: 4000, max_concurrent: 1}
        """;

    [Fact]
    public void Read_AHostAsDestinationOfGigahorse_IsTakenAsItIs()
    {
        var config = Configs.Read(Farm("gigahorse-cuda", "@localhost")).Config.ShouldNotBeNull();

        var job = config.Jobs[0];
        job.Destination.ShouldBe(["@localhost", "/d"]);
        var line = CommandLine.Build(job.Plotter, job, new PlotDirectories("/t", "@RAM", "@localhost"), 1);
        line.ShouldContain("@localhost");
        line.ShouldContain("@RAM");
    }

    [Fact]
    public void Read_AHostAsDestinationOfAnotherPlotter_IsAnError() =>
        Configs.Read(Farm("madmax", "@localhost")).Problems.Select(problem => problem.Message)
            .ShouldContain(message => message.Contains(
                "@localhost is no directory, and madmax takes none but those here", StringComparison.Ordinal));
}

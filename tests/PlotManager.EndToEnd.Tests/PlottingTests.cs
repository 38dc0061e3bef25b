using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>From a config to finished plots, seen from outside: files, processes, <c>status --json</c>.</summary>
public sealed class PlottingTests
{
    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task Three_jobs_make_their_plots_and_the_manager_ends_by_itself()
    {
        await using var farm = TestFarm.Make();
        farm.Folders("a1", "a2", "b", "b2", "c", "d1", "d2", "d3");
        farm.Configure($"""
              - name: lists
                max_plots: 4
                temporary_directory: [{farm.Folder}/a1, {farm.Folder}/a2]
                destination_directory: [{farm.Folder}/d1, {farm.Folder}/d2]
                size: 18
                bitfield: true
                threads: 2
                buckets: 128
                memory_buffer: 1000
                max_concurrent: 2
              - name: sync
                max_plots: 2
                temporary_directory: {farm.Folder}/b
                temporary2_destination_sync: true
                destination_directory: {farm.Folder}/d3
                size: 18
                bitfield: true
                threads: 2
                buckets: 128
                memory_buffer: 1000
                max_concurrent: 1
              - name: mad
                backend: madmax
                chia_location: {farm.Folder}/bin/chia_plot
                max_plots: 2
                temporary_directory: {farm.Folder}/c
                temporary2_directory: {farm.Folder}/b2
                destination_directory: {farm.Folder}/d3
                size: 18
                threads: 2
                buckets: 256
                farmer_public_key: {new string('a', 96)}
                pool_public_key: {new string('b', 96)}
                max_concurrent: 1

            """);

        await farm.Start();
        await farm.UntilTheManagerIsGone();

        farm.Plots("d1").Count.ShouldBe(2, "four plots of the job 'lists' go to its two destinations in turn");
        farm.Plots("d2").Count.ShouldBe(2);
        farm.Plots("d3").Count.ShouldBe(4, "two of 'sync', two of 'mad'");
        var judged = await farm.Run("plots", "--json");
        judged.ExitCode.ShouldBe(0, judged.Error);
        judged.Out.Count(letter => letter == '\n').ShouldBe(8, "one object a plot");
        judged.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldAllBe(line => line.Contains("\"state\":\"whole\",\"detail\":null"));
        farm.Plotters().ShouldBeEmpty();
        Directory.EnumerateFiles(farm.Folder, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty("finished plots leave no temp files");
        var commandLines = Directory.EnumerateFiles(Path.Combine(farm.Folder, "logs")).Select(File.ReadAllText).ToList();
        commandLines.Count.ShouldBe(8, "one log a run");
        (await farm.Counted()).ShouldBe(8, "each completion is counted once");
        (await farm.Run("stop")).ExitCode.ShouldBe(1, "it is gone by itself");
    }

    [Trait("Category", "AlsoOnWindows")]
    [Fact]
    public async Task The_next_plot_starts_at_once_when_a_slot_opens()
    {
        await using var farm = TestFarm.Make("seconds: 2\n");
        farm.Configure(farm.Job("quick", maxPlots: 3, maxConcurrent: 1), checkInterval: 3600);
        await farm.Start();

        await farm.UntilTheManagerIsGone(); // within the patience of a test, not after three hours

        farm.Plots("plots").Count.ShouldBe(3);
    }
}

using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Tests.Configuration;

public sealed class StarterConfigTests
{
    private static readonly PlotterProfile Chia = Reader.Profiles.Find("chia")!;

    [Fact]
    public void Write_WithEveryDefaultWrittenOut_MeansTheSameAsWithoutThem()
    {
        var written =
            Reader.Good(StarterConfig.Write(new StarterChoices("/opt/chia", Chia, ["/mnt/nvme0"], ["/mnt/hdd1"], "/logs", Cpus: 16)));
        var shortest = Reader.Good("""
            chia_location: /opt/chia
            log: {folder_path: /logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - name: first
                max_plots: 999
                temporary_directory: /mnt/nvme0
                destination_directory: /mnt/hdd1
                size: 32
                threads: 4
                buckets: 128
                memory_buffer: 4000
                max_concurrent: 1
                clean_up_failed: true
            """);

        ConfigChange.Between(shortest, written).ShouldBeEmpty();
    }

    [Fact]
    public void Write_ForEachPlotter_IsAGoodConfig()
    {
        foreach (var plotter in BuiltInProfiles.Catalog.All)
        {
            var choices = new StarterChoices(
                "/opt/plotter", plotter, ["/mnt/a", "/mnt/b"], ["/mnt/hdd1", "/mnt/hdd2"], "/logs", Cpus: 1)
            { Proposals = ["a drive."] };

            var job = Configs.Good(StarterConfig.Write(choices)).Jobs.ShouldHaveSingleItem();
            job.Plotter.Name.ShouldBe(plotter.Name);
            plotter.AllowsK(job.K).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("/mnt/it's")]
    [InlineData("/mnt/a: b #c")]
    [InlineData("/mnt/[x], {y}")]
    [InlineData("/mnt/\"quoted\"")]
    [InlineData("/mnt/@here & there")]
    public void Write_PathOfAnyKind_ComesBackAsItIs(string path) =>
        Reader.Good(StarterConfig.Write(new StarterChoices("chia", Chia, [path, "/mnt/b"], [path], "/logs", Cpus: 4))).Jobs[0].Temp[
            0].ShouldBe(path);

    [Theory]
    [InlineData(@"C:\Users\me\plots")]
    [InlineData(@"\\nas\plots")]
    public void Write_PathOfWindows_ComesBackAsItIs(string path) =>
        Reader.Good(StarterConfig.Write(new StarterChoices("chia.exe", Chia, [path], [path], @"D:\logs", Cpus: 4)), Reader.Windows).Jobs[
            0].Temp[0].ShouldBe(path);
}

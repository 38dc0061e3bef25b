using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Launching;

public sealed class CommandLineTests
{
    private static readonly PlotDirectories OneTemp = new("/mnt/t", null, "/mnt/d");
    private static readonly PlotDirectories TwoTemps = new("/mnt/t", "/mnt/t2", "/mnt/d");

    [Fact]
    public void Build_Chia_IsTheOriginalsLine() =>
        Line("chia", OneTemp).ShouldBe("/opt/plotter plots create -k 32 -b 3389 -t /mnt/t -d /mnt/d -r 4 -u 128");

    [Fact]
    public void Build_ChiaWithAll_PutsEveryOptionInItsPlace() =>
        Line("chia", TwoTemps, job => job with
        {
            FarmerPublicKey = "f0",
            PoolContractAddress = "xch1a",
            Bitfield = false,
            ExcludeFinalDirectory = true,
            ExtraArgs = ["--override-k", "a b"],
        }).ShouldBe(
            "/opt/plotter plots create -k 32 -b 3389 -t /mnt/t -d /mnt/d -r 4 -u 128 -2 /mnt/t2 -f f0 -e -x -c xch1a --override-k a b");

    [Fact]
    public void Build_ChiaPoolKey_ComesBeforeBitfield() =>
        Line("chia", OneTemp, job => job with { PoolPublicKey = "aa", Bitfield = false }).ShouldEndWith("-u 128 -p aa -e");

    [Fact]
    public void Build_MadMax_EndsDirectoriesWithSeparatorAndLeavesK32Out() =>
        Line("madmax", TwoTemps, job => job with { FarmerPublicKey = "f0", PoolPublicKey = "aa", BucketsP3 = 64, ThreadXP2 = 2 })
            .ShouldBe("/opt/plotter -n 1 -r 4 -t /mnt/t/ -d /mnt/d/ -u 128 -2 /mnt/t2/ -f f0 -p aa -v 64 -K 2");

    [Fact]
    public void Build_MadMaxOtherSize_PassesK() =>
        Line("madmax", OneTemp, job => job with { K = 31, PoolContractAddress = "xch1a" })
            .ShouldBe("/opt/plotter -n 1 -k 31 -r 4 -t /mnt/t/ -d /mnt/d/ -u 128 -c xch1a");

    [Theory]
    [InlineData("/opt/chia_plot", 32, "/opt/chia_plot")]
    [InlineData("/opt/chia_plot", 33, "/opt/chia_plot_k34")]
    [InlineData("chia_plot", 34, "chia_plot_k34")]
    [InlineData("C:\\plot\\chia_plot.exe", 33, "C:\\plot\\chia_plot_k34.exe")]
    [InlineData("/opt/my_plotter", 33, "/opt/my_plotter")]
    public void Executable_MadMax_IsTheOneForTheSize(string location, int k, string expected) =>
        CommandLine.Executable(Profile("madmax"), Job("madmax") with { Location = location, K = k }).ShouldBe(expected);

    [Theory]
    [InlineData("/opt/cuda_plot_k32", 33, "/opt/cuda_plot_k33")]
    [InlineData("/opt/cuda_plot_k32", 32, "/opt/cuda_plot_k32")]
    [InlineData("/opt/cuda_plot_k32_v3", 32, "/opt/cuda_plot_k32_v3")]
    public void Executable_Gigahorse_HasTheSizeInItsName(string location, int k, string expected) =>
        CommandLine.Executable(Profile("gigahorse-cuda"), Job("gigahorse-cuda") with { Location = location, K = k }).ShouldBe(expected);

    [Fact]
    public void Build_SeveralPlots_AreAskedFor()
    {
        Line("chia", OneTemp, plots: 3).ShouldContain(" -k 32 -n 3 -b ");
        Line("madmax", OneTemp, plots: 3).ShouldStartWith("/opt/plotter -n 3 ");
        Line("bladebit-disk", OneTemp, plots: 3).ShouldContain(" -n 3 ");
    }

    [Fact]
    public void Build_WindowsPaths_KeepTheirSlashes() =>
        Line("madmax", new PlotDirectories("D:\\temp", null, "E:\\plots\\"))
            .ShouldBe("/opt/plotter -n 1 -r 4 -t D:\\temp\\ -d E:\\plots\\ -u 128");

    // -t threads, -t1 and -t2 directories, -b buckets, the destination without a flag and last.
    [Fact]
    public void Build_BladebitDisk_PutsGlobalsBeforeAndDestinationLast() =>
        Line("bladebit-disk", TwoTemps, job => job with { FarmerPublicKey = "f0", PoolContractAddress = "xch1a", ExtraArgs = ["-a"] })
            .ShouldBe("/opt/plotter -t 4 -n 1 -f f0 -c xch1a diskplot -b 128 -t1 /mnt/t -t2 /mnt/t2 --cache 3389M -a /mnt/d");

    [Fact]
    public void Build_BladebitRam_NeedsNoTemp() =>
        Line("bladebit-ram", new PlotDirectories(null, null, "/mnt/d"), job => job with { Threads = null, Compression = 5 })
            .ShouldBe("/opt/plotter -n 1 -z 5 ramplot /mnt/d");

    [Fact]
    public void Build_BladebitCuda_PassesNoDirectoryAsDevice() =>
        Line("bladebit-cuda", OneTemp, job => job with { ExtraArgs = ["--disk-128", "-d", "1"] })
            .ShouldBe("/opt/plotter -t 4 -n 1 cudaplot -t1 /mnt/t --disk-128 -d 1 /mnt/d");

    // -r is the number of graphics cards there: the job's threads must not become it.
    [Fact]
    public void Build_GigahorseCuda_PassesNoThreads() =>
        Line("gigahorse-cuda", OneTemp, job => job with { Compression = 7, FarmerPublicKey = "f0", PoolContractAddress = "xch1a" })
            .ShouldBe("/opt/plotter -C 7 -n 1 -t /mnt/t/ -d /mnt/d/ -f f0 -c xch1a");

    [Fact]
    public void Build_GigahorseCpu_IsMadMaxWithALevel() =>
        Line("gigahorse-cpu", OneTemp).ShouldBe("/opt/plotter -C 1 -n 1 -r 4 -t /mnt/t/ -d /mnt/d/ -u 128");

    [Fact]
    public void Build_Xchplot2_TellsItsProgress() =>
        Line(
            "xchplot2",
            new PlotDirectories(null, null, "/mnt/d"),
            job => job with { K = 28, FarmerPublicKey = "f0", PoolContractAddress = "xch1a" },
            plots: 10)
            .ShouldBe("/opt/plotter plot -k 28 -n 10 -f f0 --pool-contract-address xch1a -o /mnt/d --progress");

    [Fact]
    public void Build_SpacesInPaths_StayOneArgument() =>
        CommandLine.Build(Profile("chia"), Job("chia"), new PlotDirectories("/mnt/my temp", null, "/mnt/my plots"), 1)
            .ShouldContain("/mnt/my temp");

    private static PlotterProfile Profile(string name) => BuiltInProfiles.Catalog.Find(name).ShouldNotBeNull();

    private static Job Job(string plotter) => new()
    {
        Name = "job",
        Plotter = Profile(plotter),
        Location = "/opt/plotter",
        MaxPlots = 1,
        Temp = ["/mnt/t"],
        Destination = ["/mnt/d"],
        K = 32,
        Threads = 4,
        Buckets = 128,
        MemoryBufferMiB = 3389,
        MaxConcurrent = 1,
        MaxConcurrentWithStartEarly = 1,
    };

    private static string Line(string plotter, PlotDirectories directories, Func<Job, Job>? change = null, int plots = 1)
    {
        var job = (change ?? (one => one))(Job(plotter));
        return string.Join(' ', CommandLine.Build(job.Plotter, job, directories, plots));
    }
}

using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Tests.Plotters;

public sealed class RecognitionTests
{
    [Theory]
    [InlineData("chia plots create -k 33 -t /t -d /d -2 /t2 -n 3 -r 4 -u 64 -b 6000")]
    [InlineData(
        "chia plots create --size=33 --tmp_dir=/t --final_dir=/d --tmp2_dir=/t2 --num=3 --num_threads=4 --buckets=64 --buffer=6000")]
    [InlineData(
        "chia plots create --size 33 --tmp-dir /t --final-dir /d --tmp2-dir /t2 --num 3 --num-threads 4 --buckets 64 --buffer 6000")]
    [InlineData("chia plots create -k33 -t/t -d/d -2/t2 -n3 -exr4 -u64 -b6000")]
    [InlineData(
        "python3 /opt/venv/bin/chia --root-path /root plots create -t /t -d /d/ -2 /t2 -k 33 -n 3 -r 4 -u 64 -b 6000 -f aa -c xch1")]
    [InlineData("/usr/bin/python3.11 -u /usr/bin/chia plots create -t /t -d /d -2 /t2 -k 33 -n 3 -r 4 -u 64 -b 6000")]
    [InlineData("nice -n 10 chia plots create -t /t -d /d -2 /t2 -k 33 -n 3 -r 4 -u 64 -b 6000")]
    [InlineData("env CHIA_ROOT=/x chia plots create -t /t -d /d -2 /t2 -k 33 -n 3 -r 4 -u 64 -b 6000")]
    [InlineData("chia plotters chiapos -t /t -d /d -2 /t2 -k 33 -n 3 -r 4 -u 64 -b 6000")]
    public void Recognise_Chia_ReadsEverySpelling(string line)
    {
        var run = Run(line).ShouldNotBeNull();

        run.Profile.Name.ShouldBe("chia");
        run.IsWrapper.ShouldBeFalse();
        (run.K, run.Plots, run.Threads, run.Buckets, run.MemoryBufferMiB).ShouldBe((33, 3, 4, 64, 6000));
        (run.Temp, run.Temp2, run.Destination).ShouldBe(("/t", "/t2", "/d"));
    }

    [Theory]
    [InlineData("cuda_plot_k32 -C 7 -t /t -d /a -d /b -d /a -d @farm", "/a /b")]
    [InlineData("cuda_plot_k32 -C 7 -t /t --finaldir=/a -d b", "/a /w/b")]
    [InlineData("chia_plot -n 2 -t /t -d /a -d /b", "")]
    public void Recognise_SeveralDestinations_AreAllKnownWhereThePlotterTakesThem(string command, string destinations)
    {
        var arguments = command.Split(' ');
        var run = Recognition.Recognise(arguments, "/w", BuiltInProfiles.Catalog).ShouldNotBeNull();
        string.Join(' ', run.Destinations).ShouldBe(destinations);
        string.Join(' ', Recognition.DestinationsOf(run.Profile, arguments, "/w")).ShouldBe(destinations);
    }

    [Fact]
    public void Recognise_AbsentFlags_HaveTheirDefaults()
    {
        var chia = Run("chia plots create").ShouldNotBeNull();
        (chia.K, chia.Plots, chia.Threads, chia.Buckets, chia.MemoryBufferMiB).ShouldBe((32, 1, 2, 128, 3389));
        (chia.Temp, chia.Temp2, chia.Destination).ShouldBe(("/work dir", null, "/work dir"));

        var madMax = Run("chia_plot -t /t/").ShouldNotBeNull();
        (madMax.K, madMax.Plots, madMax.Threads, madMax.Buckets).ShouldBe((32, 1, 4, 256));
        (madMax.Temp, madMax.Temp2, madMax.Destination).ShouldBe(("/t", "/t", "/t"));
    }

    [Fact]
    public void Recognise_WindowsPath_IsKnownWithoutExe()
    {
        var run = Recognition.Recognise(
            [
                "C:\\Program Files\\Chia\\daemon\\chia.exe", "plots", "create", "-t", "D:\\temp\\", "-d", "plots",
            ], "E:\\work", BuiltInProfiles.Catalog).ShouldNotBeNull();

        run.Profile.Name.ShouldBe("chia");
        (run.Temp, run.Destination).ShouldBe(("D:\\temp", "E:\\work\\plots"));
    }

    [Fact]
    public void Recognise_RelativeDirectories_AreOfTheWorkingDirectory()
    {
        var run = Recognition.Recognise(["chia_plot", "-t", "./t/", "-d", "../d/"], "/mnt/a", BuiltInProfiles.Catalog).ShouldNotBeNull();

        (run.Temp, run.Destination).ShouldBe(("/mnt/a/t", "/mnt/d"));
    }

    [Theory]
    [InlineData("/opt/chia_plot -n -1 -t /t/ -d /d/", "madmax", 0)]
    [InlineData("/opt/chia_plot -n 1000 -t /t/ -d /d/", "madmax", 1000)]
    [InlineData("/opt/chia_plot -n 1001 -t /t/ -d /d/", "madmax", 0)] // nobody has room for so many: it plots until it is ended
    [InlineData("/opt/chia_plot -n 2000000000 -t /t/ -d /d/", "madmax", 0)]
    [InlineData("/opt/chia_plot -n 99999999999 -t /t/ -d /d/", "madmax", 1)] // the plotter refuses it
    [InlineData("/opt/chia_plot_k34 -k 34 -n 2 -t /t/ -d /d/", "madmax", 2)]
    [InlineData("chia_plot -C 5 -n 2 -t /t/ -d /d/", "gigahorse-cpu", 2)]
    [InlineData("cuda_plot_k32 -n 4 -C 7 -r 2 -g 1 -t /t/ -d /d/", "gigahorse-cuda", 4)]
    [InlineData("bladebit -t 24 -n 5 -f aa -c xch1 diskplot -b 256 --cache 24G -t1 /t -a /d", "bladebit-disk", 5)]
    [InlineData("bladebit_cuda -n 0 -t 8 cudaplot -d 1 --disk-128 -t1 /t /d", "bladebit-cuda", 0)]
    public void Recognise_OtherPlotters_AreToldApart(string line, string plotter, int plots)
    {
        var run = Run(line).ShouldNotBeNull();

        run.Profile.Name.ShouldBe(plotter);
        run.Plots.ShouldBe(plots);
        (run.Temp, run.Destination).ShouldBe(("/t", "/d"));
    }

    // -t threads, -b buckets, -c contract, -d device: none of them is a directory there.
    [Fact]
    public void Recognise_FlagsOfOtherMeaning_AreNotMistaken()
    {
        var disk = Run("bladebit -t 24 -c xch1 diskplot -b 512 -t1 /t -t2 /t2 /d1 /d2").ShouldNotBeNull();
        (disk.Threads, disk.Buckets, disk.Temp, disk.Temp2, disk.Destination, disk.K).ShouldBe((24, 512, "/t", "/t2", "/d1", 32));

        var horse = Run("cuda_plot_k33 -r 2 -C 5 -t /t/ -d /d/").ShouldNotBeNull();
        (horse.Threads, horse.Compression, horse.K).ShouldBe((null, 5, 33));

        var ram = Run("bladebit -z 3 -t 8 ramplot /d").ShouldNotBeNull();
        (ram.Profile.Name, ram.Temp, ram.Destination, ram.Compression).ShouldBe(("bladebit-ram", null, "/d", 3));
    }

    [Theory]
    [InlineData(
        "/usr/bin/python3 /opt/chia-main/chia --root-path /r plotters madmax -k 20 -n 1 -r 2 -u 64 -v 64 -t /t -d /d -f aa -c xch1",
        "madmax")]
    [InlineData("chia plotters bladebit diskplot -r 8 -t /t -d /d", "bladebit-disk")]
    public void Recognise_Wrapper_IsMarked(string line, string plotter)
    {
        var run = Run(line).ShouldNotBeNull();

        run.IsWrapper.ShouldBeTrue();
        run.Profile.Name.ShouldBe(plotter);
        (run.Temp, run.Destination).ShouldBe(("/t", "/d"));
    }

    [Theory]
    [InlineData("chia plots check -g /d")]
    [InlineData("chia start farmer")]
    [InlineData("chia plotters install madmax")]
    [InlineData("chia")]
    [InlineData("vim chia_plot")]
    [InlineData("tail -f /logs/chia plots create")]
    [InlineData("python3 manager.py start")]
    [InlineData("bash -c ls")]
    [InlineData("")]
    public void Recognise_AnythingElse_IsNoPlotter(string line) => Run(line).ShouldBeNull();

    // Field case 07: such a call took a slot of phase 1 and was lost as a plot afterwards.
    [Theory]
    [InlineData("chia_plot --version")]
    [InlineData("chia_plot --help")]
    [InlineData("chia_plot version")]
    [InlineData("chia_plot -t /t/ --help")]
    [InlineData("chia plots create -h")]
    [InlineData("chia plots create --help")]
    [InlineData("chia plots create -k 32 -eh")]
    [InlineData("python3 /opt/venv/bin/chia plotters chiapos -h")]
    [InlineData("chia plotters madmax -h")]
    [InlineData("chia plotters bladebit diskplot --help")]
    [InlineData("cuda_plot_k32 --version")]
    [InlineData("cuda_plot_k32 --help -C 5")]
    [InlineData("chia_plot -C 5 --version")]
    [InlineData("bladebit --version")]
    [InlineData("bladebit -h")]
    [InlineData("bladebit help diskplot")]
    [InlineData("bladebit ramplot --help")]
    [InlineData("bladebit --memory")]
    [InlineData("bladebit simulate -p 10 /plots/plot-k32.plot")]
    [InlineData("bladebit_cuda cudaplot -h")]
    [InlineData("bladebit_cuda check -n 100 /plots/plot-k32.plot")]
    [InlineData("bladebit iotest /d")]
    [InlineData("xchplot2 plot --help")]
    [InlineData("xchplot2 --version")]
    [InlineData("xchplot2 plot -h")]
    [InlineData("pos2-plotter test --help")]
    public void Recognise_HelpAndVersion_AreNoPlots(string line) => Run(line).ShouldBeNull();

    [Theory]
    [InlineData("chia_plot -v 128 -t /t/ -d /d/")] // buckets of phase 3
    [InlineData("chia_plot -t /t/ -d /d/ -f --help")] // a value, whatever it looks like
    [InlineData("bladebit -v -t 24 diskplot -t1 /t /d")] // verbose
    [InlineData("bladebit -t 24 diskplot -t1 help /d")]
    [InlineData("chia plots create -t version -d /d")]
    [InlineData("xchplot2 plot -v -o /d")]
    public void Recognise_WhatOnlyLooksLikeHelp_IsAPlot(string line) => Run(line).ShouldNotBeNull();

    [Fact]
    public void Recognise_RenamedExecutable_IsKnownByTheConfig()
    {
        string[] line = ["/opt/fast_plotter", "-n", "1", "-t", "/t/", "-d", "/d/"];
        var madMax = BuiltInProfiles.Catalog.Find("madmax").ShouldNotBeNull();

        Recognition.Recognise(line, "/", BuiltInProfiles.Catalog).ShouldBeNull();
        Recognition.Recognise(line, "/", BuiltInProfiles.Catalog, [("/opt/fast_plotter", madMax)]).ShouldNotBeNull().Temp.ShouldBe("/t");
        Recognition.Recognise(line, "/", BuiltInProfiles.Catalog, [("fast_plotter", madMax)]).ShouldNotBeNull().Temp.ShouldBe("/t");
        Recognition.Recognise(line, "/", BuiltInProfiles.Catalog, [("/other/fast_plotter", madMax)]).ShouldBeNull();
    }

    [Fact]
    public void Recognise_StandIn_IsNeverSeenFromOutside()
    {
        var demo = BuiltInProfiles.Catalog.Find("demo").ShouldNotBeNull();

        Recognition.Recognise(["/farm/demo", "plots", "create"], "/", BuiltInProfiles.Catalog, [("/farm/demo", demo)]).ShouldBeNull();
    }

    private static RecognisedRun? Run(string line) =>
        Recognition.Recognise(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "/work dir", BuiltInProfiles.Catalog);
}

using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Tests.Plotters;

public sealed class PlotterProfileTests
{
    private const long GiB = 1024L * 1024 * 1024;
    private const string Id = "4a88efe4d0e6fd8412bcf983dd1779a287a41df93dca46d894896f68d7296794";

    public static TheoryData<string> Names => [.. BuiltInProfiles.Catalog.All.Select(profile => profile.Name)];

    [Theory]
    [InlineData("chia", 25, 667_397_652)]
    [InlineData("chia", 32, 108_877_420_953)]
    [InlineData("madmax", 33, 224_454_990_888)]
    [InlineData("madmax", 34, 462_310_279_741)]
    [InlineData("chia", 35, 951_421_155_409)]
    // 45 * 2^21 * 0.78 = 73,610,035.2
    [InlineData("chia", 22, 73_610_035)]
    // 2^28 * 29.46 / 8 = 988,513,566.72
    [InlineData("xchplot2", 28, 987_971_584)] // 60301 * 2^14 bytes a member
    public void FinalBytes_Size_IsThatOfThePlot(string plotter, int k, long bytes) => Profile(plotter).FinalBytes(k).ShouldBe(bytes);

    [Fact]
    public void FinalBytes_CompressedLevel_IsSmaller()
    {
        var ram = Profile("bladebit-ram");

        // 78.0 GiB, to a thousandth.
        (ram.FinalBytes(32, 7) / (double)GiB).ShouldBe(78.0, 0.01);
        ram.FinalBytes(32, 8).ShouldBe(ram.FinalBytes(32, 7));
        ram.FinalBytes(32).ShouldBe(108_877_420_953);
        // Gigahorse compresses to level 1 where nothing is said: 87.5 GiB.
        (Profile("gigahorse-cuda").FinalBytes(32) / (double)GiB).ShouldBe(87.5, 0.01);
    }

    [Theory]
    [InlineData(30, 43.31)]
    [InlineData(18, 59.65)]
    [InlineData(33, 29.12)]
    [InlineData(29, 59.65)] // of a level that nobody measured the next lower one's is taken: never too little
    public void FinalBytes_GigahorseOfTheField_IsAsMeasured(int compression, double gib) =>
        (Profile("gigahorse-cuda").FinalBytes(32, compression) / (double)GiB).ShouldBe(gib, 0.01);

    [Fact]
    public void AllowsK_Sizes_AreThePlotters()
    {
        Profile("chia").AllowsK(25).ShouldBeTrue();
        Profile("chia").AllowsK(24).ShouldBeFalse();
        Profile("madmax").AllowsK(34).ShouldBeTrue();
        Profile("madmax").AllowsK(35).ShouldBeFalse();
        Profile("demo").AllowsK(22).ShouldBeTrue();
        Profile("demo").AllowsK(23).ShouldBeFalse();
        Profile("bladebit-disk").K.ToString().ShouldBe("32");
        Profile("chia").K.ToString().ShouldBe("25 to 50");
    }

    [Fact]
    public void PeakTemp_Chia_ShrinksTowardsTheEnd()
    {
        var chia = Profile("chia");

        chia.PeakTemp(32, 0, withTemp2: false).ShouldBe((239 * GiB, 0));
        chia.PeakTemp(33, 2, withTemp2: false).ShouldBe((512 * GiB, 0));
        chia.PeakTemp(32, 3, withTemp2: false).Temp.ShouldBeLessThan(239 * GiB);
        chia.PeakTemp(32, 4, withTemp2: true).ShouldBe((0, 102 * GiB));
        // k 36 is scaled from k 35 as the plot's size is: 73 / 71 * 2 of it by the formula, 2175 GiB there.
        (chia.PeakTemp(36, 0, withTemp2: false).Temp / (double)GiB).ShouldBeInRange(4400, 4600);
    }

    [Fact]
    public void PeakTemp_MadMax_IsSharedBetweenTwoTemps() =>
        Profile("madmax").PeakTemp(32, 0, withTemp2: true).ShouldBe((220 * GiB, 110 * GiB));

    [Fact]
    public void PeakTemp_PlotterInMemory_IsNothing()
    {
        Profile("xchplot2").NeedsTemp.ShouldBeFalse();
        Profile("bladebit-ram").PeakTemp(32, 0, withTemp2: false).ShouldBe((0, 0));
    }

    [Fact]
    public void MayShareTemp_BladebitDisk_MustNot()
    {
        Profile("bladebit-disk").MayShareTemp.ShouldBeFalse();
        Profile("chia").MayShareTemp.ShouldBeTrue();
    }

    [Theory]
    [InlineData("chia", $"plot-k32-2026-11-22-10-40-{Id}.plot.sort.tmp", PlotFileKind.Temp)]
    [InlineData("chia", $"plot-k32-2026-11-22-10-40-{Id}.plot.p1.t3.sort_bucket_031.tmp", PlotFileKind.Temp)]
    [InlineData("chia", $"plot-k32-2026-11-22-10-40-{Id}.plot.2.tmp", PlotFileKind.Growing)]
    [InlineData("chia", $"plot-k32-2026-11-22-10-40-{Id}.plot", PlotFileKind.Final)]
    [InlineData("madmax", $"plot-k32-2026-11-22-10-40-{Id}.p1.table1.tmp", PlotFileKind.Temp)]
    [InlineData("madmax", $"plot-k32-2026-11-22-10-40-{Id}.p3s2.t3.sort_bucket_12.tmp", PlotFileKind.Temp)]
    [InlineData("madmax", $"plot-k32-2026-11-22-10-40-{Id}.plot.tmp", PlotFileKind.Growing)]
    [InlineData("madmax", $"plot-k32-2026-11-22-10-40-{Id}.plot", PlotFileKind.Final)]
    [InlineData("xchplot2", $"plot-k28-{Id}.plot2", PlotFileKind.Final)]
    [InlineData("xchplot2", $"plot-k28-{Id}.gplot", PlotFileKind.Final)]
    [InlineData("xchplot2", $"plot-k28-{Id}.gplot.partial.a1B2c3", PlotFileKind.Growing)]
    [InlineData("xchplot2", $"plot-k28-{Id}.plot2.partial.a1B2c3", PlotFileKind.Growing)]
    public void KindOf_PlottersFile_IsTold(string plotter, string file, PlotFileKind kind)
    {
        Profile(plotter).Files.KindOf(file).ShouldBe(kind);
        Profile(plotter).Files.BelongsTo(file, Id).ShouldBeTrue();
        Profile(plotter).Files.BelongsTo(file, new string('0', 64)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("holiday.jpg")]
    [InlineData("config.yaml")]
    [InlineData("notes.tmp")]
    public void KindOf_AnyOtherFile_IsNone(string file)
    {
        foreach (var profile in BuiltInProfiles.Catalog.All)
        {
            profile.Files.KindOf(file).ShouldBeNull(profile.Name);
        }
    }

    [Fact]
    public void PhaseOf_TempFiles_TellThePhase()
    {
        var files = Profile("madmax").Files;

        files.PhaseOf([$"plot-k32-{Id}.p1.table1.tmp", $"plot-k32-{Id}.p2.t3.tmp"]).ShouldBe(2);
        files.PhaseOf(["x"]).ShouldBeNull();
    }

    [Fact]
    public void Find_OtherNameOrCase_IsFound()
    {
        BuiltInProfiles.Catalog.Find("MadMax").ShouldNotBeNull().Name.ShouldBe("madmax");
        BuiltInProfiles.Catalog.Find("chiapos").ShouldNotBeNull().Name.ShouldBe("chia");
        BuiltInProfiles.Catalog.Find("nosuch").ShouldBeNull();
    }

    [Fact]
    public void Keys_OriginalBackends_RequireWhatTheyPass()
    {
        var (chia, madMax) = (Profile("chia").Keys, Profile("madmax").Keys);

        (chia.Threads.Use, chia.Buckets.Use, chia.MemoryBuffer.Use, chia.Bitfield).ShouldBe(
            (KeyUse.Required, KeyUse.Required, KeyUse.Required, true));
        (madMax.Threads.Use, madMax.Buckets.Use, madMax.MemoryBuffer.Use, madMax.Bitfield).ShouldBe(
            (KeyUse.Required, KeyUse.Required, KeyUse.Unused, null));
    }

    // What was never run must say so, in the profile and wherever it is shown.
    [Theory]
    [MemberData(nameof(Names))]
    public void LearntFrom_EveryProfile_IsSaid(string name)
    {
        var profile = Profile(name);

        profile.Title.ShouldNotBeEmpty();
        profile.LearntFrom.ShouldMatch("real log|never run|profile");
    }

    private static PlotterProfile Profile(string name) => BuiltInProfiles.Catalog.Find(name).ShouldNotBeNull();
}

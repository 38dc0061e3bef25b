using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>
/// The arithmetic of room, by hand: a k32 plot has 108,877,420,953 bytes and needs 109,095,175,795; chia has up to 239 GiB
/// = 256,624,295,936 bytes in temp for it.
/// </summary>
public sealed class RoomTests
{
    private static readonly Job A = Job("a") with { Destination = ["/hdd1/d"] };
    private const long Peak = 256_624_295_936;

    private static readonly Config One = Config(A);

    [Theory]
    [InlineData(NeedsK32, true)]
    [InlineData(NeedsK32 - 1, false)]
    public void Destination_NeedsOnePlotAndTwoThousandths(long free, bool starts) =>
        (Decide(One, World(One).Free("/hdd1/d", free)).Start is not null).ShouldBe(starts);

    [Fact]
    public void Destination_250GiBDisk_TakesTwoPlots()
    {
        // Six went there in the original. 250 GiB = 268,435,456,000 = 2 x 109,095,175,795 + 50,245,104,410.
        var world = World(One).Free("/hdd1/d", 250L << 30);
        var starts = 0;
        for (var decision = Scheduler.Decide(One, world); decision.StartsAny; decision = Scheduler.Decide(One, decision.After))
        {
            starts++;
        }

        starts.ShouldBe(2);
    }

    [Fact]
    public void Destination_BytesAlreadyThere_AreNotPromisedTwice()
    {
        // Free 150 GB with 60 GB of the running plot there: it still writes 49,095,175,795; left 100,904,824,205: no.
        var world = World(One).With(Run("a", 5).To("/hdd1/d", there: 60 * GB));

        var full = Decide(One, world.Free("/hdd1/d", 150 * GB));
        full.Reason.ShouldBe(Rule.Destination);
        full.Directories[1].Room.ShouldBe(100_904_824_205);

        // 160 GB: 110,904,824,205: yes.
        Decide(One, world.Free("/hdd1/d", 160 * GB)).Start.ShouldNotBeNull();
    }

    // Gigahorse with two -d: nobody knows to which the next plot goes. Of three plots each drive may get two.
    [Fact]
    public void Destination_OneOfSeveralOfARun_IsKeptFreeOnEachOfThem()
    {
        var run = Run("a", 1).To("/hdd2/d") with { PlotsToMake = 3 };
        run = run with { FurtherDrives = System.Collections.Immutable.ImmutableDictionary<string, long>.Empty.Add("/hdd1", 50 * GB) };

        Room.PromiseTo(run, "/hdd1").ShouldBe((2 * NeedsK32) - (50 * GB));
        Room.PromiseTo(run, run.DestinationDrive!).ShouldBe(2 * NeedsK32);
        Room.PromiseTo(run, "/elsewhere").ShouldBe(0);

        var world = World(One).With(run);
        Decide(One, world.Free("/hdd1/d", (3 * NeedsK32) - (50 * GB) - 1)).Reason.ShouldBe(Rule.Destination);
        Decide(One, world.Free("/hdd1/d", (3 * NeedsK32) - (50 * GB))).Start.ShouldNotBeNull();
    }

    [Fact]
    public void Destination_MoreThereThanExpected_PromisesNothing()
    {
        var world = World(One).With(Run("a", 5).To("/hdd1/d", there: 120 * GB)).Free("/hdd1/d", NeedsK32);

        Decide(One, world).Start.ShouldNotBeNull();
    }

    [Fact]
    public void Destination_ForeignRunOfThreePlots_PromisesThree()
    {
        // 4 x 109,095,175,795 = 436,380,703,180.
        var world = World(One).With(Run(null, 1).To("/hdd1/other", plots: 3));

        Decide(One, world.Free("/hdd1/d", 436_380_703_180)).Start.ShouldNotBeNull();
        Decide(One, world.Free("/hdd1/d", 436_380_703_179)).Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void Destination_RunOfSeveralPlots_NeedsRoomForAll()
    {
        var config = Config(A with { PlotsPerRun = 3 });

        Decide(config, World(config).Free("/hdd1/d", 3 * NeedsK32)).Start!.Plots.ShouldBe(3);
        Decide(config, World(config).Free("/hdd1/d", (3 * NeedsK32) - 1)).Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void Destination_MorePlotsARunThanCanBeCounted_No()
    {
        // 2,147,483,647 plots need more bytes than 64 bits hold; so do several foreign runs of as many.
        var config = Config(A with { PlotsPerRun = int.MaxValue, MaxPlots = int.MaxValue });
        var world = World(config).Free("/hdd1/d", 1L << 60);

        Decide(config, world).Reason.ShouldBe(Rule.Destination);
        Decide(One, world.With([.. Enumerable.Repeat(Run(null, 1).To("/hdd1/d", plots: int.MaxValue), 50)])).Reason.ShouldBe(
            Rule.Destination);
    }

    [Fact]
    public void Destination_DirectoriesOfOneDrive_ShareItsRoom()
    {
        var config = Config(A with { Destination = ["/hdd1/d", "/hdd1/e"] });
        var world = World(config).With(Run("a", 1).To("/hdd1/e")).Free("/hdd1/d", 2 * NeedsK32).Free("/hdd1/e", 2 * NeedsK32);

        var decision = Decide(config, world);

        decision.Directories[1].Room.ShouldBe(NeedsK32);
        decision.Directories[2].Room.ShouldBe(NeedsK32);
        Scheduler.Decide(config, Scheduler.Decide(config, world).After).Jobs[0].Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void Destination_EarlierJobOfThePassTookIt_No()
    {
        var config = Config(A, Job("b") with { Destination = ["/hdd1/b"] });
        var world = World(config).Free("/hdd1/d", (2 * NeedsK32) - 1).Free("/hdd1/b", (2 * NeedsK32) - 1);

        var decision = Scheduler.Decide(config, world);

        decision.Jobs[0].Start.ShouldNotBeNull();
        decision.Jobs[1].Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void Destination_NotSkippingFull_GoesThereAllTheSame()
    {
        var config = Config(A with { SkipFullDestinations = false });

        Decide(config, World(config).Free("/hdd1/d", 0)).Start.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(DirectoryCondition.Missing)]
    [InlineData(DirectoryCondition.NotADirectory)]
    [InlineData(DirectoryCondition.NotWritable)]
    [InlineData(DirectoryCondition.Unreadable)]
    [InlineData(DirectoryCondition.NotMounted)]
    public void Destination_NotUsable_No(DirectoryCondition condition)
    {
        Decide(One, World(One).Found("/hdd1/d", condition)).Reason.ShouldBe(Rule.Destination);

        var careless = Config(A with { SkipFullDestinations = false });
        Decide(careless, World(careless).Found("/hdd1/d", condition)).Reason.ShouldBe(Rule.Destination);
    }

    [Theory]
    [InlineData(DirectoryCondition.Missing)]
    [InlineData(DirectoryCondition.NotWritable)]
    [InlineData(DirectoryCondition.Unreadable)]
    [InlineData(DirectoryCondition.NotMounted)]
    public void Temp_NotUsable_No(DirectoryCondition condition) =>
        Decide(One, World(One).Found("/a-temp/t", condition)).Reason.ShouldBe(Rule.Temp);

    [Fact]
    public void Temp_Temp2NotUsable_No()
    {
        var config = Config(A with { Temp2 = ["/fast/t2"] });
        var decision = Decide(config, World(config).Found("/fast/t2", DirectoryCondition.Missing));

        (decision.Reason, decision[Rule.Temp].Cause).ShouldBe((Rule.Temp, Cause.NoTemp2Usable));
    }

    [Fact]
    public void Temp_Full_MattersOnlyWithCheckTempSpace()
    {
        Decide(One, World(One).Free("/a-temp/t", 0)).Start.ShouldNotBeNull();

        var careful = Config(A with { CheckTempSpace = true });
        Decide(careful, World(careful).Free("/a-temp/t", Peak)).Start.ShouldNotBeNull();
        Decide(careful, World(careful).Free("/a-temp/t", Peak - 1)).Reason.ShouldBe(Rule.Temp);
    }

    [Fact]
    public void Temp_RunsThereStillGrow_TheirGrowthIsKeptFree()
    {
        // A run that will hold 200 GB and holds 150: 50 GB are kept for it.
        var careful = Config(A with { CheckTempSpace = true });
        var growing = Run("a", 2, 1) with { TempDrive = "/a-temp", TempPeakBytes = 200 * GB, TempBytes = 150 * GB };
        var world = World(careful).With(growing);

        Decide(careful, world.Free("/a-temp/t", Peak + (50 * GB))).Start.ShouldNotBeNull();
        Decide(careful, world.Free("/a-temp/t", Peak + (50 * GB) - 1)).Reason.ShouldBe(Rule.Temp);
    }

    [Fact]
    public void Destination_OnTempsDrive_BothCountWithCheckTempSpace()
    {
        var together = A with { Temp = ["/ssd/t"], Destination = ["/ssd/d"], CheckTempSpace = true };
        var config = Config(together);
        var all = Peak + NeedsK32;
        World At(long free) => World(config).Free("/ssd/t", free).Free("/ssd/d", free);

        Decide(config, At(all)).Start.ShouldNotBeNull();
        Decide(config, At(all - 1)).Reason.ShouldBe(Rule.Destination);
        Decide(Config(together with { CheckTempSpace = false }), At(NeedsK32)).Start.ShouldNotBeNull();
    }

    [Fact]
    public void Temp2_IsTheDestination_ItsBytesAreKeptFreeOnce()
    {
        // chia writes the plot itself into temp2: up to 102 GiB = 109,521,666,048 there; the plot needs 109,095,175,795 of the same bytes.
        var config = Config(A with { Temp2DestinationSync = true, CheckTempSpace = true });
        const long most = 109_521_666_048;

        Decide(config, World(config).Free("/hdd1/d", most)).Start.ShouldNotBeNull();
        Decide(config, World(config).Free("/hdd1/d", most - 1)).Reason.ShouldBe(Rule.Destination);

        // With one on its way, twice as much.
        var second = Scheduler.Decide(config, World(config)).After;
        Decide(config, second.Free("/hdd1/d", 2 * most)).Start.ShouldNotBeNull();
        Decide(config, second.Free("/hdd1/d", (2 * most) - 1)).Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void Destination_CompressedPlot_NeedsItsCompressedSize()
    {
        // Four fifths of 108,877,420,953 are 87,101,936,762; that times 1.002 is 87,276,140,635.5.
        var small = Profile with { Sizes = Profile.Sizes with { CompressedShare = ImmutableDictionary<int, double>.Empty.Add(5, 0.8) } };
        var config = Config(A with { Plotter = small, Compression = 5 });

        Decide(config, World(config).Free("/hdd1/d", 87_276_140_636)).Start.ShouldNotBeNull();
        Decide(config, World(config).Free("/hdd1/d", 87_276_140_635)).Reason.ShouldBe(Rule.Destination);
    }

    [Fact]
    public void After_PlotMade_TheDriveHasLessAndTheRunPromisesLess()
    {
        // A run of two plots on a drive of 300 GB: 300 - 2 x 109.095... before, after one plot free is 300 - 108.877... and one promised.
        var world = World(One).With(Run("a", 4).To("/hdd1/d", plots: 2)).Free("/hdd1/d", 300 * GB);
        var after = After(world, (farm, runId) => farm.MakePlot(runId));

        Decide(One, world).Directories[1].Room.ShouldBe((300 * GB) - (2 * NeedsK32));
        Decide(One, after).Directories[1].Room.ShouldBe((300 * GB) - 108_877_420_953 - NeedsK32);
        after.HistoryOf("a").Completed.ShouldBe(1);
    }
}

using System.Text;
using PlotManager.Core.Configuration;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>What a user of the original has is taken as it is.</summary>
public sealed partial class OriginalConfigTests
{
    [Fact]
    public void Read_ConfigOf010_IsTakenWithoutAProblem()
    {
        var config = Reader.Good(Version010, Reader.Windows);

        config.Backend.ShouldBe("chia");
        config.LogFolder.ShouldBe(@"S:\Chia\Logs\Plotter");
        config.Global.ShouldBe(new GlobalLimits(10, 3, TimeSpan.FromMinutes(5)));
        config.Notifications.Services.ShouldBeEmpty();
        config.Progress.ShouldNotBeNull().LineEnds.ShouldBe([801, 834, 2474, 2620]);
        config.Progress.Weights.ShouldBe([33.4, 20.43, 42.29, 3.88]);
        config.Jobs.Select(job => job.Name).ShouldBe(["micron", "inland"]);

        var inland = config.Jobs[1];
        inland.Plotter.Name.ShouldBe("chia");
        inland.Temp.ShouldBe([@"Y:\Plotter1", @"Y:\Plotter2"]);
        inland.Temp2.ShouldBe([@"J:\Plots", @"K:\Plots"]);
        inland.Destination.ShouldBe([@"J:\Plots", @"K:\Plots"]);
        inland.Stagger.ShouldBe(TimeSpan.FromMinutes(160));
        inland.MaxConcurrentWithStartEarly.ShouldBe(3);
        inland.StartEarlyPhase.ShouldBe(4);
        inland.StartEarlyDelay.ShouldBe(TimeSpan.Zero);
        inland.Temp2DestinationSync.ShouldBeTrue();
        inland.MaxForPhase1.ShouldBe(1);
        inland.CpuAffinity.ShouldBeEmpty();
    }

    [Fact]
    public void Read_ConfigOf011_IsTakenWithoutAProblem()
    {
        var config = Reader.Good(Version011);

        var job = config.Jobs.ShouldHaveSingleItem();
        job.Plotter.Name.ShouldBe("madmax");
        job.Temp.ShouldBe(["/mnt/nvme"]);
        job.Temp2.ShouldBe(["/mnt/ram"]);
        job.Destination.ShouldBe(["/mnt/hdd1", "/mnt/hdd2"]);
        job.ThreadXP2.ShouldBe(1);
        job.BucketsP3.ShouldBe(256);
        job.PoolContractAddress.ShouldBeNull();
    }

    public static TheoryData<string, byte[]> Encodings() => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Version010) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Version010)] },
        { "UTF-16 of Notepad", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Version010)] },
        { "UTF-16 the other way round", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Version010)] },
        { "lines of Windows", Encoding.UTF8.GetBytes(Version010.ReplaceLineEndings("\r\n")) },
        { "lines of old Macs", Encoding.UTF8.GetBytes(Version010.ReplaceLineEndings("\r")) },
        { "blanks at the ends of lines", Encoding.UTF8.GetBytes(Version010.ReplaceLineEndings("  \n")) },
        { "tabs in and before comments", Encoding.UTF8.GetBytes(Version010.ReplaceLineEndings("\t#\ta\tcomment\n")) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_FileAsEditorsSaveIt_IsTheSameConfig(string editor, byte[] bytes)
    {
        editor.ShouldNotBeEmpty();
        var reading = ConfigReader.Read(bytes, "config.yaml", Reader.Windows, Reader.Profiles);

        reading.Problems.ShouldBeEmpty();
        ConfigChange.Between(Reader.Good(Version010, Reader.Windows), reading.Config.ShouldNotBeNull()).ShouldBeEmpty();
    }

    [Fact]
    public void Read_FileInAnOldCodePage_IsReadWithAWarning()
    {
        var text = Reader.With(10, "    temporary_directory: /mnt/größe");
        var reading = ConfigReader.Read(Encoding.Latin1.GetBytes(text), "config.yaml", Reader.Linux, Reader.Profiles);

        reading.Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("config.yaml:10:33: warning: byte 0xF6 is not UTF-8; the file was read as Windows-1252. Save it as UTF-8");
        reading.Config.ShouldNotBeNull().Jobs[0].Temp.ShouldBe(["/mnt/größe"]);
    }

    [Fact]
    public void Read_MergeKeysAndAnchors_AreWrittenOut()
    {
        var config = Reader.Good("""
            chia_location: &chia /opt/chia
            log: {folder_path: /logs}
            global: {max_concurrent: 10, max_for_phase_1: 3}
            jobs:
              - &first
                name: a
                chia_location: *chia
                max_plots: 1
                temporary_directory: /mnt/a
                destination_directory: &hdd [/mnt/x, /mnt/y]
                size: 32
                threads: 4
                buckets: 128
                memory_buffer: 4000
                max_concurrent: 1
              - <<: *first
                name: b
                temporary_directory: /mnt/b
              - <<: [{stagger_minutes: 7, max_plots: 5}, *first]
                name: c
                temporary_directory: /mnt/c
                destination_directory: *hdd
            """);

        config.Jobs.Select(job => job.Name).ShouldBe(["a", "b", "c"]);
        config.Jobs.Select(job => job.Temp[0]).ShouldBe(["/mnt/a", "/mnt/b", "/mnt/c"]);
        config.Jobs.Select(job => job.Destination.Length).ShouldBe([2, 2, 2]);
        config.Jobs.Select(job => job.MaxPlots).ShouldBe([1, 1, 5]);
        config.Jobs.Select(job => job.Stagger.TotalMinutes).ShouldBe([0, 0, 7]);
    }

    [Fact]
    public void Read_KeyGivenTwice_TheLastStands() =>
        Reader.Read(Reader.With(17, "    max_plots: 7")).Config.ShouldNotBeNull().Jobs[0].MaxPlots.ShouldBe(7);
}

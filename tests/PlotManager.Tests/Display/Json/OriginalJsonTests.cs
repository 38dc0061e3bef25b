using PlotManager.Display.Json;

namespace PlotManager.Tests.Display.Json;

public class OriginalJsonTests
{
    [Fact]
    public void Write_NoRuns_IsAnEmptyList() =>
        OriginalJson.Write(SampleFarms.Of(0), SampleFarms.View, TimeZoneInfo.Utc).ShouldBe("""{"jobs":[]}""");

    [Fact]
    public void Write_TwoRuns_IsTheOriginalsLineLongestFirst() =>
        OriginalJson.Write(SampleFarms.Of(2), SampleFarms.View, TimeZoneInfo.Utc).ShouldBe(
            """{"jobs":[["1","inland","32","351edae",18270,"2026-11-22 07:12:00","07:02:00",5,"02:15 / 00:55 / 01:30 / 00:09","99.99%","105 GiB"],"""
            + """["2","micron","32","240dc9d",18269,"2026-11-22 08:43:00","05:31:00",3,"02:15 / 00:55","71.34%","211 GiB"]]}""");

    [Fact]
    public void Write_SecondsForPhases_AreAsked() =>
        OriginalJson.Write(
            SampleFarms.Of(1),
            SampleFarms.View with { IncludeSecondsForPhase = true, DateTimeFormat = "%d/%m %H:%M" },
            TimeZoneInfo.Utc).ShouldBe(
            """{"jobs":[["1","micron","32","240dc9d",18269,"22/11 08:43","05:31:00",3,"02:15:00 / 00:55:00","71.34%","211 GiB"]]}""");

    [Fact]
    public void Write_WhatIsUnknown_HasTheOriginalsPlaceholders()
    {
        var farm = SampleFarms.Of(1);
        var run =
            farm.Runs[0] with { Job = null, K = null, PlotId = null, Phase = null, PhaseSeconds = [], Progress = null, TempBytes = null };

        OriginalJson.Write(farm with { Runs = [run] }, SampleFarms.View, TimeZoneInfo.Utc).ShouldBe(
            """{"jobs":[["1","?",null,"",18269,"2026-11-22 08:43:00","05:31:00",1,"","0.00%","0 GiB"]]}""");
    }

    [Fact]
    public void Write_ANameBeyondAscii_IsEscapedAsPythonDoes()
    {
        var farm = SampleFarms.Of(1);
        var run = farm.Runs[0] with { Job = "ж\"\\\t😀\u007f" };

        OriginalJson.Write(farm with { Runs = [run] }, SampleFarms.View, TimeZoneInfo.Utc)
            .ShouldContain("""["1","\u0436\"\\\t\ud83d\ude00\u007f","32",""");
    }

    [Fact]
    public void Write_MoreThanAHundredHours_StandBeforeNinetyNine()
    {
        var farm = SampleFarms.Of(2);
        var runs = farm.Runs;
        runs = [runs[0] with { Elapsed = 99 * 3600 }, runs[1] with { Elapsed = 100 * 3600 }];

        var line = OriginalJson.Write(farm with { Runs = runs }, SampleFarms.View, TimeZoneInfo.Utc);

        line.IndexOf("\"100:00:00\"").ShouldBeInRange(0, line.IndexOf("\"99:00:00\""));
    }
}

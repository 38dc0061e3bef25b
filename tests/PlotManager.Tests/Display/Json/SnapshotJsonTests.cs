using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PlotManager.Core.Plotting;
using PlotManager.Display.Json;

namespace PlotManager.Tests.Display.Json;

public class SnapshotJsonTests
{
    private static JsonElement Written(int runs) => JsonDocument.Parse(SnapshotJson.Write(SampleFarms.Of(runs))).RootElement;

    [Theory]
    [InlineData("manager", "running,pid,started_at,last_look_at,version,unsaved,unsaved_reason")]
    [InlineData("jobs", "name,running,completed,kicked_off,max_plots,failed,verdict,rule,text,until,next")]
    [InlineData(
        "runs",
        "run_id,job,plotter,k,plot_id,pid,started_at,elapsed,phase,phase_seconds,progress,left,left_p90,state,temp,temp2,destination,temp_bytes,log,foreign")]
    [InlineData("drives", "path,total,free,promised,room_plots,temp,temp2,destination")]
    [InlineData("stats", "today,yesterday,week,bytes_today,others_today,others_yesterday,others_week")]
    [InlineData("problems", "severity,text,job,run_id,since")]
    public void Write_EveryPart_HasTheFieldsOfTheContract(string part, string fields)
    {
        var written = Written(2).GetProperty(part);
        var first = written.ValueKind == JsonValueKind.Array ? written[0] : written;

        fields.Split(',').ShouldBeSubsetOf(first.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void Write_TimesAndUnknowns_AreIsoAndNull()
    {
        var written = Written(7);

        written.GetProperty("now").GetString().ShouldBe("2026-11-22T14:14:00+00:00");
        var blocked = written.GetProperty("runs")[1];
        blocked.GetProperty("left").ValueKind.ShouldBe(JsonValueKind.Null);
        blocked.GetProperty("phase").GetInt32().ShouldBe(5);
        written.GetProperty("drives")[2].GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null);
        written.GetProperty("drives")[0].GetProperty("temp")[0].GetInt32().ShouldBe(18_269);
    }

    [Fact]
    public void Write_ANumberThatIsNone_IsNull()
    {
        var farm = SampleFarms.Of(1);
        var odd = farm with { Runs = [farm.Runs[0] with { Progress = double.NaN, Left = double.PositiveInfinity }] };

        var run = JsonDocument.Parse(SnapshotJson.Write(odd)).RootElement.GetProperty("runs")[0];

        run.GetProperty("progress").ValueKind.ShouldBe(JsonValueKind.Null);
        run.GetProperty("left").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>A manager that still runs while its program was replaced by a newer one.</summary>
    [Fact]
    public void Read_OfAManagerThatKnowsNoChecks_HasNone()
    {
        var written = JsonNode.Parse(SnapshotJson.Write(SampleFarms.Of(2)))!.AsObject();
        written.Remove("checks").ShouldBeTrue();

        SnapshotJson.Read(Encoding.UTF8.GetBytes(written.ToJsonString())).Checks.ShouldBeEmpty();
    }

    [Fact]
    public void Read_WhatWasWritten_SaysTheSame()
    {
        var farm = SampleFarms.Of(7);
        farm = farm with { Jobs = [farm.Jobs[0] with { Next = new PlotDirectories("/t", null, "/d") }, farm.Jobs[1]] };
        var once = SnapshotJson.WriteUtf8(farm);

        var again = SnapshotJson.WriteUtf8(SnapshotJson.Read(once));

        Encoding.UTF8.GetString(again).ShouldBe(Encoding.UTF8.GetString(once));
        Encoding.UTF8.GetString(once).ShouldNotContain('\n');
    }
}

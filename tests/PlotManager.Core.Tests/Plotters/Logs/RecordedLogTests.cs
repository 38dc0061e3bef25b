using System.Text.Json;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class RecordedLogTests
{
    public static TheoryData<string> Logs => [.. Fixture.Names];

    [Fact]
    public void Expected_EveryRecordedLog_IsDescribed() =>
        Fixture.Names.ShouldBe(Fixture.Expected.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Logs))]
    public void Read_RecordedLog_SaysWhatStandsInIt(string name)
    {
        var expected = Fixture.Expected[name];
        var log = Fixture.Read(name);

        log.Lines.ShouldBe(expected.GetProperty("lines").GetInt32());
        log.PlotCount.ShouldBe(Int(expected, "plot_count"));
        log.ProcessId.ShouldBe(Int(expected, "process_id"));
        State(log, null).ShouldBe(Text(expected, "state"));
        var failure = log.Current?.Failure ?? (log.Plots.IsEmpty ? log.Failure : null);
        (failure is null ? null : Fixture.Word(failure.Cause)).ShouldBe(Text(expected, "cause"));

        var plots = expected.GetProperty("plots").EnumerateArray().ToList();
        log.Plots.Length.ShouldBe(plots.Count);
        foreach (var (plot, said) in log.Plots.Zip(plots))
        {
            Compare(name, log, plot, said);
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Outcome_RecordedLogAndExitCode_AreJoined(string name)
    {
        var expected = Fixture.Expected[name];
        var code = expected.GetProperty("exit_code").GetInt32();

        State(Fixture.Read(name), code < 0 ? new ProcessFacts(false, null, -code) : new ProcessFacts(false, code))
            .ShouldBe(Text(expected, "ended"));

        string State(RunLog log, ProcessFacts process) => RecordedLogTests.State(log, process, Fixture.Profile(name));
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Feed_ByteByByte_IsTheSame(string name)
    {
        var bytes = Fixture.Bytes(name);
        var reader = new PlotLogReader(Fixture.Profile(name));
        for (var index = 0; index < bytes.Length; index++)
        {
            reader.Feed(bytes.AsSpan(index, 1));
        }

        Fixture.Describe(reader.Finish()).ShouldBe(Fixture.Describe(Fixture.Read(name)));
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Feed_InPiecesOfAnyLength_IsTheSame(string name)
    {
        var bytes = Fixture.Bytes(name);
        var whole = Fixture.Describe(Fixture.Read(name));
        for (var seed = 1; seed <= 5; seed++)
        {
            var lengths = new Random(seed);
            var reader = new PlotLogReader(Fixture.Profile(name));
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - at, lengths.Next(0, 1 << lengths.Next(1, 14)));
                reader.Feed(bytes.AsSpan(at, length));
                if (lengths.Next(4) == 0)
                {
                    reader.Finish();
                }

                at += length;
            }
            Fixture.Describe(reader.Finish()).ShouldBe(whole, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Guess_RecordedLog_IsOfItsPlotter(string name)
    {
        var guess = new PlotterGuess(BuiltInProfiles.Catalog).Of(Fixture.Bytes(name));

        // The answer to a question, not a log: nothing in it is any plotter's.
        if (name == "bladebit/memory_json")
        {
            guess.ShouldBeNull();
        }
        // Up to where it stopped, it looks like a diskplot.
        else if (name.StartsWith("bladebit/", StringComparison.Ordinal))
        {
            guess.ShouldNotBeNull().Name.ShouldStartWith("bladebit");
        }
        else
        {
            guess.ShouldNotBeNull().Name.ShouldBe(Fixture.Profile(name).Name);
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void Progress_WhileALogGrows_NeverGoesBackAndIsWholeOnlyAtTheEnd(string name)
    {
        var bytes = Fixture.Bytes(name);
        var reader = new PlotLogReader(Fixture.Profile(name));
        var reached = new List<double>();
        foreach (var line in bytes.AsSpan().Split((byte)'\n'))
        {
            reader.Feed(bytes.AsSpan(line));
            reader.Feed("\n"u8);
            var plots = reader.State.Plots;
            for (var index = 0; index < plots.Length; index++)
            {
                if (index == reached.Count)
                {
                    reached.Add(0);
                }

                plots[index].Progress.ShouldBeGreaterThanOrEqualTo(reached[index]);
                (plots[index].Progress >= 1).ShouldBe(plots[index].State == PlotState.Completed);
                reached[index] = plots[index].Progress;
            }
        }
    }

    private static void Compare(string name, RunLog log, PlotLog plot, JsonElement said)
    {
        plot.K.ShouldBe(Int(said, "k"));
        plot.PlotId.ShouldBe(Text(said, "plot_id"));
        plot.StartedAt.ShouldBe(Date(said, "started_at"));
        plot.Temp.ShouldBe(Text(said, "temp"));
        plot.Temp2.ShouldBe(Text(said, "temp2"));
        plot.Destination.ShouldBe(Text(said, "destination"));
        plot.Threads.ShouldBe(Int(said, "threads"));
        plot.Buckets.ShouldBe(Int(said, "buckets"));
        plot.BufferMiB.ShouldBe(Int(said, "buffer_mib"));
        plot.TotalSeconds.ShouldBe(Number(said, "total_seconds"));
        plot.CopySeconds.ShouldBe(Number(said, "copy_seconds"));
        plot.FinalBytes.ShouldBe(said.TryGetProperty("final_bytes", out var bytes) ? bytes.GetInt64() : null);
        plot.FinalFile.ShouldBe(Text(said, "final_file"));
        plot.Phase.ShouldBe(said.GetProperty("phase").GetInt32());
        plot.FirstLine.ShouldBe(said.GetProperty("first_line").GetInt32());
        plot.Suspect.ShouldBeNull();
        Fixture.Word(LogOutcome.Of(Fixture.Profile(name), log, log.Plots.IndexOf(plot), null).State).ShouldBe(Text(said, "state"));
        var ends = said.GetProperty("phases").EnumerateArray().ToList();
        plot.Phases.Length.ShouldBe(ends.Count);
        foreach (var (end, expected) in plot.Phases.Zip(ends))
        {
            end.Phase.ShouldBe(expected.GetProperty("phase").GetInt32());
            end.Seconds.ShouldBe(expected.GetProperty("seconds").GetDouble());
            end.Line.ShouldBe(expected.GetProperty("line").GetInt32());
            WholeSecond(end.EndedAt).ShouldBe(Date(expected, "ended_at"));
        }
    }

    private static string State(RunLog log, ProcessFacts? process, PlotterProfile? profile = null)
    {
        if (log.Plots.IsEmpty)
        {
            return Fixture.Word(
                LogOutcome.OfRun(profile ?? Fixture.Profile("chiapos/chia116_k22_nobitfield.log"), log, process).ShouldNotBeNull().State);
        }

        return Fixture.Word(LogOutcome.Of(profile ?? Fixture.Profile("chiapos"), log, log.Plots.Length - 1, process).State);
    }

    private static DateTime? WholeSecond(DateTime? time) =>
        time is { } date ? new DateTime(date.Ticks - (date.Ticks % TimeSpan.TicksPerSecond)) : null;

    private static string? Text(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static int? Int(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) ? value.GetInt32() : null;

    private static double? Number(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) ? value.GetDouble() : null;

    private static DateTime? Date(JsonElement entry, string key) =>
        entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTime() : null;
}

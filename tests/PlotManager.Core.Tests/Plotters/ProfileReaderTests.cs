using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.Configuration;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Tests.Plotters;

public sealed class ProfileReaderTests
{
    private const string NewPlotter = """

        plotters:
          newplot:
            k: 28
            phases: [{name: plotting, weight: 1}]
            job: {threads: 8 1..64, temporary_directory: unused}
            size: {formula: 2^k * (k + 1.46) / 8}
            files: {final: [.plot2]}
            command:
              - args: make --size {k} --threads {threads}
              - args: --out {destination}
            processes:
              - executables: newplot
                words: make
                options: {k: --size, destination: --out = .}
            log:
              lines:
                - {line: "plotting {plot_id}", event: plot_starts}
                - {line: "{percent} percent", phase: 1}
                - {line: "done: {final_file}", event: completes}
        """;

    [Fact]
    public void Read_ProfileOfOnesOwn_IsAPlotterLikeAnyOther()
    {
        var profiles = Config(NewPlotter).Config.ShouldNotBeNull().Profiles;
        var profile = profiles.Find("newplot").ShouldNotBeNull();

        profile.Keys.Threads.ShouldBe(new NumberKey(KeyUse.Optional, 8, 1, 64));
        Recognition.Recognise(["newplot", "make", "--size=28", "--out", "/d"], "/", profiles).ShouldNotBeNull().Destination.ShouldBe("/d");
        var reader = new PlotLogReader(profile);
        reader.Feed(Encoding.UTF8.GetBytes($"plotting {new string('a', 64)}\n40 percent\n"));
        (reader.State.Current?.Phase, reader.State.Current?.WithinPhase).ShouldBe((1, 0.4));
        reader.Feed("done: /d/x.plot2\n"u8);
        reader.State.Current?.State.ShouldBe(PlotState.Completed);
    }

    [Fact]
    public void Read_BasedOn_ChangesOnlyWhatItSays()
    {
        var profiles = Config("\nplotters:\n  madmax:\n    based_on: madmax\n    copy_weight: 20\n    log:\n      lines:\n        - "
            + "{line: \"All done\", event: completes}\n")
            .Config.ShouldNotBeNull().Profiles;
        var (own, builtIn) = (profiles.Find("madmax").ShouldNotBeNull(), BuiltInProfiles.Catalog.Find("madmax").ShouldNotBeNull());

        own.CopyWeight.ShouldBe(20);
        own.Command.ShouldBe(builtIn.Command);
        own.Log.Lines.Length.ShouldBe(builtIn.Log.Lines.Length + 1);
        profiles.All.Length.ShouldBe(BuiltInProfiles.Catalog.All.Length);
    }

    [Theory]
    [InlineData("k: 28", "k: lots", "plotters.newplot.k: must be plot sizes")]
    [InlineData("(k + 1.46)", "(k + )", "plotters.newplot.size.formula: must be arithmetic")]
    [InlineData("{threads}", "{thread}", "plotters.newplot.command[0].args: {thread} is not known")]
    [InlineData("threads: 8 1..64", "threads: 8 to 64", "plotters.newplot.job.threads: must be required, optional")]
    [InlineData("{percent} percent", "{per cent} percent", "{per cent} is not known; known are")]
    [InlineData("phase: 1", "phase: 2", "there are 1 phases only")]
    [InlineData(", phase: 1", "", "which phase?")]
    [InlineData("event: completes", "event: complete", "is not one of")]
    [InlineData("options: {k: --size", "options: {size: --size", "is not known; known are")]
    public void Read_WrongProfile_TellsWhereAndWhat(string right, string wrong, string message)
    {
        var reading = Config(NewPlotter.Replace(right, wrong, StringComparison.Ordinal));

        reading.Config.ShouldBeNull();
        var problem = reading.Problems.First(one => one.Severity == Severity.Error);
        problem.ToString().ShouldContain(message);
        problem.SourceLine.ShouldContain(wrong.Length > 0 ? wrong.Split(',')[0] : "percent");
    }

    [Fact]
    public void Read_UnknownBase_NamesTheKnownOnes() =>
        Config("\nplotters:\n  mine:\n    based_on: madmix\n").Problems.ShouldContain(problem => problem.Message.Contains(
            "madmax", StringComparison.Ordinal));

    [Fact]
    public void Read_HalfAProfile_SaysAllThatIsMissing() =>
        Config("\nplotters:\n  mine:\n    k: 28\n    title: 5\n").Problems
            .Where(problem => problem.Message == "must be given, here or by based_on")
            .Select(problem => problem.Path)
            .ShouldBe([
                "plotters.mine.phases",
                "plotters.mine.command",
                "plotters.mine.processes",
                "plotters.mine.files",
                "plotters.mine.log",
                "plotters.mine.size",
            ], ignoreOrder: true);

    [Theory]
    [InlineData(
        "{formula: 2^k * (k + 1.46) / 8}",
        "{bytes: {32: 108877420953}}",
        "plotters.newplot.size: must tell the bytes of a plot for every k")]
    [InlineData("{final: [.plot2]}", "{growing: [.tmp]}", "plotters.newplot.files: must tell how the names of finished plots end")]
    public void Read_PartThatDoesNotSuffice_SaysWhatItLacks(string right, string wrong, string message) =>
        Config(NewPlotter.Replace(right, wrong, StringComparison.Ordinal)).Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldContain(message);

    [Fact]
    public void Read_TheProfileOfTheGuide_IsAPlotter()
    {
        // docs/plotters.md, steps 2 to 5, put together as they stand.
        var guide = File.ReadAllText(Repository.PathOf("docs", "plotters.md")).ReplaceLineEndings("\n");
        var steps = guide[guide.IndexOf("\n2. ", StringComparison.Ordinal)..guide.IndexOf("\n## Reference", StringComparison.Ordinal)];
        var yaml = string.Concat(steps.Split("```yaml\n").Skip(1).Select(step => step[..step.IndexOf("   ```", StringComparison.Ordinal)]))
            .Replace("\n   ", "\n", StringComparison.Ordinal)[3..];

        var reading = Config("\nplotters:\n  newplot:\n" + yaml);

        reading.Problems.ShouldBeEmpty();
        var log = new PlotLogReader(reading.Config!.Profiles.Find("newplot")!);
        var id = new string('3', 64);
        log.Feed(Encoding.UTF8.GetBytes(
            $"Plot 1 of 2: {id}\nTable 2 done in 3 s\nPhase 1: 70.5 s\nPhase 2: 30 s\nAll done in 100.5 s\nMoved to /d/x-{id}.plot\n"));
        var plot = log.State.Plots.ShouldHaveSingleItem();
        (log.State.PlotCount, plot.PlotId, plot.State, plot.TotalSeconds).ShouldBe((2, id, PlotState.Completed, 100.5));
        plot.Phases.Select(end => end.Seconds).ShouldBe([70.5, 30]);
    }

    private static ConfigReading Config(string plotters) =>
        Configs.Read(Reader.Smallest + plotters);
}

using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Observing;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public sealed class FileSurveyTests
{
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;
    private static readonly string Name = PlotScript.FileName(PlotScript.Id(1));

    private readonly ScriptedMachine _machine = new();
    private readonly FileSurvey _survey;
    private int _listed;

    public FileSurveyTests()
    {
        _machine.Files.Folders.UnionWith(["/t/temp", "/d/plots"]);
        _machine.Files.Listing = () => _listed++;
        _survey = new FileSurvey(_machine.Files, _machine.Clock);
    }

    private static TrackedRun Run { get; } = new(
        new RunRecord
        {
            RunId = "r",
            Plotter = "chia",
            State = RunState.Running,
            LaunchedAt = ScriptedMachine.T0,
            Directories = new PlotDirectories("/t/temp", null, "/d/plots"),
        },
        [new PlotRecord("r", 1) { PlotId = PlotScript.Id(1), State = PlotState.Making }]);

    private RunFiles Files => _survey.Of(Run, Chia, new PlotDirectories("/t", null, "/d"));

    [Fact]
    public void Of_FilesOfItsPlot_AreSummedByUse()
    {
        _machine.Files.Grow($"/t/temp/{Name}.table1.tmp", 100);
        _machine.Files.Grow($"/t/temp/{Name}.2.tmp", 20);
        _machine.Files.Grow($"/t/temp/{PlotScript.FileName(PlotScript.Id(2))}.table1.tmp", 7000);
        _machine.Files.Grow($"/d/plots/{Name}.2.tmp", 3);
        _machine.Files.Grow("/t/temp/notes.txt", 9000);
        (Files.Temp, Files.Temp2, Files.AtDestination).ShouldBe((120, 0, 3), "what grows in temp is on another drive than the destination");
    }

    // It was not counted at all while it was copied.
    [Fact]
    public void Of_AFinishedPlotInTemp_CountsUntilItIsCopied()
    {
        _machine.Files.Grow($"/t/temp/{Name}", 100);
        _machine.Files.Grow($"/t/temp/{Name}.table1.tmp", 20);
        _machine.Files.Grow($"/d/plots/{Name}.2.tmp", 3);
        (Files.Temp, Files.Made, Files.AtDestination).ShouldBe((120, 100, 3));
    }

    [Fact]
    public void Begin_ListingTookNoTime_EachLookLists()
    {
        _ = (Files, Files);
        _listed.ShouldBe(2, "temp and destination, once");
        _survey.Begin(anew: false);
        _ = Files;
        _listed.ShouldBe(4);
        _survey.IsFresh.ShouldBeTrue();
    }

    [Fact]
    public void Begin_ListingTookASecond_ServesTwoThousandSeconds()
    {
        Slow(0.5); // of each of two folders
        _ = Files;
        _machine.Files.Grow($"/t/temp/{Name}.table1.tmp", 100);
        PassTo(1999.9);
        _survey.Begin(anew: false);
        (Files.Temp, _survey.IsFresh).ShouldBe((0, false));
        PassTo(2000);
        _survey.Begin(anew: false);
        (Files.Temp, _survey.IsFresh).ShouldBe((100, true));
    }

    [Fact]
    public void Begin_Anew_ListsWhateverItTakes()
    {
        Slow(0.5);
        _ = Files;
        _machine.Files.Grow($"/t/temp/{Name}.table1.tmp", 100);
        _survey.Begin(anew: true);
        (Files.Temp, _survey.IsFresh).ShouldBe((100, true));
    }

    [Fact]
    public void FinalBytes_ListedForAnEarlierLook_AreThoseOfNow()
    {
        Slow(0.5);
        _ = Files;
        _machine.Files.Grow($"/d/plots/{Name}", 108_877_420_953);
        _survey.Begin(anew: false);
        _survey.FinalBytes("/d/plots", PlotScript.Id(1), Chia).ShouldBe(108_877_420_953);
        _survey.FinalBytes("/d/plots", PlotScript.Id(2), Chia).ShouldBe(0);
        _listed.ShouldBe(3, "once for both");
        _survey.FinalBytes("/d/gone", PlotScript.Id(1), Chia).ShouldBeNull();
    }

    private void Slow(double seconds) => _machine.Files.Listing = () =>
    {
        _listed++;
        PassTo(_machine.Clock.Elapsed.TotalSeconds + seconds);
    };

    private void PassTo(double seconds) => _machine.Clock.PassTo(TimeSpan.FromSeconds(seconds));
}

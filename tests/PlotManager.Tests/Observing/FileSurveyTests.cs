using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
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
        _machine.Files.Folders.UnionWith(["/t/temp", "/t/new", "/d/plots"]);
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

    private RunFiles Files
    {
        get
        {
            _survey.Find([new SurveyedRun(Run, Chia, new PlotDirectories("/t", null, "/d"))]);
            return _survey.Of("r");
        }
    }

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

    private static SurveyedRun Making(string runId, int plot, string folder) => new(
        Run with
        {
            Run = Run.Run with { RunId = runId, Directories = new PlotDirectories(folder, null, "/d/plots") },
            Plots = plot == 0 ? [] : [new PlotRecord(runId, 1) { PlotId = PlotScript.Id(plot), State = PlotState.Making }],
        },
        Chia, new PlotDirectories("/t", null, "/d"));

    [Fact]
    public void Find_ARunThatIsNew_IsListedAtOnceWhateverTheOthersTook()
    {
        Slow(0.5);
        var old = Making("old", 1, "/t/temp");
        _survey.Find([old]);
        _survey.Begin(anew: false);
        _machine.Files.Grow($"/t/new/{PlotScript.FileName(PlotScript.Id(2))}.table1.tmp", 300);

        var fresh = Making("new", 2, "/t/new");
        _survey.Find([old, fresh]);

        (_survey.Of("new").Temp, _survey.Of("new").IsKnown, _survey.IsFresh).ShouldBe((300, true, false));
    }

    [Fact]
    public void Of_ARunWhosePlotIsNotKnownYet_IsUnknownAndNotNothing()
    {
        _survey.Find([Making("new", 0, "/t/new")]);
        _survey.Of("new").IsKnown.ShouldBeFalse();
        _survey.Of("never seen").IsKnown.ShouldBeFalse();
    }

    [Fact]
    public void Find_ThereIsTimeForOne_ListsWhatIsTheMostOutOfDate()
    {
        // A plot known for 30000 seconds, one known for 10000: of what they have, a tenth and a third may have come since they were listed.
        _machine.Files.Folders.UnionWith(["/t/a", "/t/b"]);
        var (a, b) = (Making("a", 1, "/t/a"), Making("b", 2, "/t/b"));
        _survey.Find([a]);
        PassTo(20_000);
        _survey.Begin(anew: false);
        _survey.Find([a, b]);
        Slow(1);
        PassTo(30_000);
        _machine.Files.Grow($"/t/a/{PlotScript.FileName(PlotScript.Id(1))}.table1.tmp", 1);
        _machine.Files.Grow($"/t/b/{PlotScript.FileName(PlotScript.Id(2))}.table1.tmp", 2);

        _survey.Begin(anew: false);
        _survey.Find([a, b]);

        (_survey.Of("a").Temp, _survey.Of("b").Temp, _survey.IsFresh).ShouldBe((0, 2, false));
    }

    [Fact]
    public void NameOf_TheFileThatBecomesThePlot_TellsThePlotsName()
    {
        _machine.Files.Grow($"/t/temp/{Name}.2.tmp", 20);
        _ = Files;
        _survey.NameOf(PlotScript.Id(1)).ShouldBe(Path.GetFileNameWithoutExtension(Name));
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

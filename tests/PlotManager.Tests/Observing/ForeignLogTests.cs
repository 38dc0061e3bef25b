using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public class ForeignLogTests
{
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;

    private readonly ScriptedMachine _scripted = new();
    private readonly Machine _machine;

    public ForeignLogTests()
    {
        _scripted.Files.Folders.Add("/logs");
        _machine = _scripted.NewLife().Machine;
    }

    [Fact]
    public void Find_TheFileBehindItsOutput_BeforeAnyOther()
    {
        var process = Plotter("/home/me/plot.txt");
        _scripted.Files.Append("/logs/a.log", $"Process ID is: {process.Identity.Pid}\n");

        Find(process).ShouldBe("/home/me/plot.txt");
    }

    [Fact]
    public void Find_TheLogThatNamesItsProcess_BeforeOneOfTheSameTime()
    {
        var process = Plotter();
        _scripted.Files.Append("/logs/a.log", Started(seconds: 5));
        _scripted.Files.Append("/logs/b.log", $"Process ID is: {process.Identity.Pid}\n");

        Find(process).ShouldBe("/logs/b.log");
    }

    // The plotter says its start up to 15 seconds after its process began; clocks differ by two.
    [Theory]
    [InlineData(-3, false)]
    [InlineData(-2, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Find_ALogWithoutAProcess_FitsByItsStart(int seconds, bool fits)
    {
        var process = Plotter();
        _scripted.Files.Append("/logs/a.log", Started(seconds));

        (Find(process) is not null).ShouldBe(fits);
    }

    [Fact]
    public void Find_ALogOfAnotherProcess_NeverFitsByItsStart()
    {
        var process = Plotter();
        _scripted.Files.Append("/logs/a.log", Started(seconds: 5) + $"Process ID is: {process.Identity.Pid + 1}\n");

        Find(process).ShouldBeNull();
    }

    [Fact]
    public void Find_ALogThatIsAnotherRuns_IsNotTaken()
    {
        var process = Plotter();
        _scripted.Files.Append("/logs/a.log", Started(seconds: 5));

        Search().Find(process, "/logs", _machine.Time.GetUtcNow(), path => path == "/logs/a.log").ShouldBeNull();
    }

    [Fact]
    public void Find_NothingInTenMinutes_IsNotLookedForAnyMore()
    {
        var process = Plotter();
        var search = Search();
        _scripted.Pass(TimeSpan.FromMinutes(10));
        search.Find(process, "/logs", _machine.Time.GetUtcNow(), _ => false).ShouldBeNull();
        _scripted.Files.Append("/logs/a.log", Started(seconds: 5));
        search.Find(process, "/logs", _machine.Time.GetUtcNow(), _ => false).ShouldBe("/logs/a.log");

        _scripted.Pass(TimeSpan.FromSeconds(1));
        search.Find(process, "/logs", _machine.Time.GetUtcNow(), _ => false).ShouldBeNull();
    }

    [Fact]
    public void Find_AFolderThatCannotBeRead_IsNoLog()
    {
        _scripted.Files.Unreadable.Add("/logs");
        Find(Plotter()).ShouldBeNull();
    }

    private static string Started(int seconds) =>
        "Starting plotting progress into temporary dirs: /t and /t\n"
        + $"Starting phase 1/4: Forward Propagation into tmp files... {ScriptedMachine.T0.AddSeconds(seconds):ddd MMM d HH:mm:ss yyyy}\n";

    private ProcessSighting Plotter(string? output = null) => _scripted.Start(["chia", "plots", "create"], [], output).Sighting;

    private ForeignLog Search() => new(_machine, Chia, new LogHeads(_machine.Files, index: null));

    private string? Find(ProcessSighting process) => Search().Find(process, "/logs", _machine.Time.GetUtcNow(), _ => false);
}

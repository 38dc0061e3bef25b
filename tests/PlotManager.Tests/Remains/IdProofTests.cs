using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Tests.Acting.Ending;

namespace PlotManager.Tests.Remains;

/// <summary>Which ids are proven to be a run's own.</summary>
public sealed class IdProofTests : IDisposable
{
    private const int Pid = 4711;
    private static readonly ProcessIdentity Process = new(Pid, 7, "boot");

    private readonly PlotFolders _folders = new();
    private readonly Plotters _processes = new();
    private readonly string _log;

    public IdProofTests() => _log = _folders.Named(_folders.Made("logs"), "a.log");

    public void Dispose() => _folders.Dispose();

    private string? Doubt(bool foreign = true, char id = 'a')
    {
        var run = new RunRecord
        {
            RunId = "run",
            Plotter = "chia",
            State = RunState.Running,
            Process = Process,
            LaunchedAt = PlotFolders.Now,
            Directories = _folders.Directories,
            LogFile = _log,
            Owner = foreign ? RunOwner.Stranger : RunOwner.Own,
        };
        return IdProof.Ask(_folders.Machine with { Processes = _processes }, run, [Pid, Pid + 1])
            .Doubt(PlotFolders.Id(id), run, PlotFolders.Chia);
    }

    private void Open(int pid, bool forWriting) => _processes.Files = new OpenFileList(
        [
            new OpenFile(pid, $"/t/plot-k25-2026-11-22-10-52-{PlotFolders.Id('a')}.plot.table1.tmp", "1:1", forWriting),
        ], null, ImmutableHashSet<int>.Empty);

    [Fact]
    public void Doubt_OfOurOwnRun_IsNone() => Doubt(foreign: false).ShouldBeNull();

    [Fact]
    public void Doubt_OfALogFoundByItsTime_IsNamed() => Doubt().ShouldBe(
        "nothing proves that its id is this plotter's: it is in a log that was found by its time alone");

    [Fact]
    public void Doubt_OfTheFileBehindItsStandardOutput_IsNone()
    {
        _processes.Output = _log;

        Doubt().ShouldBeNull();
    }

    [Fact]
    public void Doubt_OfItsStandardOutputByAnotherPath_IsNone()
    {
        var link = Path.Combine(_folders.Folder, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(_log)!);
        _processes.Output = Path.Combine(link, "a.log");

        Doubt().ShouldBeNull();
    }

    [Fact]
    public void Doubt_OfAnotherLogThanItsStandardOutput_IsNamed()
    {
        _processes.Output = _folders.Named(_folders.Folder, "b.log");

        Doubt().ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Pid, true)]
    [InlineData(Pid + 1, false)]
    public void Doubt_OfALogThatNamesAProcess_IsNoneForThatProcess(int named, bool proven)
    {
        File.WriteAllText(_log, $"""
            Starting plotting progress into temporary dirs: /t and /t
            ID: {PlotFolders.Id('a')}
            Plot size is: 25
            Process ID is: {named}

            """);

        (Doubt() is null).ShouldBe(proven);
    }

    [Theory]
    [InlineData(Pid, true, true)]
    [InlineData(Pid + 1, true, true)] // a descendant of the process
    [InlineData(Pid + 2, true, false)] // somebody else
    [InlineData(Pid, false, false)] // it reads a file of that plot
    public void Doubt_OfAnOpenFile_IsNoneForWhoWritesIt(int pid, bool forWriting, bool proven)
    {
        Open(pid, forWriting);

        (Doubt() is null).ShouldBe(proven);
        Doubt(id: 'b').ShouldNotBeNull("the open file says nothing of another plot");
    }

    [Fact]
    public void Doubt_OfAProcessOfAnotherUser_NamesThatItCouldNotBeAsked()
    {
        _processes.Files = new OpenFileList(
            [], "the open files of 1 process of other users may not be read, of pid 4711 among them", ImmutableHashSet.Create(Pid));

        Doubt().ShouldEndWith(", and the open files of 1 process of other users may not be read, of pid 4711 among them");
    }

    [Fact]
    public void Doubt_WhereTheSystemShowsNoOpenFiles_SaysSo()
    {
        _processes.Files = OpenFileList.NotShown;

        Doubt().ShouldEndWith(", and this system does not show which files a process has open");
    }

    private sealed class Plotters : IProcessInspector
    {
        public string? Output { get; set; }
        public OpenFileList Files { get; set; } = new([], null, ImmutableHashSet<int>.Empty);
        public ProcessIdentity Self => new(1, 1, "boot");

        public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) => [];

        public ProcessSighting? Find(int pid) => pid == Pid ? new ProcessSighting(Process) { StartedAt = PlotFolders.Now } : null;

        public string? EnvironmentVariable(int pid, string name) => null;

        public string? OutputFile(int pid) => pid == Pid ? Output : null;

        public IReadOnlyList<int> Descendants(int pid) => [];

        public OpenFileList OpenFiles(Func<string, bool> mayMatter) =>
            Files.Files.All(file => mayMatter(file.Path)) ? Files : OpenFileList.NotShown;
    }
}

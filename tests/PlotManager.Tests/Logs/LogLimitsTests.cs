using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Platform;

namespace PlotManager.Tests.Logs;

/// <summary>Logs that are far longer than a plotter's ever is, as real files: what is not written takes no room.</summary>
public sealed class LogLimitsTests : IDisposable
{
    private const long TwoTerabytes = 2L << 40;
    private const string Head = "Computing table 1\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("logs").FullName;
    private readonly CountingFiles _files = new(ThisMachine.Open().Files);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Log => Path.Combine(_folder, "a.log");

    [Fact]
    public void Follow_AStrangersLogOfTwoTerabytes_ReadsItsBeginningAndItsEnd()
    {
        Write(Head, TwoTerabytes, "\nComputing table 5\n");
        var follower = Follower(LogLimits.Stranger);

        follower.Follow().ShouldBeTrue();

        follower.Said.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0.46, "the end is read");
        follower.IsBehind.ShouldBeFalse();
        _files.BytesRead.ShouldBeLessThanOrEqualTo((64 << 10) + (1 << 20) + (256 << 10));
        follower.Trouble.ShouldBe($"{Log}: the log has 2.00 TiB; only its beginning and its end are read");
        _files.BytesRead = 0;
        follower.Follow();
        _files.BytesRead.ShouldBe(0, "nothing is new");
    }

    [Fact]
    public void Follow_ALineThatIsCutByWhatIsLeftOut_IsNotBelieved()
    {
        // 12 seconds stand at the last place of the beginning; what follows on that line is not read.
        var beginning = Head + new string('x', (64 << 10) - Head.Length - 1 - "Time for phase 1 = 12".Length) + "\nTime for phase 1 = 12";
        Write(beginning + "34.5 seconds. CPU (61.890%)\n", 8L << 20, "\nComputing table 2\n");
        var follower = Follower(LogLimits.Stranger);

        follower.Follow();

        follower.Said.Current.ShouldNotBeNull().Phases.ShouldBeEmpty();
    }

    [Fact]
    public void Follow_OnesOwnLogOfTenMebibytes_ReadsItInSeveralPasses()
    {
        var line = "\tBucket 0 uniform sort. Ram: 3.240GiB\n";
        File.WriteAllText(Log, Head + string.Concat(Enumerable.Repeat(line, (10 << 20) / line.Length)) + "Computing table 7\n");
        var follower = Follower(LogLimits.Own);

        follower.Follow();
        (follower.IsBehind, _files.BytesRead).ShouldBe((true, 4L << 20));
        follower.Follow();
        follower.IsBehind.ShouldBeTrue();
        follower.Follow();

        follower.IsBehind.ShouldBeFalse();
        (follower.Said.Lines, follower.Said.Current!.WithinPhase).ShouldBe(((10 << 20) / line.Length + 2, 0.84));
        follower.Trouble.ShouldBeNull();
    }

    [Fact]
    public void Read_ALogOfTwoTerabytes_ByACommandComesToAnEnd()
    {
        Write(Head, TwoTerabytes, "\nComputing table 5\n");

        var reading = new LogFile(BuiltInProfiles.Catalog).Read(_files, Log, BuiltInProfiles.Catalog.Find("chia"));

        reading.Log.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0.46);
        _files.BytesRead.ShouldBeLessThanOrEqualTo(258L << 20);
    }

    private LogFollower Follower(LogLimits limits) =>
        new(_files, Log, () => new PlotLogReader(BuiltInProfiles.Catalog.Find("chia")!), limits);

    private void Write(string beginning, long length, string end)
    {
        using var file = new FileStream(Log, FileMode.Create);
        file.Write(System.Text.Encoding.ASCII.GetBytes(beginning));
        file.Seek(length - end.Length, SeekOrigin.Begin);
        file.Write(System.Text.Encoding.ASCII.GetBytes(end));
    }

    private sealed class CountingFiles(IFiles inner) : IFiles
    {
        public long BytesRead { get; set; }

        public FileFinding? Look(string path) => inner.Look(path);

        public IReadOnlyList<FileFinding> List(string folder) => inner.List(folder);

        public byte[] Read(string path, long offset, int count)
        {
            var bytes = inner.Read(path, offset, count);
            BytesRead += bytes.Length;
            return bytes;
        }

        public void MakeFolder(string path) => inner.MakeFolder(path);

        public void Delete(string path) => inner.Delete(path);

        public string? ExecutionProblem(string path) => inner.ExecutionProblem(path);
    }
}

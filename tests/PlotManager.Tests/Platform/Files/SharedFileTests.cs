using PlotManager.Platform;

namespace PlotManager.Tests.Platform.Files;

public sealed class SharedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shared-file-").FullName;

    [Fact]
    public void Read_WhileAnotherWritesIt_ReadsWhatIsThere()
    {
        var path = Path.Combine(_folder, "start.log");
        using var writer = SharedFile.Append(path);
        writer.Write("one"u8);

        SharedFile.ReadText(path).ShouldBe("one");
        writer.Write(" two"u8);

        SharedFile.ReadText(path).ShouldBe("one two");
    }

    [Fact]
    public void Put_AReaderHasTheOldOne_HasTheNewTextUnderTheName()
    {
        var (path, fresh) = (Path.Combine(_folder, "manager.json"), Path.Combine(_folder, "manager.json.new"));
        SharedFile.WriteText(path, "old");
        SharedFile.WriteText(fresh, "new");
        using var reader = SharedFile.Read(path);

        SharedFile.Put(fresh, path);

        SharedFile.ReadText(path).ShouldBe("new");
        File.Exists(fresh).ShouldBeFalse();
    }

    [Fact]
    public void WriteText_OverALongerText_LeavesNothingOfIt()
    {
        var path = Path.Combine(_folder, "text");
        SharedFile.WriteText(path, "a long text");

        SharedFile.WriteText(path, "short");

        SharedFile.ReadText(path).ShouldBe("short");
    }

    [Theory]
    [InlineData(unchecked((int)0x80070020), true)] // ERROR_SHARING_VIOLATION
    [InlineData(unchecked((int)0x80070021), true)] // ERROR_LOCK_VIOLATION
    [InlineData(unchecked((int)0x80070070), false)] // ERROR_DISK_FULL
    [InlineData(unchecked((int)0x80070002), false)] // ERROR_FILE_NOT_FOUND
    public void MayPass_AnErrorOfWindows_IsWhetherAnotherProcessIsInTheWay(int error, bool expected) =>
        SharedFile.MayPass(new IOException("refused", error)).ShouldBe(expected);

    [Fact]
    public void MayPass_AFileThatIsJustBeingDeleted_IsTrue() =>
        SharedFile.MayPass(new UnauthorizedAccessException { HResult = unchecked((int)0x80070005) }).ShouldBeTrue();

    [Fact]
    public void Patiently_AScannerLetsGoAfterAMoment_SucceedsAfterLongerAndLongerPauses()
    {
        var (asked, pauses) = (0, new List<TimeSpan>());

        var answer = SharedFile.Patiently(
            () => ++asked < 4 ? throw new IOException("taken") : "opened", refused => refused is IOException, pauses.Add);

        answer.ShouldBe("opened");
        pauses.Select(pause => pause.TotalMilliseconds).ShouldBe([10, 20, 40]);
    }

    [Fact]
    public void Patiently_ItIsNeverLetGo_ReportsTheRefusalAfterLittleMoreThanASecond()
    {
        var pauses = new List<TimeSpan>();

        Should.Throw<IOException>(() => SharedFile.Patiently<string>(
            () => throw new IOException("taken"), refused => refused is IOException, pauses.Add)).Message.ShouldBe("taken");

        TimeSpan.FromTicks(pauses.Sum(pause => pause.Ticks)).ShouldBe(TimeSpan.FromMilliseconds(1270));
    }

    [Fact]
    public void Patiently_ARefusalThatStays_IsReportedAtOnce()
    {
        var pauses = new List<TimeSpan>();

        Should.Throw<IOException>(() => SharedFile.Patiently<string>(() => throw new IOException("full"), _ => false, pauses.Add));

        pauses.ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

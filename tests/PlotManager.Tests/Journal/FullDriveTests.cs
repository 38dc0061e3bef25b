using System.Text;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Journal;

/// <summary>The journal on a small drive that is really full. SQLite meets that in many places; people see one line.</summary>
public sealed class FullDriveTests : IAsyncLifetime
{
    private const int PageSize = 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("full-drive").FullName;
    private readonly List<string> _said = [];
    private SmallDisk _disk = null!;

    private string Db => Path.Combine(_folder, "journal.db");

    public async ValueTask InitializeAsync() => _disk = await SmallDisk.Mount(_folder);

    public async ValueTask DisposeAsync()
    {
        if (_disk is not null)
        {
            await _disk.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Commit_TheDriveIsFull_SaysSoInOneLineAndWritesAllOnceThereIsRoom()
    {
        using var journal = Open();
        journal.Commit([Job(0)]);
        _disk.Fill();

        // What little room is left in the file's last block is used up first.
        var refusal =
            Should.Throw<JournalException>(() => Enumerable.Range(1, 100).ToList().ForEach(number => journal.Commit([Job(number)])));

        refusal.Message.ShouldStartWith($"{Db}: the drive of the journal is full");
        refusal.Message.ShouldNotContain("\n");
        for (var time = 0; time < 3; time++)
        {
            Should.Throw<JournalException>(() => journal.Commit([Job(1000)])).Message.ShouldBe(refusal.Message);
        }

        _disk.MakeRoom();
        journal.Commit([Job(1000)]);
        journal.Load().Jobs.ShouldContain(job => job.Name == "job 1000");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_TheDriveIsFull_IsRefusedInOneLineAndNothingIsSetAside(bool thereIsOne)
    {
        if (thereIsOne)
        {
            using var before = Open();
            before.Commit([Job(7)]);
        }

        _disk.Fill();
        var refusal = Should.Throw<JournalException>(Open);

        refusal.Message.ShouldStartWith($"{Db}: the drive of the journal is full");
        refusal.Message.ShouldNotContain("\n");
        Directory.GetFiles(_folder, "*.damaged*").ShouldBeEmpty();
        _said.ShouldBeEmpty();
        _disk.MakeRoom();
        using var journal = Open();
        journal.Load().Jobs.Length.ShouldBe(thereIsOne ? 1 : 0);
        _said.Count.ShouldBe(thereIsOne ? 0 : 1, "the empty file of the failed attempt is named");
    }

    [Fact]
    public void Open_ADamagedOneAndNoRoomForWhatCanBeRescued_StaysAsItIsUntilThereIs()
    {
        using (var before = Open())
        {
            before.Commit([.. Enumerable.Range(0, 2000).Select(Job)]);
        }

        var bytes = File.ReadAllBytes(Db);
        Array.Fill(bytes, (byte)0x55, LeafWith(bytes, "job 1000"), PageSize);
        File.WriteAllBytes(Db, bytes);
        _disk.Fill();

        var refusal = Should.Throw<JournalException>(Open).Message;

        refusal.ShouldStartWith($"{Db}: ");
        refusal.ShouldContain("free some space there");
        File.ReadAllBytes(Db).ShouldBe(bytes);
        Directory.GetFiles(_folder, "*.damaged*").ShouldBeEmpty();
        _disk.MakeRoom();
        using var journal = Open();
        journal.Load().Jobs.Length.ShouldBeInRange(1800, 1999, "all but the jobs of that page, which has no room for 200");
        _said.ShouldHaveSingleItem().ShouldContain("is set aside");
    }

    [Fact]
    public void OpenToLook_TheDriveIsFullAndNoManagerRuns_SaysWhy()
    {
        using (var before = Open())
        {
            before.Commit([Job(7)]);
        }

        _disk.Fill();
        using var looking = SqliteJournal.OpenToLook(Db, out var unread);
        (looking?.Load().Jobs.Length == 1
            || unread!.StartsWith($"{Db}: the drive of the journal is full", StringComparison.Ordinal)).ShouldBeTrue(unread);
    }

    // Where the page of the table begins that has the row: its first byte is 13 for rows of a table (sqlite.org/fileformat2.html, 1.6).
    private static int LeafWith(byte[] bytes, string text) =>
        Enumerable.Range(1, (bytes.Length / PageSize) - 1).Select(page => page * PageSize)
            .First(page => bytes[page] == 13 && bytes.AsSpan(page, PageSize).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private SqliteJournal Open() =>
        SqliteJournal.Open(Db, TimeProvider.System, _said.Add, new JournalPlace(ThisMachine.Open().Entries, () => null));

    private static Change.Job Job(int number) => new(new JobRecord($"job {number}") { Completed = number });
}

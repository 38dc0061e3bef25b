using Microsoft.Data.Sqlite;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Journal;

/// <summary>
/// Whatever has become of the journal's files: it opens and can be written, or one line says why not; and what is given up is kept as a
/// copy, byte for byte. Seeds are fixed; a failure names the round, which can be repeated alone.
/// </summary>
public sealed class JournalFuzzTests : IDisposable
{
    private const int Rounds = 50;

    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("fuzzed-").FullName;
    private int _setAside;

    private string Db => Path.Combine(_folder, "journal.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_RandomBytesAtRandomPlaces_AnswersAndKeepsACopy() => EachRound((bytes, random) =>
    {
        for (var left = random.Next(1, 60); left > 0; left--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    });

    [Fact]
    public void Open_RandomRunOfBytes_AnswersAndKeepsACopy() => EachRound((bytes, random) =>
    {
        var start = random.Next(bytes.Length);
        random.NextBytes(bytes.AsSpan(start, random.Next(1, Math.Min(5000, bytes.Length - start) + 1)));
        return bytes;
    });

    [Fact]
    public void Open_TruncatedAtRandomLengths_AnswersAndKeepsACopy() => EachRound((bytes, random) => bytes[..random.Next(bytes.Length)]);

    [Theory]
    [InlineData("-journal")]
    [InlineData("-wal")] // as earlier versions left it
    public void Open_WithADamagedFileBesideIt_AnswersAndKeepsACopy(string companion)
    {
        var (journal, beside) = Interrupted(companion);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(round);
            var damaged = beside.ToArray();
            if (random.Next(2) == 0)
            {
                damaged = damaged[..random.Next(damaged.Length)];
            }
            else
            {
                random.NextBytes(damaged.AsSpan(random.Next(damaged.Length)));
            }

            Check(round, journal, damaged, companion);
        }
    }

    private void EachRound(Func<byte[], Random, byte[]> damage)
    {
        var whole = Written();
        for (var round = 0; round < Rounds; round++)
        {
            Check(round, damage([.. whole], new Random(round)));
        }

        _setAside.ShouldBeInRange(1, Rounds, "some rounds do great harm");
    }

    private void Check(int round, byte[] bytes, byte[]? beside = null, string companion = "")
    {
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }

        File.WriteAllBytes(Db, bytes);
        if (beside is not null)
        {
            File.WriteAllBytes(Db + companion, beside);
        }

        try
        {
            Use(beside is null ? bytes : null);
        }
        catch (JournalException refused)
        {
            refused.Message.ShouldNotContain('\n', $"round {round}");
            File.ReadAllBytes(Db).Length.ShouldBe(bytes.Length, $"round {round}: what cannot be used is left alone");
        }
        catch (Exception wrong)
        {
            throw new InvalidOperationException($"round {round}: {wrong.GetType().Name} {wrong.Message}", wrong);
        }
    }

    // bytes: null where the file beside the journal may have changed it.
    private void Use(byte[]? bytes)
    {
        SqliteJournal.OpenToLook(Db, out _)?.Dispose();
        string? copy = null;
        using (var journal = SqliteJournal.Open(Db, TimeProvider.System, _ => copy = Directory.GetFiles(_folder, "*.damaged-*")
            .FirstOrDefault(file => !JournalFile.Companions.Any(file.EndsWith))))
        {
            Tolerate(() => journal.Events(DateTimeOffset.UnixEpoch));
            Tolerate(() => journal.Ended(DateTimeOffset.UnixEpoch, int.MaxValue));
            Tolerate(() => new NoticeQueue(journal, journal).Pending());
            journal.Commit([new Change.Job(new JobRecord("after") { Completed = 3 })]);
        }

        using var again = SqliteJournal.Open(Db, TimeProvider.System, _ => { });
        again.Load().Jobs.ShouldContain(job => job.Name == "after" && job.Completed == 3);
        if (copy is not null)
        {
            _setAside++;
            (bytes is null || File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes)).ShouldBeTrue("the copy is the very file");
        }
    }

    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (JournalException told)
        {
            told.Message.ShouldNotContain('\n');
        }
    }

    // The journal of a small farm.
    private byte[] Written()
    {
        using (var journal = SqliteJournal.Open(Db, TimeProvider.System, _ => { }))
        {
            Fill(journal);
        }

        return File.ReadAllBytes(Db);
    }

    // The same as a death in the middle of a commit leaves it: its last commits, or what undoes them, in the file beside it.
    private (byte[] Journal, byte[] Beside) Interrupted(string companion)
    {
        Written();
        using var writer = JournalFile.Connect(Db, SqliteOpenMode.ReadWrite);
        using var command = writer.CreateCommand();
        command.CommandText = companion == "-wal"
            ? "PRAGMA journal_mode=WAL; UPDATE runs SET log_file = run_id; BEGIN; DELETE FROM plots"
            : "PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN; UPDATE runs SET log_file = run_id; DELETE FROM plots";
        command.ExecuteNonQuery();
        var left = (File.ReadAllBytes(Db), File.ReadAllBytes(Db + companion));
        left.Item2.ShouldNotBeEmpty();
        return left;
    }

    private static void Fill(SqliteJournal journal)
    {
        journal.Commit(
            [new Change.Session(new SessionRecord("s", 7, T0)), new Change.Starts(StartMode.Paused), new Change.Directory("/t", "/")]);
        for (var run = 0; run < 40; run++)
        {
            journal.Commit(
            [
                new Change.Run(new RunRecord
                {
                    RunId = $"run-{run}", Job = "a", Plotter = "chia", K = 32, Plots = 2, State = run < 38
                        ? RunState.Ended
                        : RunState.Running,
                    Process = new ProcessIdentity(100 + run, run, "boot"), LaunchedAt = T0.AddHours(run), EndedAt = run < 38
                        ? T0.AddHours(run + 9)
                        : null,
                    Directories = new PlotDirectories("/t", null, "/d"), LogFile = $"/logs/a_{run}.log",
                }),
                new Change.Plot(new PlotRecord($"run-{run}", 1) { PlotId = new string(
                    'a', 64), State = PlotState.Completed, PhaseSeconds = [1.5, 2, 3, 4], EndedAt = T0.AddHours(run + 8) }),
                new Change.Plot(new PlotRecord(
                    $"run-{run}",
                    2) { PlotId = new string('b', 64), State = PlotState.Failed, EndedAt = T0.AddHours(run + 9), Detail = "temp full" }),
                new Change.Job(new JobRecord("a") { KickedOff = 2 * run, Completed = run, Failed = run, LastStart = T0.AddHours(run) }),
                new Change.Happened(new EventRecord(T0.AddHours(run), "stagger", "a", null, "waits")),
                new Change.Queued(Notices.PlotFailed($"plot {run}", "host", T0, "a", 32, "temp full"), ["webhook"]),
            ]);
        }
    }
}

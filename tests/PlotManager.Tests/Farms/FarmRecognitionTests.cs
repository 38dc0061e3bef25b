using PlotManager.Core.Keys;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Tests.Farms;

/// <summary>Issue 14, number 10: which farm a folder holds, by its journal.</summary>
public sealed class FarmRecognitionTests : IDisposable
{
    /// <summary>Pids are far below.</summary>
    private static readonly ProcessIdentity Nobody = new(int.MaxValue, 1, "an earlier boot");

    private readonly string _folder = Directory.CreateTempSubdirectory("farms").FullName;
    private readonly Machine _machine = ThisMachine.Open();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Recognise_AJournalWithoutAFarm_GivesItAnIdentityThatStays()
    {
        var first = Farm("a").Recognise(null);
        var again = Farm("a").Recognise(first.Record);

        first.Record.Identity.Id.Length.ShouldBe(32);
        (first.News, again.News).ShouldBe((null, null));
        (again.Record.Identity, again.Record.Manager).ShouldBe((first.Record.Identity, _machine.Processes.Self));
        Farm("b").Recognise(null).Record.Identity.Id.ShouldNotBe(first.Record.Identity.Id);
    }

    [Fact]
    public void RefuseCopy_TheOriginalIsThere_NamesItAndTheRemedy()
    {
        Made("a", Nobody);
        Copy("a", "b");

        Should.Throw<CommandFault>(Farm("b").RefuseCopy).Message.ShouldBe(
            $"{State("b")} is a copy of the folder of another farm, {State("a")}, and would count its plots too; use that one, "
            + $"or remove {State("b")} to make a farm of its own of {Config("b")}");
        Farm("a").RefuseCopy();
    }

    [Fact]
    public void RefuseCopy_TheOriginalsJournalIsAnotherFileByNow_IsKnownByItsIdentity()
    {
        Made("a", Nobody);
        Copy("a", "b");
        Restore("a");

        Should.Throw<CommandFault>(Farm("b").RefuseCopy).Message.ShouldContain($"copy of the folder of another farm, {State("a")},");
    }

    [Fact]
    public void RefuseCopy_AnotherFarmHasTakenTheOldPlace_IsTheFarmThatMoved()
    {
        Made("a", Nobody);
        Copy("a", "b");
        Directory.Delete(State("a"), recursive: true);
        Made("a", Nobody);

        Farm("b").RefuseCopy();
    }

    [Fact]
    public void RefuseCopy_TheOriginalsManagerLivesThoughItsFolderIsGone_IsRefused()
    {
        var living = _machine.Processes.Find(1)!.Identity;
        Made("a", living);
        Copy("a", "b");
        Directory.Delete(State("a"), recursive: true);

        Should.Throw<CommandFault>(Farm("b").RefuseCopy).Message.ShouldContain($"{Config("a")} (its manager has pid 1)");
    }

    [Fact]
    public void Recognise_TheOriginalIsGone_HasMovedAndSaysSo()
    {
        var known = Made("a", Nobody);
        Copy("a", "b");
        Directory.Delete(State("a"), recursive: true);

        Farm("b").RefuseCopy();
        var moved = Farm("b").Recognise(known);

        moved.News.ShouldBe(
            $"this farm has moved: its journal was {Paths("a").Journal} and is {Paths("b").Journal} now; the farm goes on with "
                + "what it holds");
        moved.Record.Identity.ShouldBe(new FarmIdentity(known.Identity.Id, Config("b")));
        (moved.Record.Journal, moved.Record.JournalFile).ShouldBe(
            (Paths("b").Journal, _machine.Files.Look(Paths("b").Journal)!.Value.Identity));
    }

    [Fact]
    public void Recognise_TheJournalWasRestored_GoesOnAndSaysSo()
    {
        var known = Made("a", Nobody);
        Restore("a");

        Farm("a").RefuseCopy();
        var restored = Farm("a").Recognise(known);

        restored.News!.ShouldStartWith($"the journal {Paths("a").Journal} is another file than before");
        restored.Record.Identity.ShouldBe(known.Identity);
    }

    [Fact]
    public void Facts_InACopiedFolder_AreNotBelieved()
    {
        var self = _machine.Processes.Self;
        Directory.CreateDirectory(State("a"));
        new ManagerFacts(self.Pid, self.StartTicks, self.BootId, "/socket", "1").Write(Paths("a").Facts, _machine.Entries);
        Copy("a", "b");
        Directory.CreateDirectory(Path.Combine(_folder, "c"));
        ManagerFacts.OfLiving(Paths("a"), _machine).ShouldNotBeNull();
        ManagerFacts.OfLiving(Paths("b"), _machine).ShouldBeNull();

        Directory.Move(State("a"), State("c"));
        ManagerFacts.OfLiving(Paths("c"), _machine)!.Pid.ShouldBe(self.Pid, "a farm that was moved under its manager");
    }

    private FarmRecord Made(string name, ProcessIdentity manager)
    {
        Directory.CreateDirectory(State(name));
        using var journal = SqliteJournal.Open(Paths(name).Journal, TimeProvider.System, _ => { });
        var record = Farm(name).Recognise(null).Record with { Manager = manager };
        journal.Commit([new Change.Farm(record)]);
        return record;
    }

    private void Copy(string name, string copy)
    {
        Directory.CreateDirectory(State(copy));
        foreach (var file in Directory.GetFiles(State(name)))
        {
            File.Copy(file, Path.Combine(State(copy), Path.GetFileName(file)));
        }
    }

    // A file that is written back from a copy has another inode while the old one is there.
    private void Restore(string name)
    {
        var (journal, old) = (Paths(name).Journal, Path.Combine(_folder, "old.db"));
        File.Move(journal, old);
        File.Copy(old, journal);
    }

    private string Config(string name) => Path.Combine(_folder, name, "config.yaml");

    private string State(string name) => Path.Combine(_folder, name, ".plotmanager");

    private FarmPaths Paths(string name) => FarmPaths.Find(Config(name), null, Environment);

    private FarmRecognition Farm(string name) => new(Paths(name), Environment);

    private CommandEnvironment Environment => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        WorkingDirectory = _folder,
        Config = new ConfigEnvironment(_folder, _ => null, OperatingSystem.IsWindows()),
        Machine = new(_machine),
        Interactive = false,
    };
}

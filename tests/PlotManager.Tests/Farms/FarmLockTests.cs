using PlotManager.Core.Keys;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Tests.Farms;

/// <summary>Real locks of this process: each opening of the file holds for itself.</summary>
public sealed class FarmLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lock").FullName;
    private readonly QuickTime _time = new();
    private readonly StringWriter _said = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Pid => Environment.ProcessId;

    private FarmPaths Paths => FarmPaths.Prepare(Path.Combine(_folder, "config.yaml"), null, Commands());

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _said.Dispose();
    }

    [Fact]
    public async Task Take_ACommandHoldsIt_IsNamedOnceAndWaitedForAsLongAsItNeeds()
    {
        var kill = await Take("kill");
        var start = Take(LockHolder.Manager);
        while (_time.Waits < 100 && !start.IsCompleted)
        {
            await Task.Delay(1, Cancel);
        }

        start.IsCompleted.ShouldBeFalse("ten seconds of trying");
        kill.Dispose();

        (await start).Dispose();
        _said.ToString().TrimEnd().ShouldBe(
            $"plotmanager: plotmanager kill (pid {Pid}) is at work on this farm and holds {Paths.Lock}; waiting until it is done");
    }

    [Fact]
    public async Task Take_AManagerHoldsIt_IsRefusedWithItsPid()
    {
        using var manager = await Take(LockHolder.Manager);

        (await Should.ThrowAsync<CommandFault>(() => Take("kill"))).Message.ShouldContain($"already runs (pid {Pid})");
    }

    [Fact]
    public async Task Take_AHolderThatNamesNobody_IsWaitedForLikeAManagerThatEnds()
    {
        using var old = Machine().Entries.Hold(Paths.Lock)!;
        old.Write("");

        (await Should.ThrowAsync<CommandFault>(() => Take(LockHolder.Manager))).Message.ShouldContain("already runs");
        _time.Waits.ShouldBe(29);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keep_ItsNameIsGone_IsTakenAnewAndKeepsOthersOut(bool theWholeFolder)
    {
        using var held = await Take(LockHolder.Manager);
        held.Keep().ShouldBeNull();
        Remove(theWholeFolder);
        held.IsHeld.ShouldBeFalse();

        held.Keep().ShouldBeNull();

        held.IsHeld.ShouldBeTrue();
        Machine().Entries.Find(Paths.Lock)!.Value.ModeText.ShouldBe("600");
        (await Should.ThrowAsync<CommandFault>(() => Take(LockHolder.Manager))).Message.ShouldContain("already runs");
    }

    [Fact]
    public async Task Keep_AnotherManagerHasItsName_IsLostForGood()
    {
        using var first = await Take(LockHolder.Manager);
        Remove(theWholeFolder: true);
        var second = await Take(LockHolder.Manager);

        var refusal = first.Keep();

        refusal.ShouldBe(
            $"{Paths.Lock} was removed under this manager (pid {Pid}), and plotmanager run (pid {Pid}) holds the new one: "
            + $"that one is the farm's manager now, and this one starts nothing more; end it with kill {Pid}");
        second.Dispose();
        first.Keep().ShouldBe(refusal, "what the other one did in the meantime is not known here");
        first.IsHeld.ShouldBeFalse();
    }

    [Fact]
    public async Task Keep_ACommandHasItsName_IsTakenAnewAfterIt()
    {
        using var manager = await Take(LockHolder.Manager);
        Remove(theWholeFolder: false);
        var kill = await Take("kill");

        manager.Keep()!.ShouldContain("plotmanager kill");
        kill.Dispose();

        manager.Keep().ShouldBeNull();
    }

    [Fact]
    public async Task Keep_TheFolderCannotBeMadeAnew_IsAReasonToStartNothing()
    {
        using var held = await Take(LockHolder.Manager);
        var folder = Paths.StateFolder;
        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "in its place", Cancel);

        held.Keep().ShouldBe($"{Path.Combine(folder, "manager.lock")} cannot be checked or made anew: there is a file of this name");
        File.Delete(folder);

        held.Keep().ShouldBeNull("it is over when the cause is");
    }

    private void Remove(bool theWholeFolder)
    {
        if (theWholeFolder)
        {
            Directory.Delete(Paths.StateFolder, recursive: true);
        }
        else
        {
            File.Delete(Paths.Lock);
        }
    }

    private Task<FarmLock> Take(string command) => FarmLock.TakeAsync(Paths, command, Commands(), Cancel);

    private Machine Machine() => ThisMachine.Open() with { Time = _time };

    private CommandEnvironment Commands() => new()
    {
        Out = TextWriter.Null,
        Error = _said,
        WorkingDirectory = _folder,
        Config = new ConfigEnvironment(_folder, _ => null, OperatingSystem.IsWindows()),
        Machine = new(Machine),
        Interactive = false,
    };

    /// <summary>Its waits end at once, and are counted.</summary>
    private sealed class QuickTime : TimeProvider
    {
        private int _waits;

        public int Waits => Volatile.Read(ref _waits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _waits);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

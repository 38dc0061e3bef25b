using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Farm;

/// <summary>A supervised process goes its way whatever it does: here it copies a file.</summary>
public sealed class SupervisionTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly ProcessIdentity Rsync = new(7, 1, "boot");

    private readonly Copy _intended = new("c1", "/plots/a.plot") { State = RunState.Intended, LaunchedAt = T0 };

    [Fact]
    public void Next_FromItsLaunchToItsEnd_IsWhatTheEvidenceShows()
    {
        var copy = _intended.Launched(Rsync);
        copy.ShouldBe(_intended with { State = RunState.Running, Process = Rsync });
        var alive = new ProcessEvidence { Alive = true };
        copy.Next(alive, T0.AddMinutes(1)).ShouldBe(copy, "nothing has changed");

        var suspended = copy.Next(alive with { Suspended = true }, T0.AddMinutes(2));
        (suspended.State, suspended.SuspendedSince).ShouldBe((RunState.Suspended, T0.AddMinutes(2)));
        suspended.Next(alive with { Suspended = true }, T0.AddMinutes(3)).ShouldBe(suspended, "it was suspended before");
        suspended.Next(alive, T0.AddMinutes(4)).ShouldBe(copy);

        var killed = suspended.Next(new ProcessEvidence { Alive = false, Exit = new ProcessExit(7, null, 9) }, T0.AddMinutes(5));
        killed.ShouldBe(copy with { State = RunState.Ended, EndedAt = T0.AddMinutes(5), Signal = 9 });
        copy.Next(new ProcessEvidence { Alive = false, Exit = new ProcessExit(7, 0, null) }, T0).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Launched_OfAProcessThatIsGoneAlready_HasNone() => _intended.Launched(null).Process.ShouldBeNull();

    [Fact]
    public void Inherited_ItsChildContinues_IsTheSameWork()
    {
        var child = Rsync with { Pid = 8 };
        _intended.Launched(Rsync).Inherited(child).ShouldBe(_intended.Launched(child));
    }

    [Fact]
    public void Next_OfAStateThatThisVersionDoesNotKnow_KeepsItWhileItLives()
    {
        var odd = _intended with { State = RunState.Unknown, Process = Rsync };
        odd.Next(new ProcessEvidence { Alive = true, Suspended = true }, T0).State.ShouldBe(RunState.Unknown);
        odd.Next(new ProcessEvidence { Alive = false }, T0).State.ShouldBe(RunState.Ended);
    }

    [Fact]
    public void Shifted_TheClockWasSet_MovesItsTimes()
    {
        var suspended = _intended.Launched(Rsync).Suspended(T0.AddHours(1)).Shifted(TimeSpan.FromHours(2));
        (suspended.LaunchedAt, suspended.SuspendedSince).ShouldBe((T0.AddHours(2), T0.AddHours(3)));
        _intended.Shifted(TimeSpan.FromHours(2)).SuspendedSince.ShouldBeNull();
    }

    private sealed record Copy(string Name, string File) : SupervisedProcess
    {
        public override string Id => Name;
    }
}

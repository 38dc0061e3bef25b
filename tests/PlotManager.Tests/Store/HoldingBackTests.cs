using PlotManager.Notifications;
using PlotManager.Store;

namespace PlotManager.Tests.Store;

public class HoldingBackTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AfterFailure_BeforeTheFirstMilestone_PausesAtOnceAndLongerEachTime()
    {
        var (job, now) = (new JobRecord("a"), T0);
        foreach (var minutes in new[] { 1, 2, 5, 15, 60, 60 })
        {
            (job, var notice) = HoldingBack.AfterFailure(job, beforeFirstMilestone: true, "bad key", "host", now);
            job.HeldBackUntil.ShouldBe(now.AddMinutes(minutes));
            job.HeldBackCause.ShouldBe("bad key");
            notice.ShouldNotBeNull().Text.ShouldContain("bad key");
            now = job.HeldBackUntil!.Value;
        }
    }

    [Fact]
    public void AfterFailure_AfterTheFirstMilestone_PausesAtTheThirdRunning()
    {
        var (first, none) = Failed(new JobRecord("a"), T0);
        var (second, noneEither) = Failed(first, T0);
        var (third, notice) = Failed(second, T0);
        (none, noneEither).ShouldBe((null, null));
        second.HeldBackUntil.ShouldBeNull();
        third.HeldBackUntil.ShouldBe(T0.AddMinutes(1));
        notice.ShouldNotBeNull();

        var (fourth, _) = Failed(third, T0.AddMinutes(1));
        fourth.HeldBackUntil.ShouldBe(T0.AddMinutes(3), "the pause after that is of 2 minutes");
    }

    [Fact]
    public void AfterFailure_OfARunFromBeforeThePause_NeitherLengthensItNorTellsAgain()
    {
        var (held, _) = HoldingBack.AfterFailure(new JobRecord("a"), true, "temp is full", "host", T0);
        var (still, notice) = HoldingBack.AfterFailure(held, true, "temp is full", "host", T0.AddSeconds(5));
        still.HeldBackUntil.ShouldBe(T0.AddMinutes(1));
        still.PausesInARow.ShouldBe(1);
        notice.ShouldBeNull();
    }

    [Fact]
    public void AfterSuccess_BeginsAnew()
    {
        var (held, _) = HoldingBack.AfterFailure(new JobRecord("a") { Completed = 3 }, true, "bad key", "host", T0);
        HoldingBack.AfterSuccess(held).ShouldBe(new JobRecord("a") { Completed = 3 });
    }

    private static (JobRecord Job, Notice? Notice) Failed(JobRecord job, DateTimeOffset now) =>
        HoldingBack.AfterFailure(job, beforeFirstMilestone: false, "killed", "host", now);
}

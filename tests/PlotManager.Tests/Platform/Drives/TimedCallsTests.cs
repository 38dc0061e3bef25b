using System.Collections.Concurrent;
using System.Diagnostics;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class TimedCallsTests : IDisposable
{
    /// <summary>Long enough for a thread to start on a busy machine, and waited for by every test in which a drive hangs.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly ManualResetEventSlim _driveBack = new();
    private readonly TimedCalls _calls = new(Limit, path => path[..path.LastIndexOf('/')]);

    public void Dispose()
    {
        _driveBack.Set();
        _driveBack.Dispose();
    }

    [Fact]
    public void TryCall_AnswerInTime_IsHandedOver()
    {
        _calls.TryCall("/mnt/a/x", () => 42, out int answer).ShouldBeTrue();
        answer.ShouldBe(42);
    }

    [Fact]
    public void TryCall_Failure_IsThrownToTheCaller()
    {
        Should.Throw<IOException>(() => _calls.TryCall<int>("/mnt/a/x", () => throw new IOException("torn cable"), out _)).Message
            .ShouldBe("torn cable");
        _calls.TryCall("/mnt/a/x", () => 1, out _).ShouldBeTrue(); // an answer all the same: nothing is overdue
    }

    [Fact]
    public void TryCall_NoThreadCanBeStarted_FailsLikeADriveAndWorksAgain()
    {
        var starved = true;
        var starving = new TimedCalls(TimeSpan.FromSeconds(30), path => path, thread =>
        {
            if (starved)
            {
                // OutOfMemoryException, as the runtime says of EAGAIN and ENOMEM alike when it cannot start a thread
                _ = new byte[Array.MaxLength + 1L];
            }

            thread.Start();
        });
        Should.Throw<IOException>(() => starving.TryCall("/mnt/a/x", () => 1, out _)).Message
            .ShouldBe("the machine is out of memory or threads");
        starved = false;
        starving.TryCall("/mnt/a/x", () => 1, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryCall_HungDrive_IsAskedOnceWhileItHangs()
    {
        int asked = 0;
        int Ask()
        {
            Interlocked.Increment(ref asked);
            _driveBack.Wait();
            return 1;
        }

        _calls.TryCall("/mnt/a/x", Ask, out _).ShouldBeFalse();
        for (int i = 0; i < 1000; i++)
        {
            _calls.TryCall($"/mnt/a/{i}", Ask, out _).ShouldBeFalse();
        }

        asked.ShouldBe(1, "nobody asks, and so nobody waits, again");
        _calls.TryCall("/mnt/b/x", () => 2, out int other).ShouldBeTrue(); // other drives answer meanwhile
        other.ShouldBe(2);

        _driveBack.Set();
        Eventually.Until(() => _calls.TryCall("/mnt/a/x", Ask, out _), "the drive that came back is asked again");
        asked.ShouldBe(2);
    }

    [Fact]
    public void TryWork_EachStepInTime_MayTakeLongerThanOneStep()
    {
        _calls.TryWork("/mnt/a/x", steps =>
        {
            var made = 0;
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < 1.5 * Limit; made++)
            {
                steps.Next();
                Thread.Sleep(10);
            }

            return made;
        }, out int answer).ShouldBeTrue();
        answer.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task TryWork_StepThatHangs_IsGivenUpAndComesToNoOther()
    {
        var steps = 0;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.TryWork("/mnt/a/x", given =>
        {
            try
            {
                for (; ; steps++)
                {
                    given.Next();
                    if (steps == 3)
                    {
                        _driveBack.Wait();
                    }
                }
            }
            catch (IOException)
            {
                ended.SetResult();
                throw;
            }
        }, out int _).ShouldBeFalse();
        _calls.TryCall("/mnt/a/y", () => 1, out _).ShouldBeFalse(); // its drive hangs

        _driveBack.Set();
        await ended.Task;
        steps.ShouldBe(4);
        Eventually.Until(() => _calls.TryCall("/mnt/a/y", () => 1, out _), "the drive that came back is asked again");
    }

    [Fact]
    public void AskAll_AllAnswerAtOnce_TakesOneThreadForAllPlaces()
    {
        var threads = new HashSet<int>();
        var answers = _calls.AskAll(["/mnt/a/x", "/mnt/b/x", "/mnt/c/x"], path => path, path =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return path.Length;
        });
        answers.ShouldBe(new Dictionary<string, int> { ["/mnt/a/x"] = 8, ["/mnt/b/x"] = 8, ["/mnt/c/x"] = 8 }, ignoreOrder: true);
        threads.Count.ShouldBe(1);
    }

    [Fact]
    public void AskAll_OneKeepsOthersWaiting_AllPlacesAreAskedAtTheSameTime()
    {
        using var all = new CountdownEvent(10);
        string[] paths = [.. Enumerable.Range(1, all.InitialCount).Select(drive => $"/mnt/{drive}/x")];
        _calls.AskAll(paths, path => path, path =>
        {
            all.Signal();
            all.Wait();
            return 1;
        }).Keys.ShouldBe(paths, ignoreOrder: true);
    }

    [Fact]
    public void AskAll_DrivesHang_AreAskedOnceEachAndTheOthersAnswer()
    {
        var asked = new ConcurrentBag<string>();
        string[] paths = ["/mnt/dead1/x", "/mnt/dead1/y", "/mnt/well/x", "/mnt/dead2/x", "/mnt/dead2/y"];
        _calls.AskAll(paths, path => path, Ask).Keys.ShouldBe(["/mnt/well/x"]);
        asked.ShouldBe(["/mnt/dead1/x", "/mnt/dead2/x", "/mnt/well/x"], ignoreOrder: true);

        asked.Clear();
        _calls.AskAll(paths, path => path, Ask).Keys.ShouldBe(["/mnt/well/x"]);
        asked.ShouldBe(["/mnt/well/x"]); // nobody waits again

        _driveBack.Set();
        Eventually.Until(() => _calls.AskAll(paths, path => path, Ask).Count == paths.Length, "the drives that came back are asked again");

        int Ask(string path)
        {
            asked.Add(path);
            if (path.Contains("dead"))
            {
                _driveBack.Wait();
            }

            return 1;
        }
    }

    [Fact]
    public void AskAll_OneIsSlow_OnlyWhatLiesInItsPlaceWaitsForIt()
    {
        using var elsewhere = new ManualResetEventSlim();
        var answered = new ConcurrentQueue<string>();
        _calls.AskAll(["/mnt/a/slow", "/mnt/a/x", "/mnt/b/x"], path => path, path =>
        {
            if (path == "/mnt/a/slow")
            {
                elsewhere.Wait();
            }

            answered.Enqueue(path);
            if (path == "/mnt/b/x")
            {
                elsewhere.Set();
            }

            return 1;
        }).Count.ShouldBe(3);
        answered.ShouldBe(["/mnt/b/x", "/mnt/a/slow", "/mnt/a/x"]);
    }
}

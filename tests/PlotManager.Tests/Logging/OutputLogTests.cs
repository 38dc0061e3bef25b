using System.Text.Json;
using PlotManager.Core.Configuration;
using PlotManager.Hosting;
using PlotManager.Logging;

namespace PlotManager.Tests.Logging;

/// <summary>The events of a manager in the foreground, on its standard output.</summary>
public sealed class OutputLogTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Write_AsText_IsTheLineOfDebugLog()
    {
        var output = new StringWriter();
        await using (var log = new OutputLog(output, EventFormat.Text, SecretMask.None, _clock))
        {
            log.Write(LogLevel.Info, "the plot is made", "my job", "7c01ab2");
            log.Write(LogLevel.Debug, "phase 1 took 3 s");
        }

        output.ToString().ShouldBe($"2026-11-22 10:00:00.000+00:00 INFO    my_job 7c01ab2 the plot is made{Environment.NewLine}");
    }

    [Fact]
    public async Task Write_AsJson_IsOneObjectALine()
    {
        var output = new StringWriter();
        await using (var log = new OutputLog(output, EventFormat.Json, SecretMask.None, _clock))
        {
            log.Write(LogLevel.Error, "lost\nfor good", "micron");
        }

        var line = JsonDocument.Parse(output.ToString()).RootElement;
        line.GetProperty("at").GetString().ShouldBe("2026-11-22T10:00:00.000+00:00");
        line.GetProperty("level").GetString().ShouldBe("error");
        line.GetProperty("job").GetString().ShouldBe("micron");
        line.GetProperty("plot").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("message").GetString().ShouldBe("lost | for good");
    }

    /// <summary>1,000 find room in the queue; what is written meanwhile does not wait, and how much was lost is said.</summary>
    [Fact]
    public async Task Write_AReaderThatIsStuck_HoldsNothingUpAndIsToldWhatItMissed()
    {
        using var stuck = new StuckWriter();
        await using var log = new OutputLog(stuck, EventFormat.Text, SecretMask.None, _clock);
        log.Write(LogLevel.Info, "first");
        await stuck.Reached;
        for (var number = 1; number <= 1003; number++)
        {
            log.Write(LogLevel.Info, $"event {number}");
        }

        stuck.GoOn();
        await stuck.Seen("event 1000");
        log.Write(LogLevel.Info, "after");

        await stuck.Seen("after");
        stuck.Lines.ShouldContain(line => line.EndsWith("3 events before this one could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_AReaderThatIsGone_EndsNothing()
    {
        await using var log = new OutputLog(
            new StandardWriter(new GoneWriter(), refusal => throw new CommandFault(refusal)), EventFormat.Text, SecretMask.None, _clock);

        log.Write(LogLevel.Info, "one");
        log.Write(LogLevel.Info, "two");
    }

    private sealed class GoneWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("Broken pipe");
    }

    private sealed class StuckWriter : StringWriter
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();
        private readonly SemaphoreSlim _written = new(0);
        private readonly Lock _turn = new();
        private readonly List<string> _lines = [];

        public Task Reached => _reached.Task;

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_turn)
                {
                    return [.. _lines];
                }
            }
        }

        public void GoOn() => _gate.Set();

        public async Task Seen(string end)
        {
            while (!Lines.Any(line => line.EndsWith(" " + end, StringComparison.Ordinal)))
            {
                await _written.WaitAsync(TestContext.Current.CancellationToken);
            }
        }

        public override void WriteLine(string? value)
        {
            _reached.TrySetResult();
            _gate.Wait();
            lock (_turn)
            {
                _lines.Add(value!);
            }

            _written.Release();
        }
    }
}

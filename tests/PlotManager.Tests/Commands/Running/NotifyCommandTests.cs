using PlotManager.Commands.Running;
using PlotManager.Core.Keys;
using PlotManager.Core.Notifications;
using PlotManager.Hosting;
using PlotManager.Notifications;

namespace PlotManager.Tests.Commands.Running;

public sealed class NotifyCommandTests : IDisposable
{
    private readonly StringWriter _said = new() { NewLine = "\n" };
    private readonly StringWriter _complained = new() { NewLine = "\n" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _said.Dispose();
        _complained.Dispose();
    }

    [Fact]
    public async Task Test_OneServiceRefuses_SaysWhatEachSaidAndAnswersNo()
    {
        var services =
            new[] { new Answering("discord", Delivery.Done), new Answering("telegram", Delivery.Failed("HTTP 401: Unauthorized")) };

        (await Command().TestAsync(services, TimeProvider.System, Cancellation)).ShouldBe(ExitCode.No);

        _said.ToString().ShouldBe("discord   sent\ntelegram  failed: HTTP 401: Unauthorized\n");
    }

    [Fact]
    public async Task Test_EveryServiceTakesIt_IsDone() =>
        (await Command().TestAsync([new Answering("sound", Delivery.Done)], TimeProvider.System, Cancellation)).ShouldBe(ExitCode.Done);

    [Fact]
    public async Task Test_NothingSwitchedOn_SaysSo()
    {
        (await Command().TestAsync([], TimeProvider.System, Cancellation)).ShouldBe(ExitCode.No);

        _complained.ToString().ShouldContain("no notification service is switched on");
    }

    private NotifyCommand Command() => new(new CommandEnvironment
    {
        Out = _said,
        Error = _complained,
        WorkingDirectory = "/",
        Config = new ConfigEnvironment("/", _ => null, Windows: false),
        Machine = new Lazy<PlotManager.Platform.Machine>(() => throw new InvalidOperationException("a test of services needs no machine")),
        Interactive = false,
    });

    private sealed class Answering(string name, Delivery delivery) : INotificationService
    {
        public string Name => name;

        public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => Task.FromResult(delivery);
    }
}

using System.CommandLine;
using PlotManager.Core.Notifications;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Notifications;

namespace PlotManager.Commands.Running;

/// <summary><c>notify test</c>: one message through every service that the config switches on, and what each said to it.</summary>
public sealed class NotifyCommand(CommandEnvironment environment)
{
    // Somebody waits for the answer: one repetition tells a hiccup from a fault.
    private static readonly Patience Short = new() { Retries = 1 };

    public Command Build()
    {
        var test = new Command("test", "Send a test message through every service that is switched on and say what happened");
        test.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.Open(parsed, environment);
            using var http = HttpPost.Client();
            var time = environment.Machine.Value.Time;
            return await TestAsync(
                NotificationServices.From(farm.Config.Notifications, http, new ChatOfThisTest(), time, Short), time, cancel);
        });
        return new Command("notify", "Check the notification services") { test };
    }

    /// <returns>0 when every service took it, 1 when one did not or none is switched on.</returns>
    public async Task<int> TestAsync(IReadOnlyList<INotificationService> services, TimeProvider time, CancellationToken cancel)
    {
        if (services.Count == 0)
        {
            environment.Complain("no notification service is switched on in notifications:");
            return ExitCode.No;
        }

        var now = time.GetUtcNow();
        var notice = Notices.Test($"{now:yyyyMMddTHHmmssfff}", Environment.MachineName, now);
        var tries = services.Select(service => (service.Name, Delivery: service.Send(notice, cancel))).ToList();
        var width = services.Max(service => service.Name.Length);
        var all = true;
        foreach (var (name, delivery) in tries)
        {
            var (sent, reason, _) = await delivery;
            all &= sent;
            environment.Out.WriteLine($"{name.PadRight(width)}  {(sent ? "sent" : "failed: " + reason)}");
        }

        return all ? ExitCode.Done : ExitCode.No;
    }

    // The manager remembers the chat in its journal; a test looks for it anew, which tests that too.
    private sealed class ChatOfThisTest : IChatMemory
    {
        public string? Chat { get; set; }
    }
}

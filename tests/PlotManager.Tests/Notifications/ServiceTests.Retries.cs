using System.Net;
using System.Net.Sockets;
using PlotManager.Core.Notifications;
using PlotManager.Core.Notifications.Services;
using PlotManager.Notifications;

namespace PlotManager.Tests.Notifications;

/// <summary>What is tried again, how often and when.</summary>
public partial class ServiceTests
{
    [Theory]
    [InlineData(500), InlineData(503), InlineData(429), InlineData(408)]
    public async Task Send_AFailureThatMayPass_IsTriedAgain(int status)
    {
        await using var server = new RecordingServer(new Played(status, "oops"), new Played(status, "oops"), new Played(204));

        (await Hook(server).Send(Completed, Cancellation)).ShouldBe(Delivery.Done);

        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Send_AFailureThatStays_IsTriedFourTimesAndReported()
    {
        await using var server = new RecordingServer(new Played(500, "the \x1b[31mserver\nburns"));

        (await Hook(server).Send(Completed, Cancellation)).ShouldBe(Delivery.Failed("HTTP 500: the server burns"));

        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400), InlineData(401), InlineData(403), InlineData(404), InlineData(302)]
    public async Task Send_ARefusal_IsNotTriedAgain(int status)
    {
        await using var server = new RecordingServer(new Played(status, """{"message":"no"}"""));

        (await Hook(server).Send(Completed, Cancellation)).ShouldBe(Delivery.Failed($"HTTP {status}: no"));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_TooManyRequests_WaitsAsLongAsAsked()
    {
        await using var server = new RecordingServer(new Played(429, "", RetryAfter: "1"), new Played(204));
        var waits = new ScriptedWaits(Short.TimeOut);

        (await Hook(server, time: waits).Send(Completed, Cancellation)).ShouldBe(Delivery.Done);

        waits.Made.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Theory]
    [InlineData("""{"message":"You are being rate limited.","retry_after":3600.5,"global":false}""", 3600.5)]
    [InlineData(
        """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 900","parameters":{"retry_after":900}}""", 900)]
    public async Task Send_ALongWaitAskedInTheBody_IsHandedOn(string body, double seconds)
    {
        await using var server = new RecordingServer(new Played(429, body));

        (await Hook(server).Send(Completed, Cancellation)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_NoAnswer_EndsAtTheTimeOut()
    {
        await using var server = new RecordingServer(new Played(0, Silent: true));
        var waits = new ScriptedWaits(Short.TimeOut);

        var sending = Hook(server, Short with { Retries = 1 }, waits).Send(Completed, Cancellation);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await server.Got(attempt, Cancellation);
            waits.TimeOut();
        }

        (await sending).ShouldBe(Delivery.Failed("no answer within 10 s"));
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Send_NobodyListens_IsAReasonWithoutTheAddress()
    {
        // Taken, so that nobody else listens there meanwhile, and not listened on.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = HttpPost.Client();
        var settings = new NotificationSettings(
            [Discord.Service.With((Discord.WebhookUrl, $"http://{taken.LocalEndPoint}/api/webhooks/1/secret-key"))]);
        var discord = NotificationServices.From(settings, client, new Memory(), TimeProvider.System, Short).ShouldHaveSingleItem();

        var delivery = await discord.Send(Completed, Cancellation);

        delivery.Sent.ShouldBeFalse();
        delivery.Reason.ShouldContain("refused");
        delivery.Reason.ShouldNotContain("secret-key");
    }

    [Fact]
    public async Task Send_AnAddressThatIsNone_IsAReason()
    {
        using var client = HttpPost.Client();
        var hook = NotificationServices
            .From(
                new NotificationSettings([Webhook.Service.With((Webhook.Url, "not an address"))]),
                client,
                new Memory(),
                TimeProvider.System,
                Short)
            .ShouldHaveSingleItem();

        (await hook.Send(Completed, Cancellation)).Sent.ShouldBeFalse();
    }
}

using System.Text;
using System.Text.Json;
using PlotManager.Core.Notifications;
using PlotManager.Core.Notifications.Services;
using PlotManager.Journal;
using PlotManager.Notifications;

namespace PlotManager.Tests.Notifications;

public partial class ServiceTests
{
    private const string Token = "123456:AAtheTokenOfTheBot";
    private const string PlotId = "240dc9d000000000000000000000000000000000000000000000000000000000";

    private static readonly DateTimeOffset At = new(2026, 11, 22, 14, 14, 0, TimeSpan.Zero);

    private static readonly Notice Completed =
        Notices.PlotCompleted(PlotId, "farm-a", At, "micron", 32, new TimeSpan(7, 2, 0), "/mnt/hdd3/plots");

    private const string CompletedText = "You completed a plot on farm-a!\njob micron, k32, took 7 h 2 min, in /mnt/hdd3/plots";

    private static readonly Patience Short = new() { TimeOut = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Discord_ACompletedPlot_PostsItsTextWithoutMentions()
    {
        await using var server = new RecordingServer(new Played(204));

        (await Only(Discord.Service.With((Discord.WebhookUrl, server.Address + "api/webhooks/1/secret-key")), server).Send(
            Completed, Cancellation)).ShouldBe(Delivery.Done);

        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", "/api/webhooks/1/secret-key"));
        request.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        var body = JsonDocument.Parse(request.Body).RootElement;
        body.GetProperty("content").GetString().ShouldBe(CompletedText);
        body.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Ifttt_ACompletedPlot_PostsTitleMessageAndId()
    {
        await using var server = new RecordingServer(new Played(200, "Congratulations! You've fired the plot event"));

        (await Only(Ifttt.Service.With((Ifttt.WebhookUrl, server.Address + "trigger/plot/with/key/secret-key")), server).Send(
            Completed, Cancellation)).ShouldBe(Delivery.Done);

        var body = JsonDocument.Parse(server.Requests.ShouldHaveSingleItem().Body).RootElement;
        body.GetProperty("value1").GetString().ShouldBe("Plot Completed");
        body.GetProperty("value2").GetString().ShouldBe(CompletedText);
        body.GetProperty("value3").GetString().ShouldBe("plot-completed:" + PlotId);
    }

    [Fact]
    public async Task Pushover_ACompletedPlot_PostsTheForm()
    {
        await using var server = new RecordingServer(new Played(200, """{"status":1,"request":"647d2300-702c-4b38-8b2f-d56326ae460b"}"""));

        (await Only(Pushover.Service.With((Pushover.UserKey, "user-key-1"), (Pushover.ApiKey, "api-key-1")), server).Send(
            Completed, Cancellation)).ShouldBe(Delivery.Done);

        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", "/1/messages.json"));
        var form = Form(request.Body);
        form["token"].ShouldBe("api-key-1");
        form["user"].ShouldBe("user-key-1");
        form["title"].ShouldBe("Plot Completed");
        form["message"].ShouldBe(CompletedText);
        form["timestamp"].ShouldBe("1795356840");
    }

    [Fact]
    public async Task Pushover_StatusZero_IsAFailureWithItsErrors()
    {
        await using var server =
            new RecordingServer(new Played(400, """{"user":"invalid","errors":["user identifier is invalid"],"status":0,"request":"x"}"""));

        var delivery = await Only(Pushover.Service.With((Pushover.UserKey, "user-key-1"), (Pushover.ApiKey, "api-key-1")), server).Send(
            Completed, Cancellation);

        delivery.ShouldBe(Delivery.Failed("HTTP 400: user identifier is invalid"));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Telegram_WithAChat_SendsToIt()
    {
        await using var server = new RecordingServer(new Played(200, """{"ok":true,"result":{"message_id":5}}"""));

        (await Only(Telegram.Service.With((Telegram.Token, Token), (Telegram.ChatId, "-100987")), server).Send(
            Completed, Cancellation)).ShouldBe(Delivery.Done);

        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", $"/bot{Token}/sendMessage"));
        var body = JsonDocument.Parse(request.Body).RootElement;
        body.GetProperty("chat_id").GetString().ShouldBe("-100987");
        body.GetProperty("text").GetString().ShouldBe(CompletedText);
    }

    [Fact]
    public async Task Telegram_WithoutAChat_FindsTheOneThatLastWroteAndRemembersIt()
    {
        const string updates = """
            {"ok":true,"result":[
              {"update_id":1,"message":{"message_id":1,"chat":{"id":111,"type":"private"},"text":"/start"}},
              {"update_id":2,"message":{"message_id":2,"chat":{"id":222,"type":"private"},"text":"hello"}},
              {"update_id":3,"poll":{"id":"9"}}]}
            """;
        await using var server = new RecordingServer(new Played(200, updates), new Played(200, """{"ok":true}"""));
        var memory = new Memory();
        var telegram = Only(Telegram.Service.With((Telegram.Token, Token)), server, memory);

        (await telegram.Send(Completed, Cancellation)).ShouldBe(Delivery.Done);
        (await telegram.Send(Completed, Cancellation)).ShouldBe(Delivery.Done);

        memory.Chat.ShouldBe("222");
        server.Requests.Select(request => request.Target)
            .ShouldBe([$"/bot{Token}/getUpdates?offset=-10", $"/bot{Token}/sendMessage", $"/bot{Token}/sendMessage"]);
        JsonDocument.Parse(server.Requests.Last().Body).RootElement.GetProperty("chat_id").GetString().ShouldBe("222");
    }

    [Fact]
    public async Task Telegram_NobodyWroteYet_SaysWhatToDo()
    {
        await using var server = new RecordingServer(new Played(200, """{"ok":true,"result":[]}"""));

        var delivery =
            await Only(Telegram.Service.With((Telegram.Token, Token)), server).Send(Completed, Cancellation);

        delivery.ShouldBe(Delivery.Failed("nobody has written to the bot yet: send it a message, or set telegram_chat_id"));
    }

    [Fact]
    public async Task Telegram_ARefusal_NeverShowsTheToken()
    {
        await using var server =
            new RecordingServer(new Played(401, $$"""{"ok":false,"error_code":401,"description":"Unauthorized: bot{{Token}}"}"""));

        var delivery =
            await Only(Telegram.Service.With((Telegram.Token, Token), (Telegram.ChatId, "1")), server).Send(Completed, Cancellation);

        delivery.ShouldBe(Delivery.Failed("HTTP 401: Unauthorized: bot***"));
    }

    [Fact]
    public async Task Twilio_ACompletedPlot_PostsTheFormWithBasicAuthentication()
    {
        await using var server = new RecordingServer(new Played(201, """{"sid":"SM1","status":"queued"}"""));

        (await Only(
            Twilio.Service.With(
                (Twilio.AccountSid, "AC0123"),
                (Twilio.AuthToken, "auth-token-9"),
                (Twilio.FromPhone, "+15550001"),
                (Twilio.ToPhone, "+15550002")),
            server).Send(Completed, Cancellation)).ShouldBe(Delivery.Done);

        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", "/2010-04-01/Accounts/AC0123/Messages.json"));
        Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers["Authorization"]["Basic ".Length..]))
            .ShouldBe("AC0123:auth-token-9");
        Form(request.Body).ShouldBe(
            new Dictionary<string, string> { ["From"] = "+15550001", ["To"] = "+15550002", ["Body"] = CompletedText }, ignoreOrder: true);
    }

    [Fact]
    public async Task Webhook_ACompletedPlot_PostsTheDocumentedBody()
    {
        await using var server = new RecordingServer(new Played(200, "ok"));

        (await Only(Webhook.Service.With((Webhook.Url, server.Address + "hook")), server).Send(Completed, Cancellation)).ShouldBe(
            Delivery.Done);

        var request = server.Requests.ShouldHaveSingleItem();
        Uri.UnescapeDataString(request.Headers["Idempotency-Key"]).ShouldBe("plot-completed:" + PlotId);
        request.Body.ShouldBe(
            $$"""{"id":"plot-completed:{{PlotId}}","event":"plot_completed","at":"2026-11-22T14:14:00+00:00","host":"farm-a","title":"Plot Completed" """.TrimEnd()
            + $$""","message":"You completed a plot on farm-a!\njob micron, k32, took 7 h 2 min, in /mnt/hdd3/plots","job":"micron","plot_id":"{{PlotId}}"}""");
    }

    [Fact]
    public void From_EverythingSwitchedOn_IsSevenServices()
    {
        using var client = HttpPost.Client();
        var settings = new NotificationSettings([.. AllServices.InOrder.Select(service => service.With())]);

        NotificationServices.From(settings, client, new Memory(), TimeProvider.System).Select(service => service.Name)
            .ShouldBe(["discord", "ifttt", "sound", "pushover", "telegram", "twilio", "webhook"]);
        NotificationServices.From(NotificationSettings.None, client, new Memory(), TimeProvider.System).ShouldBeEmpty();
    }

    [Fact]
    public void Notices_TheOriginalsEvents_HaveItsWords()
    {
        var started = Notices.ManagerStarted("1", "farm-a", At);
        (started.Title, started.Text).ShouldBe(("Plot manager started", "Plot Manager has started on farm-a..."));
        Completed.Title.ShouldBe("Plot Completed");
        Completed.Text.Split('\n')[0].ShouldBe("You completed a plot on farm-a!");
    }

    [Fact]
    public void Notices_ANameWithControlCodes_IsCleaned()
    {
        var notice = Notices.PlotFailed("x", "farm\x1b]0;title\a-a", At, "mic\r\nron", 32, "\x1b[31mdisk\x1b[0m full\n");

        notice.Text.ShouldBe("A plot failed on farm-a: disk full \njob mic ron, k32");
        notice.Job.ShouldBe("mic ron");
    }

    private static INotificationService Hook(RecordingServer server, Patience? patience = null, TimeProvider? time = null) =>
        Only(Webhook.Service.With((Webhook.Url, server.Address + "hook")), server, patience: patience, time: time);

    // Services with an address of their own on the internet are led to the server here, the path as it is.
    private static INotificationService Only(
        ServiceSettings settings,
        RecordingServer server,
        IChatMemory? memory = null,
        Patience? patience = null,
        TimeProvider? time = null) =>
        NotificationServices.From(
            new NotificationSettings([settings]),
            new HttpClient(new LedTo(server.Address)),
            memory ?? new Memory(),
            time ?? TimeProvider.System,
            patience ?? Short).ShouldHaveSingleItem();

    private sealed class LedTo(Uri server) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(server, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static Dictionary<string, string> Form(string body) => body.Split('&').Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    private sealed class Memory : IChatMemory
    {
        public string? Chat { get; set; }
    }
}

using PlotManager.Core.Notifications;
using PlotManager.Journal;

namespace PlotManager.Notifications;

/// <summary>Does what the definition of a service says: sends its requests, plays its sound, keeps what an answer told.</summary>
public sealed class DefinedService(ServiceSettings settings, HttpPost http, IChatMemory memory) : INotificationService
{
    public string Name => settings.Service.Name;

    public async Task<Delivery> Send(Notice notice, CancellationToken cancellation)
    {
        var sending = Sending(notice);
        if (sending is Sending.AskFirst ask)
        {
            var (found, reason) = await AskAsync(ask, cancellation);
            if (found is null)
            {
                return Delivery.Failed(reason);
            }

            memory.Chat = found;
            sending = Sending(notice);
        }

        return sending switch
        {
            Sending.Post post => await http.Send(() => Message(post.Request), cancellation, post.Accepts),
            Sending.Play play => await new SoundOutput(play.File, new ProcessPlayer(play.File)).Send(cancellation),
            _ => throw new InvalidOperationException($"{Name} asks again for what it was told"),
        };
    }

    private Sending Sending(Notice notice) => settings.Service.Send(settings.With(memory.Chat), notice);

    private async Task<(string? Found, string Reason)> AskAsync(Sending.AskFirst ask, CancellationToken cancellation)
    {
        var (answer, reason) = await http.Ask(() => Message(ask.Request), cancellation);
        return answer switch
        {
            null => (null, reason),
            { IsSuccess: false } => (null, http.Refusal(answer)),
            _ => ask.Find(answer.Body) is { } found ? (found, "") : (null, ask.NotFound),
        };
    }

    private static HttpRequestMessage Message(Request request)
    {
        var content = Content(request);
        var message = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, request.Address) { Content = content };
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    private static HttpContent? Content(Request request) => request switch
    {
        { Json: { } json } => new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        { Form: [_, ..] form } => new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        _ => null,
    };
}

using System.Text;

namespace PlotManager.Hosting;

/// <summary>
/// A standard stream to write to, and what is done when the system takes no more, as on a full drive or where the stream is closed.
/// </summary>
public sealed class StandardWriter(TextWriter stream, Action<string> refused) : TextWriter
{
    private readonly Func<string, string>? _forms = AsciiForms.For(stream.Encoding);

    public override Encoding Encoding => stream.Encoding;

    public override void Write(char value) => Try(() => stream.Write(Form(value.ToString())));

    public override void Write(char[] buffer, int index, int count) =>
        Try(() => stream.Write(Form(new string(buffer, index, count))));

    public override void Write(string? value) => Try(() => stream.Write(Form(value)));

    public override void WriteLine() => Try(stream.WriteLine);

    public override void WriteLine(string? value) => Try(() => stream.WriteLine(Form(value)));

    public override void Flush() => Try(stream.Flush);

    private string? Form(string? text) => text is null || _forms is null ? text : _forms(text);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            refused((refusal.InnerException ?? refusal).Message); // a bad descriptor comes as an access denied, around the true words
        }
    }
}

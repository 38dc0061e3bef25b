using System.Text;

namespace PlotManager.DemoPlotter;

/// <summary>
/// A stream of log lines that come out live, as a C++ stream has them: a line with <c>std::endl</c> is written at once together with all
/// that was held back before it; a line that ends in a mere <c>'\n'</c> waits for the next. That is why a chia log ends at
/// "Final File size" while the copy goes on: "Total time" is held back.
/// </summary>
internal sealed class LiveLog(Stream stream)
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lock _gate = new();
    private readonly StringBuilder _held = new();

    public void Line(string text)
    {
        lock (_gate)
        {
            _held.Append(text).Append('\n');
            WriteHeld();
        }
    }

    public void Held(string text)
    {
        lock (_gate)
        {
            _held.Append(text).Append('\n');
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            WriteHeld();
        }
    }

    private void WriteHeld()
    {
        if (_held.Length == 0)
        {
            return;
        }

        var bytes = Encoding.GetBytes(_held.ToString());
        _held.Clear();
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (IOException)
        {
            // A full log drive or a closed pipe does not stop a plotter: C++ streams lose the text and go on.
        }
    }
}

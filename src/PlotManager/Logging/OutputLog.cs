using System.Globalization;
using System.Threading.Channels;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Hosting;

namespace PlotManager.Logging;

/// <summary>How events are written to the standard output.</summary>
public enum EventFormat
{
    /// <summary>As in debug.log.</summary>
    Text,

    /// <summary>One object a line.</summary>
    Json,
}

/// <summary>
/// The events of a manager in the foreground, on its standard output, where service managers and containers collect them. A reader that
/// is slow or gone stops nothing: what does not find room in the queue is lost, and how much was is said once there is room again.
/// </summary>
public sealed class OutputLog : IEventLog, IAsyncDisposable
{
    private const int Queued = 1000;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _lines;
    private readonly TextWriter _output;
    private readonly EventFormat _format;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private int _lost;

    public OutputLog(TextWriter output, EventFormat format, SecretMask mask, TimeProvider time)
    {
        (_output, _format, Mask, _time) = (output, format, mask, time);
        _lines = Channel.CreateBounded<string>(
            new BoundedChannelOptions(Queued) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>The secrets of the config now in force.</summary>
    public SecretMask Mask { get; set; }

    public void Write(LogLevel level, string message, string? job = null, string? plot = null)
    {
        if (level > LogLevel.Info)
        {
            return;
        }

        var lost = Interlocked.Exchange(ref _lost, 0);
        var words = $"{Figures.Count(lost, "event")} before this one could not be written";
        if (lost > 0 && !_lines.Writer.TryWrite(Line(LogLevel.Warning, words, null, null)))
        {
            Interlocked.Add(ref _lost, lost);
        }

        if (!_lines.Writer.TryWrite(Line(level, message, job, plot)))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Writes what is queued, for a moment at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(LastWords, _time));
    }

    private async Task WriteAllAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            try
            {
                _output.WriteLine(line);
                _output.Flush();
            }
            catch (CommandFault)
            {
                Interlocked.Increment(ref _lost); // nobody reads it any more, or its drive is full; debug.log has it
            }
        }
    }

    private string Line(LogLevel level, string message, string? job, string? plot) => _format == EventFormat.Text
        ? EventLine.Of(_time.GetLocalNow(), level, message, job, plot, Mask)
        : JsonLine.Of(writer =>
        {
            writer.WriteString("at", _time.GetLocalNow().ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
            writer.WriteString("level", EventLine.Name(level).ToLowerInvariant());
            writer.WriteString("job", job);
            writer.WriteString("plot", plot);
            writer.WriteString("message", EventLine.Text(message, Mask));
        });
}

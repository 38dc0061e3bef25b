using System.Runtime.InteropServices;
using System.Threading.Channels;
using Spectre.Console;

namespace PlotManager.Display.Terminal;

/// <summary>The console this process runs in.</summary>
public sealed class SystemTerminal : ITerminal, IDisposable
{
    // A page of its own, no cursor, no wrapping at the edge, reports of the mouse; then an empty page.
    private const string EnterCodes = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1000h\x1b[?1006h\x1b[2J";

    // The last two undo what .NET switches on to read arrow keys (application cursor keys and keypad).
    private const string LeaveCodes = "\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[?1049l\x1b[?1l\x1b>";

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Channel<TerminalInput> _inputs = Channel.CreateUnbounded<TerminalInput>();
    private readonly Lock _screen = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly CancellationTokenSource _ending;
    private bool _entered;
    private bool _reading;
    private volatile int _redraws;

    /// <param name="ending">Cancelled on Ctrl-C, SIGTERM and hang-up, so that the view ends in good order.</param>
    public SystemTerminal(CancellationTokenSource ending)
    {
        _ending = ending;
        var capabilities = AnsiConsole.Profile.Capabilities;
        Colors = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            ? ColorSystemSupport.NoColors
            : SupportOf(capabilities.ColorSystem);
        Glyphs = Glyphs.For(Console.OutputEncoding);
    }

    /// <summary>Whether a person sits at both ends and the terminal understands cursor movements.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && !Console.IsInputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public int Width => Measure(() => Console.WindowWidth, 80);

    public int Height => Measure(() => Console.WindowHeight, 24);

    public Glyphs Glyphs { get; }

    public ColorSystemSupport Colors { get; }

    public int Redraws => _redraws;

    public void Enter()
    {
        Register(PosixSignal.SIGINT, End);
        Register(PosixSignal.SIGTERM, End);
        Register(PosixSignal.SIGHUP, End);
        if (!OperatingSystem.IsWindows())
        {
            // Ctrl-Z is taken back: .NET would not stop the process but leave the terminal in between. After a SIGSTOP from
            // elsewhere the shell has had the screen, so the page is entered and drawn anew.
            Register(PosixSignal.SIGTSTP, context => context.Cancel = true);
            Register(PosixSignal.SIGCONT, _ =>
            {
                Send(EnterCodes);
                _redraws++;
            });
        }

        AppDomain.CurrentDomain.ProcessExit += LeaveAtExit;
        lock (_screen)
        {
            _entered = true;
        }

        Send(EnterCodes);
    }

    public void Leave()
    {
        AppDomain.CurrentDomain.ProcessExit -= LeaveAtExit;
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _signals.Clear();
        Send(LeaveCodes);
        lock (_screen)
        {
            _entered = false;
        }
    }

    public void Write(string text) => Send(text);

    public async ValueTask<TerminalInput?> Read(CancellationToken cancellation)
    {
        if (!_reading)
        {
            // A thread that waits in the read all the time: only then does the system not echo what is typed.
            _reading = true;
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }

        return await _inputs.Reader.WaitToReadAsync(cancellation) && _inputs.Reader.TryRead(out var input) ? input : null;
    }

    public void Dispose()
    {
        Leave();
        _output.Dispose();
    }

    private void ReadKeys()
    {
        try
        {
            var mouse = new MouseReports();
            while (true)
            {
                foreach (var input in mouse.Take(Console.ReadKey(intercept: true), Console.KeyAvailable))
                {
                    _inputs.Writer.TryWrite(input);
                }
            }
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException)
        {
            // The terminal is gone: there will be no more keys, and that is what the reader learns.
            _inputs.Writer.TryComplete();
        }
    }

    private void Register(PosixSignal signal, Action<PosixSignalContext> handler) =>
        _signals.Add(PosixSignalRegistration.Create(signal, handler));

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ending.Cancel();
    }

    private void LeaveAtExit(object? sender, EventArgs e) => Send(LeaveCodes);

    private void Send(string text)
    {
        lock (_screen)
        {
            if (!_entered)
            {
                return;
            }

            try
            {
                _output.Write(Console.OutputEncoding.GetBytes(text));
                _output.Flush();
            }
            catch (IOException)
            {
                // A terminal that was closed can show nothing; SIGHUP ends the view.
                _ending.Cancel();
            }
        }
    }

    private static int Measure(Func<int> measure, int otherwise)
    {
        try
        {
            return measure() is var size and > 0 ? size : otherwise;
        }
        catch (IOException)
        {
            return otherwise;
        }
    }

    private static ColorSystemSupport SupportOf(ColorSystem colors) => colors switch
    {
        ColorSystem.NoColors => ColorSystemSupport.NoColors,
        ColorSystem.Legacy => ColorSystemSupport.Legacy,
        ColorSystem.EightBit => ColorSystemSupport.EightBit,
        ColorSystem.TrueColor => ColorSystemSupport.TrueColor,
        _ => ColorSystemSupport.Standard,
    };
}

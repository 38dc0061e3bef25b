using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter.Signals;

/// <summary>
/// What this process does at a signal. The .NET runtime answers SIGTERM and SIGINT with an orderly exit (143, 130); the real plotters die
/// of them, which a waiting parent can tell apart. So the default action of the system is put back wherever a real plotter has it.
/// </summary>
internal sealed class ProcessSignals : IDisposable
{
    private readonly bool _ofThisProcess;
    private readonly bool _ignoreSigterm;
    private readonly List<PosixSignalRegistration> _handlers = [];
    private volatile bool _interrupted;

    private ProcessSignals(bool ofThisProcess, bool ignoreSigterm)
    {
        _ofThisProcess = ofThisProcess;
        _ignoreSigterm = ignoreSigterm;
    }

    /// <summary>Whether a signal came that was only noted (<see cref="NoteInterrupts"/>).</summary>
    public bool Interrupted => _interrupted;

    /// <summary>The signals of this process: from now on SIGTERM and SIGINT end it as the system ends any program.</summary>
    public static ProcessSignals OfThisProcess(bool ignoreSigterm)
    {
        var signals = new ProcessSignals(ofThisProcess: true, ignoreSigterm);
        signals.SetDefaults(sigint: true);
        return signals;
    }

    /// <summary>Signals that never come: for a plotter that runs inside a test.</summary>
    public static ProcessSignals None() => new(ofThisProcess: false, ignoreSigterm: false);

    /// <summary>Python notes a SIGINT while C++ code runs and acts on it when that returns.</summary>
    public void NoteInterrupts()
    {
        if (!_ofThisProcess)
        {
            return;
        }

        Handle(PosixSignal.SIGINT, () => _interrupted = true);
        SetDefaults(sigint: false);
    }

    /// <summary>Both SIGINT and SIGTERM call <paramref name="handler"/> instead of ending the process.</summary>
    public void OnStopRequest(Action handler)
    {
        if (!_ofThisProcess)
        {
            return;
        }

        Handle(PosixSignal.SIGINT, handler);
        if (!_ignoreSigterm)
        {
            Handle(PosixSignal.SIGTERM, handler);
        }
    }

    /// <summary>Ends this process by a signal, with its default action and without a core file. Does not return on Unix.</summary>
    public static void DieBy(int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixSignals.DieBy(signal);
    }

    public void Dispose()
    {
        foreach (var handler in _handlers)
        {
            handler.Dispose();
        }
    }

    private void Handle(PosixSignal signal, Action handler) =>
        _handlers.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            handler();
        }));

    private void SetDefaults(bool sigint)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (_ignoreSigterm)
        {
            UnixSignals.Ignore(UnixSignals.Terminate);
        }
        else
        {
            UnixSignals.SetDefault(UnixSignals.Terminate);
        }

        if (sigint)
        {
            UnixSignals.SetDefault(UnixSignals.Interrupt);
        }
    }
}

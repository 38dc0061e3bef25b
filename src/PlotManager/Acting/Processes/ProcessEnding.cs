using PlotManager.Platform;

namespace PlotManager.Acting.Processes;

/// <summary>How far the end of a process has come.</summary>
public enum EndingStage
{
    /// <summary>It was told to end and still lives.</summary>
    Waiting,

    /// <summary>It and its descendants are gone.</summary>
    Gone,

    /// <summary>Not even SIGKILL ends it: it hangs in the kernel, usually on a drive that does not answer.</summary>
    Stuck,
}

/// <summary>Ends a supervised process and its descendants: SIGTERM, a while, SIGKILL. Never waits itself: it is stepped.</summary>
public sealed class ProcessEnding
{
    /// <summary>How long it may take to end by itself before SIGKILL.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the kernel may take to end it after SIGKILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Between two SIGTERMs to a process that takes the first one as "finish this and stop".</summary>
    private static readonly TimeSpan BeforeSecondTerm = TimeSpan.FromMilliseconds(300);

    private readonly Machine _machine;
    private readonly ProcessIdentity _process;
    private readonly HashSet<ProcessIdentity> _targets = [];
    private readonly long _begun;
    private bool _askedTwice;

    private ProcessEnding(Machine machine, ProcessIdentity process, bool asksTwice)
    {
        (_machine, _process) = (machine, process);
        _begun = machine.Time.GetTimestamp();
        _askedTwice = !asksTwice;
        _targets.Add(process);
        Gather();
    }

    /// <summary>The process and its descendants, those included that have ended meanwhile.</summary>
    public IReadOnlyCollection<ProcessIdentity> Targets => _targets;

    /// <summary>It took SIGKILL.</summary>
    public bool WasForced { get; private set; }

    /// <summary>Finds what is to end. Nothing is sent yet.</summary>
    /// <param name="asksTwice">Whether it takes one SIGTERM as "finish this and stop", and two within a second as the end.</param>
    public static ProcessEnding Prepare(Machine machine, ProcessIdentity process, bool asksTwice) => new(machine, process, asksTwice);

    /// <returns>Why it cannot be ended; null where it was told to.</returns>
    public string? Begin()
    {
        if (_machine.Signals.Send(_process, ProcessSignal.Terminate) is { } refusal && _machine.Processes.IsAlive(_process))
        {
            return refusal;
        }

        ProcessTree.Send(_machine, _targets.Where(target => target != _process), ProcessSignal.Terminate);
        ProcessTree.Send(_machine, _targets, ProcessSignal.Resume); // a suspended one takes no other signal before it goes on
        return null;
    }

    /// <summary>Looks how far it is and sends what is due.</summary>
    public EndingStage Step()
    {
        Gather();
        var living = _targets.Where(target => _machine.Processes.IsAlive(target)).ToList();
        if (living.Count == 0)
        {
            return EndingStage.Gone;
        }

        var waited = _machine.Time.GetElapsedTime(_begun);
        if (waited >= Patience)
        {
            if (waited >= Patience + Grace && WasForced)
            {
                return EndingStage.Stuck;
            }

            WasForced = true;
            ProcessTree.Send(_machine, living, ProcessSignal.Kill); // again at every step: a child may have been born meanwhile
        }
        else if (!_askedTwice && waited >= BeforeSecondTerm)
        {
            _askedTwice = true;
            ProcessTree.Send(_machine, living, ProcessSignal.Terminate);
        }

        return EndingStage.Waiting;
    }

    // Descendants of what still lives; those whose parent has died are known from before.
    private void Gather()
    {
        foreach (var target in _targets.Where(target => _machine.Processes.IsAlive(target)).ToList())
        {
            _targets.UnionWith(ProcessTree.Of(_machine, target));
        }
    }
}

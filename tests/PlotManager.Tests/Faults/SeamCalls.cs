namespace PlotManager.Tests.Faults;

/// <summary>The death of the process in a test: nothing after it happens, and no code of the product may catch it and go on.</summary>
public sealed class CrashException() : Exception("The process died here.");

/// <summary>One call through the seam.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Name">For instance "Launcher.Launch" or "Files.Read".</param>
/// <param name="Subject">What it was about: a path or pid; empty if nothing.</param>
public sealed record SeamCall(int Number, string Name, string Subject);

/// <summary>What shall become of a call.</summary>
public enum Fate
{
    /// <summary>It happens.</summary>
    Happens,

    /// <summary>It does not happen and fails as this call may fail: by its exception, null, an empty list, or a reason.</summary>
    Fails,

    /// <summary>The process dies before it.</summary>
    CrashBefore,

    /// <summary>It happens, and the process dies before it learns so.</summary>
    CrashAfter,
}

/// <summary>
/// Numbers the calls of one process' life through the seam and decides their fate. After a crash every further call crashes too:
/// what runs on in a <c>finally</c> or on another thread cannot touch the machine any more.
/// </summary>
public sealed class SeamCalls(Func<SeamCall, Fate> fateOf)
{
    private readonly Lock _gate = new();
    private readonly List<SeamCall> _made = [];
    private int _count;
    private bool _isDead;

    /// <summary>Everything happens; for counting.</summary>
    public static SeamCalls Undisturbed() => new(_ => Fate.Happens);

    /// <summary>The fate of the call with one number; all others happen.</summary>
    public static SeamCalls Only(int number, Fate fate) => new(call => call.Number == number ? fate : Fate.Happens);

    /// <summary>All calls of this name, and about this subject if one is given, fail.</summary>
    public static SeamCalls Failing(string name, string? subject = null) =>
        new(call => call.Name == name && (subject == null || call.Subject == subject) ? Fate.Fails : Fate.Happens);

    /// <summary>Keeps no list of the calls: for days of them.</summary>
    public bool Forgets { get; init; }

    public IReadOnlyList<SeamCall> Made
    {
        get
        {
            lock (_gate)
            {
                return [.. _made];
            }
        }
    }

    public bool IsDead
    {
        get
        {
            lock (_gate)
            {
                return _isDead;
            }
        }
    }

    /// <param name="fail">How this call fails: throws, or gives the answer that means failure.</param>
    internal T Make<T>(string name, string subject, Func<T> call, Func<T> fail)
    {
        var fate = Begin(name, subject);
        switch (fate)
        {
            case Fate.Fails:
                return fail();
            case Fate.CrashBefore:
                throw new CrashException();
            case Fate.CrashAfter:
                try
                {
                    call();
                }
                catch (Exception)
                {
                    throw new CrashException(); // it failed, and nobody learned that
                }
                throw new CrashException();
            default:
                return call();
        }
    }

    private Fate Begin(string name, string subject)
    {
        lock (_gate)
        {
            if (_isDead)
            {
                throw new CrashException();
            }

            var call = new SeamCall(++_count, name, subject);
            if (!Forgets)
            {
                _made.Add(call);
            }

            var fate = fateOf(call);
            _isDead = fate is Fate.CrashBefore or Fate.CrashAfter;
            return fate;
        }
    }
}

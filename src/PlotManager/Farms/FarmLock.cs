using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>
/// Keeps a second manager of this config out, and commands that change the farm without one apart. The system lets go of it however the
/// process ends.
/// The file names its holder.
/// </summary>
public sealed class FarmLock : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>A manager that ends holds it for a moment: so many times it is tried.</summary>
    private const int Attempts = 30;

    // The loop and the watch of the control socket both ask.
    private readonly Lock _turn = new();
    private readonly FarmPaths _paths;
    private readonly Machine _machine;
    private readonly LockHolder _self;
    private IHeldFile _held;
    private string? _lost;

    private FarmLock(FarmPaths paths, Machine machine, LockHolder self, IHeldFile held) =>
        (_paths, _machine, _self, _held) = (paths, machine, self, held);

    /// <summary>Takes it; a command that holds it is waited for as long as it needs, and named once.</summary>
    /// <param name="command">Who wants it, for others to read: <see cref="LockHolder.Manager"/>, or a command.</param>
    /// <exception cref="CommandFault">Another manager holds it, or it cannot be written.</exception>
    public static async Task<FarmLock> TakeAsync(
        FarmPaths paths, string command, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var machine = environment.Machine.Value;
        for (var attempt = 0; ;)
        {
            if (Hold(paths, machine, new LockHolder(machine.Processes.Self, command)) is { } held)
            {
                return held;
            }

            if (LockHolder.Of(paths, machine) is { IsManager: false })
            {
                await WaitForCommandsAsync(paths, environment, cancellationToken);
                continue;
            }

            if (++attempt == Attempts)
            {
                var pid = LockHolder.Of(paths, machine) is { } other ? $" (pid {other.Process.Pid})" : "";
                throw new CommandFault(
                    $"a manager of {paths.ConfigFile} already runs{pid}; see plotmanager status, or use plotmanager restart");
            }

            await Task.Delay(Between, machine.Time, cancellationToken);
        }
    }

    /// <summary>Waits while a command works on the farm without a manager, as long as it needs, and names it once.</summary>
    public static async Task WaitForCommandsAsync(FarmPaths paths, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var machine = environment.Machine.Value;
        LockHolder? said = null;
        while (LockHolder.Of(paths, machine) is { IsManager: false } other)
        {
            if (other != said)
            {
                said = other;
                environment.Complain($"plotmanager {other.Command} (pid {other.Process.Pid}) is at work on this farm and holds "
                    + $"{paths.Lock}; waiting until it is done");
            }

            await Task.Delay(Between, machine.Time, cancellationToken);
        }
    }

    /// <summary>
    /// Null while this process holds the lock under its name. A name that is gone is taken anew; where another manager holds it, that one
    /// has the farm from then on.
    /// </summary>
    /// <returns>Why this process does not hold it, for people.</returns>
    public string? Keep()
    {
        lock (_turn)
        {
            if (_lost is not null)
            {
                return _lost;
            }

            try
            {
                return IsNamed ? null : TakeAnew();
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or CommandFault)
            {
                return $"{_paths.Lock} cannot be checked or made anew: {refused.Message}";
            }
        }
    }

    /// <summary>Whether this process holds the lock under its name now; nothing is done about it.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public bool IsHeld
    {
        get
        {
            lock (_turn)
            {
                return _lost is null && IsNamed;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _held.Write(""); // it names nobody any more
        }
        catch (IOException)
        {
            // A full drive keeps the name; it is not believed once this process has ended.
        }

        _held.Dispose();
    }

    private bool IsNamed => _machine.Entries.Find(_paths.Lock) is { } named && named.Identity == _held.Identity;

    private string? TakeAnew()
    {
        PrivateFolder.Claim(_paths.StateFolder, _machine);
        if (_machine.Entries.Hold(_paths.Lock) is { } anew)
        {
            _held.Dispose();
            _held = anew;
            _held.Write(_self.Text);
            return null;
        }

        if (LockHolder.Of(_paths, _machine) is not { } other)
        {
            return $"{_paths.Lock} was removed, and another process holds the new one";
        }

        var own = _self.Process.Pid;
        var text = $"{_paths.Lock} was removed under this manager (pid {own}), and plotmanager {other.Command} (pid "
            + $"{other.Process.Pid}) holds the new one";
        return other.IsManager
            ? _lost = $"{text}: that one is the farm's manager now, and this one starts nothing more; end it with kill {own}"
            : text;
    }

    private static FarmLock? Hold(FarmPaths paths, Machine machine, LockHolder self)
    {
        IHeldFile? held = null;
        try
        {
            held = machine.Entries.Hold(paths.Lock);
            held?.Write(self.Text);
            return held is null ? null : new FarmLock(paths, machine, self, held);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new CommandFault($"{paths.Lock} cannot be written: {refused.Message}");
        }
    }
}

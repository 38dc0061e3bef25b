using PlotManager.Core.Configuration;
using PlotManager.Core.Control;
using PlotManager.Core.Plotters;
using PlotManager.Hosting;

namespace PlotManager.Farms;

/// <summary>How the config in force follows its file.</summary>
/// <param name="State">Size and time of the file now, null while it is away.</param>
/// <param name="Read">The file's reading; a <see cref="CommandFault"/> where it cannot be read.</param>
/// <param name="Taken">Told of a config that is in force from now on, the one before, and what changed.</param>
/// <param name="Refused">Told why a file was not taken over.</param>
public sealed record ConfigHooks(
    Func<ConfigWatch.FileState?> State, Func<ConfigReading> Read, Action<Config, Config, IReadOnlyList<string>> Taken,
    Action<string> Refused)
{
    /// <summary>Told when the file is away for longer than an editor takes to replace it, and when it is back as it was.</summary>
    public Action<bool> Away { get; init; } = _ => { };

    /// <summary>Names of the plotters of runs in flight: a config that drops the profile of one keeps it as long.</summary>
    public Func<IEnumerable<string>> PlottersInFlight { get; init; } = () => [];
}

/// <summary>The config in force. A new one is taken over whole, or the old one stays and it is said why.</summary>
public sealed class ConfigSource
{
    /// <summary>How often the file is asked for: as a change must stand still anyway, nobody waits for it to the second.</summary>
    private static readonly TimeSpan Asks = TimeSpan.FromSeconds(2);

    private readonly ConfigHooks _hooks;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private ConfigWatch _watch;
    private TimeSpan _asked;
    private TimeSpan? _awaySince;
    private bool _isAway;

    public ConfigSource(Config first, ConfigHooks hooks, TimeProvider time)
    {
        (Current, _hooks, _time, _begun) = (first, hooks, time, time.GetTimestamp());
        _watch = ConfigWatch.Of(hooks.State() ?? default);
    }

    public Config Current { get; private set; }

    /// <summary>Takes over a changed file once it has stood still; true if a config was. Cheap while nothing changes.</summary>
    public bool Follow()
    {
        var clock = _time.GetElapsedTime(_begun);
        if (clock - _asked < Asks)
        {
            return false;
        }

        _asked = clock;
        var file = _hooks.State();
        NoteAway(file is null, clock);
        (_watch, var readNow) = _watch.Look(file, clock);
        return readNow && Reload().Done;
    }

    private void NoteAway(bool isAway, TimeSpan clock)
    {
        _awaySince = isAway ? _awaySince ?? clock : null;
        var isGone = clock - _awaySince >= ConfigWatch.StandsStill;
        if (isGone != _isAway)
        {
            _isAway = isGone;
            _hooks.Away(isGone);
        }
    }

    public ControlAnswer Reload()
    {
        string problems;
        try
        {
            var reading = _hooks.Read();
            if (reading.Config is { } fresh)
            {
                return TakeOver(fresh);
            }

            problems = string.Join('\n', reading.Problems);
        }
        catch (CommandFault unreadable)
        {
            problems = unreadable.Message;
        }

        _hooks.Refused(problems);
        return new ControlAnswer(false, $"the old config stays in force; the new one has errors:\n{problems}");
    }

    private ControlAnswer TakeOver(Config fresh)
    {
        var old = Current;
        fresh = WithProfilesInUse(fresh, old);
        var changes = ConfigChange.Between(old, fresh);
        Current = fresh;
        _hooks.Taken(fresh, old, changes);
        return new ControlAnswer(true, changes.Length == 0
            ? "The config was read again; nothing in it has changed."
            : "The config was read again:\n" + string.Join('\n', changes));
    }

    private Config WithProfilesInUse(Config fresh, Config old)
    {
        var dropped = _hooks.PlottersInFlight().Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => fresh.Profiles.Find(name) is null)
            .Select(old.Profiles.Find)
            .OfType<PlotterProfile>()
            .ToList();
        return dropped.Count == 0 ? fresh : fresh with { Profiles = fresh.Profiles.With(dropped) };
    }
}

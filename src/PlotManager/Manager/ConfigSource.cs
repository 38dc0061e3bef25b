using PlotManager.Core.Configuration;
using PlotManager.Http;

namespace PlotManager.Manager;

/// <summary>The config in force. A new one is taken over whole, or the old one stays and it is said why.</summary>
/// <param name="taken">Told of a config that is in force from now on, and of the one before.</param>
/// <param name="refused">Told why a file was not taken over.</param>
public sealed class ConfigSource(Config first, Func<ConfigReading> read, Action<Config, Config> taken, Action<string> refused)
{
    public Config Current { get; private set; } = first;

    public ControlAnswer Reload()
    {
        var reading = read();
        if (reading.Config is not { } fresh)
        {
            var problems = string.Join('\n', reading.Problems);
            refused(problems);
            return new ControlAnswer(false, $"the config has errors; the old one stays in force\n{problems}");
        }

        var old = Current;
        Current = fresh;
        taken(fresh, old);
        return new ControlAnswer(true, "The config was read again.");
    }
}

using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>The config that a manager has taken over, kept for commands that come while the file is broken.</summary>
public static class ConfigInForce
{
    /// <summary>Keeps the text of the config that a manager takes over, for commands that come when the file is broken.</summary>
    /// <returns>The reading; a config that cannot be kept is good all the same.</returns>
    public static ConfigReading ReadAndKeep(FarmPaths paths, CommandEnvironment environment)
    {
        var bytes = ConfigFile.Bytes(paths.ConfigFile, environment);
        var reading = ConfigFile.Reading(bytes, paths.ConfigFile, environment);
        if (reading.Config is not null)
        {
            Keep(bytes, paths, environment);
        }

        return reading;
    }

    /// <summary>The config that the manager has taken over last; null where it is not known.</summary>
    public static ConfigReading? Read(FarmPaths paths, CommandEnvironment environment)
    {
        try
        {
            return FileKind.OtherThanFile(paths.ConfigInForce) is null && File.Exists(paths.ConfigInForce)
                ? ConfigFile.Reading(ConfigFile.Beginning(paths.ConfigInForce), paths.ConfigFile, environment)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // It may hold the keys of notification services: a file of ours alone, whole under its name or not at all.
    private static void Keep(byte[] bytes, FarmPaths paths, CommandEnvironment environment)
    {
        try
        {
            var fresh = paths.ConfigInForce + ".new";
            environment.Machine.Value.Entries.MakeFile(fresh);
            SharedFile.Write(fresh, bytes);
            SharedFile.Put(fresh, paths.ConfigInForce);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return; // a full drive, say; commands do without it
        }
    }
}

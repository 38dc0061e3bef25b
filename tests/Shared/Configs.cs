using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Core.Keys;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace Shared;

/// <summary>Configs for tests: read from a text, or made of jobs.</summary>
internal static class Configs
{
    /// <summary>A machine with Linux' paths, whose home is /home/me and where FARM is /mnt/farm.</summary>
    public static readonly ConfigEnvironment Linux =
        new("/home/me", name => name switch { "HOME" => "/home/me", "FARM" => "/mnt/farm", _ => null }, Windows: false);

    /// <summary>The system that the tests run on.</summary>
    public static readonly ConfigEnvironment Here = Linux with { Windows = OperatingSystem.IsWindows() };

    /// <summary>A text as a file named config.yaml.</summary>
    /// <param name="profiles">Else all built-in ones.</param>
    public static ConfigReading Read(string text, ConfigEnvironment? environment = null, ProfileCatalog? profiles = null) =>
        ConfigReader.Read(Encoding.UTF8.GetBytes(text), "config.yaml", environment ?? Linux, profiles ?? BuiltInProfiles.Catalog);

    /// <summary>The config, which must be without any problem.</summary>
    public static Config Good(string text, ConfigEnvironment? environment = null, ProfileCatalog? profiles = null)
    {
        var reading = Read(text, environment, profiles);
        reading.Problems.ShouldBeEmpty();
        return reading.Config.ShouldNotBeNull();
    }

    /// <summary>A config of these jobs, with limits that hold nothing back.</summary>
    public static Config Of(params ImmutableArray<Job> jobs) => new()
    {
        ChiaLocation = "chia",
        Backend = "chia",
        Manager = new(TimeSpan.FromSeconds(60), LogLevel.Error),
        LogFolder = "/logs",
        View = new(TimeSpan.FromSeconds(60), "%H:%M", false, true, true, true, true),
        Notifications = NotificationSettings.None,
        Instrumentation = new(false, 9090, null),
        Progress = null,
        Global = new(100, 100, TimeSpan.Zero),
        Jobs = jobs,
        Profiles = BuiltInProfiles.Catalog,
    };
}

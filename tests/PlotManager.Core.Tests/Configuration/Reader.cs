using PlotManager.Core.Configuration;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>Reads texts as a file named config.yaml on a machine whose home is /home/me and where FARM is /mnt/farm.</summary>
internal static class Reader
{
    // Two of the built-in ones, so that messages that name all do not change with every plotter that is added.
    public static readonly ProfileCatalog Profiles = new([BuiltInProfiles.Catalog.Find("chia")!, BuiltInProfiles.Catalog.Find("madmax")!]);

    public static readonly ConfigEnvironment Linux = Configs.Linux;

    public static readonly ConfigEnvironment Windows =
        new(@"C:\Users\me", name => name == "APPDATA" ? @"C:\Users\me\AppData\Roaming" : null, Windows: true);

    /// <summary>A config with nothing but what is required; each test changes what it is about.</summary>
    public const string Smallest = """
        chia_location: /opt/chia
        log:
          folder_path: /home/me/logs
        global:
          max_concurrent: 10
          max_for_phase_1: 3
        jobs:
          - name: micron
            max_plots: 100
            temporary_directory: /mnt/nvme0
            destination_directory: /mnt/hdd1
            size: 32
            threads: 4
            buckets: 128
            memory_buffer: 4000
            max_concurrent: 6
        """;

    /// <summary>
    /// Problems, without the file's name, of the smallest config with one of its 16 lines replaced; line 17 is put behind it.
    /// </summary>
    public static IEnumerable<string> ProblemsWith(int line, string text, ConfigEnvironment? environment = null) =>
        ProblemsOf(With(line, text), environment).Select(problem => problem["config.yaml:".Length..]);

    public static string With(int line, string text)
    {
        var lines = Smallest.Split('\n').Append("").ToArray();
        lines[line - 1] = text;
        return string.Join('\n', lines);
    }

    /// <summary>The smallest config with another value of a key of its job.</summary>
    public static string WithKey(string key, string value)
    {
        var line = Array.FindIndex(Smallest.Split('\n'), 7, text => text.StartsWith($"    {key}:", StringComparison.Ordinal));
        return With(line < 0 ? 17 : line + 1, $"    {key}: {value}");
    }

    public static ConfigReading Read(string text, ConfigEnvironment? environment = null) =>
        Configs.Read(text, environment, Profiles);

    public static IEnumerable<string> ProblemsOf(string text, ConfigEnvironment? environment = null) =>
        Read(text, environment).Problems.Select(problem => problem.ToString());

    /// <summary>The config, which must be without any problem.</summary>
    public static Config Good(string text, ConfigEnvironment? environment = null) => Configs.Good(text, environment, Profiles);
}

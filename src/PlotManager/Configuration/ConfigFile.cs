using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Yaml;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>A config on the disk: read whole, or one line that says why it cannot be.</summary>
public static class ConfigFile
{
    /// <summary>The reading of a file that has no errors; warnings may be in it.</summary>
    /// <param name="file">Absolute path.</param>
    /// <exception cref="CommandFault">The file cannot be read, or has errors: all of them are in the message, one a line.</exception>
    public static ConfigReading ReadGood(string file, CommandEnvironment environment)
    {
        var reading = Read(file, environment);
        return reading.Config is not null
            ? reading
            : throw new CommandFault($"the config has errors\n{string.Join('\n', reading.Problems)}", ExitCode.Usage);
    }

    /// <exception cref="CommandFault">The file cannot be read.</exception>
    public static ConfigReading Read(string file, CommandEnvironment environment) =>
        Reading(Bytes(file, environment), file, environment);

    /// <summary>What came of reading these bytes, told as of this file.</summary>
    internal static ConfigReading Reading(byte[] bytes, string file, CommandEnvironment environment) => ConfigReader.Read(
        bytes,
        Shown(file, environment.WorkingDirectory),
        environment.Config with { Folder = Path.GetDirectoryName(Path.GetFullPath(file)) },
        BuiltInProfiles.Catalog);

    // No more than tells that it is too large: somebody may give a plot.
    internal static byte[] Beginning(string file)
    {
        using var stream = SharedFile.Read(file);
        var bytes = new byte[YamlText.LargestFile + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The path as people would type it.</summary>
    public static string Shown(string file, string? workingDirectory)
    {
        if (workingDirectory is null)
        {
            return file;
        }

        var relative = Path.GetRelativePath(workingDirectory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }

    /// <exception cref="CommandFault">The file cannot be read.</exception>
    internal static byte[] Bytes(string file, CommandEnvironment environment)
    {
        var shown = Shown(file, environment.WorkingDirectory);
        if (FileKind.OtherThanFile(file) is { } other)
        {
            throw new CommandFault(
                $"{shown} is {other}, not a config; give the config file {(Directory.Exists(file) ? "in it " : "")}with "
                    + "--config FILE", ExitCode.Usage);
        }

        try
        {
            return Beginning(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFault(
                $"there is no config at {file}; give one with --config FILE, or write one with plotmanager init", ExitCode.Usage);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"{shown} cannot be read: {unreadable.Message}", ExitCode.Usage);
        }
    }
}

using PlotManager.Commands;
using PlotManager.Core.Keys;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Tests.Commands;

/// <summary>A command as one types it, in a folder of its own; its user's home and cache are in that folder too.</summary>
internal sealed class TypedCommand : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("typed").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A farm of one madMax job, its logs in <c>logs</c>.</summary>
    public void WriteMadMaxFarm() => Write("config.yaml", """
        chia_location: chia_plot
        backend: madmax
        log: {folder_path: logs}
        global: {max_concurrent: 1, max_for_phase_1: 1}
        jobs:
          - {name: quick, max_plots: 1, temporary_directory: /mnt/t1, destination_directory: /d, size: 32, threads: 2, buckets: 256, max_concurrent: 1}
        """);

    /// <summary>A log of a real plotter, as it was recorded.</summary>
    public static string RecordedLog(string name) => Path.Combine(AppContext.BaseDirectory, "RecordedLogs", name);

    public async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await Root.RunAsync(arguments, Environment(output, error));
        return (exit, output.ToString(), error.ToString());
    }

    public CommandEnvironment Environment(TextWriter output, TextWriter error, TextReader? answers = null) => new()
    {
        Out = output,
        Error = error,
        Answers = answers,
        WorkingDirectory = Folder,
        Config = new ConfigEnvironment(Folder, _ => null, OperatingSystem.IsWindows()),
        Machine = new Lazy<Machine>(ThisMachine.Open),
        Interactive = false,
    };
}

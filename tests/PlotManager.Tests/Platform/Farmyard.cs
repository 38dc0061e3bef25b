using System.Collections.Immutable;
using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>A temporary folder and the real children that a test starts; at its end both are gone.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Farmyard : IDisposable
{
    private readonly List<ProcessIdentity> _started = [];

    public LinuxLauncher Launcher { get; } = new();
    public LinuxLauncher LauncherWithoutCloseFrom { get; } = new(closeFrom: 0);
    public LinuxProcessInspector Processes { get; } = new(TimeProvider.System);
    public LinuxSignaller Signals { get; } = new();
    public string Folder { get; } = Directory.CreateTempSubdirectory("farmyard").FullName;
    public string Log => Path.Combine(Folder, "plot.log");

    public LaunchOrder Shell(string script) => new() { Executable = "/bin/sh", Arguments = ["-c", script], LogFile = Log };

    public static LaunchOrder With(LaunchOrder order, string name, string value) =>
        order with { Environment = ImmutableDictionary<string, string>.Empty.Add(name, value) };

    public ProcessIdentity Launch(LaunchOrder order, LinuxLauncher? launcher = null)
    {
        var identity = (launcher ?? Launcher).Launch(order);
        _started.Add(identity);
        // The kernel lets the launcher go on a moment before the new program's arguments and environment can be seen.
        Eventually.Until(() => Processes.Find(identity.Pid) is not { Condition: not ProcessCondition.Zombie }
            || Processes.EnvironmentVariable(identity.Pid, "PATH") != null, "it is seen");
        return identity;
    }

    public ProcessExit ExitOf(ProcessIdentity process)
    {
        ProcessExit? exit = null;
        Eventually.Until(() => (exit = Launcher.Reap().FirstOrDefault(ended => ended.Pid == process.Pid)) != null, "the child ends");
        return exit!;
    }

    public string WaitForLog(string text)
    {
        Eventually.Until(() => File.Exists(Log) && File.ReadAllText(Log).Contains(text), $"the log holds '{text}'");
        return File.ReadAllText(Log);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            foreach (var descendant in Processes.Descendants(process.Pid).Select(Processes.Find).OfType<ProcessSighting>())
            {
                Signals.Send(descendant.Identity, ProcessSignal.Kill);
            }

            Signals.Send(process, ProcessSignal.Kill);
        }
        Eventually.Until(
            () =>
            {
                Launcher.Reap(); LauncherWithoutCloseFrom.Reap(); return _started.TrueForAll(
                child => Processes.Find(child.Pid)?.Identity != child);
            }, "all children are reaped");
        Directory.Delete(Folder, recursive: true);
    }
}

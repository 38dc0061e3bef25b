using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>
/// The processes of this machine without those that a test beside this one is just about to start: until such a child runs its program,
/// it is a copy of the test process and has open whatever other tests have open.
/// </summary>
internal sealed class StartedProcesses(IProcessInspector inner) : IProcessInspector
{
    public ProcessIdentity Self => inner.Self;

    public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) => [.. inner.List(mayMatter).Where(HasStarted)];

    public ProcessSighting? Find(int pid) => inner.Find(pid);

    public bool IsAlive(ProcessIdentity process) => inner.IsAlive(process);

    public string? EnvironmentVariable(int pid, string name) => inner.EnvironmentVariable(pid, name);

    public string? OutputFile(int pid) => inner.OutputFile(pid);

    public bool IsWritten(string path) => inner.IsWritten(path);

    public PathPlace PlaceOf(int pid, string path) => inner.PlaceOf(pid, path);

    public IReadOnlyList<int> Descendants(int pid) => inner.Descendants(pid);

    public OpenFileList OpenFiles(Func<string, bool> mayMatter)
    {
        var found = inner.OpenFiles(mayMatter);
        return found == OpenFileList.NotShown
            ? found
            : found with { Files = [.. found.Files.Where(file => inner.Find(file.Pid) is { } process && HasStarted(process))] };
    }

    public bool? HasOpen(int pid, string fileName) => inner.HasOpen(pid, fileName);

    public TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) => inner.Between(first, second);

    private bool HasStarted(ProcessSighting process) =>
        process.Identity == inner.Self || process.Executable != Environment.ProcessPath;
}

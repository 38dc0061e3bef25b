using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>macOS has no /proc; libproc shows one's own processes, and all of them to root. What it does not show is left out.</summary>
[SupportedOSPlatform("macos")]
public sealed class MacProcessInspector : IProcessInspector
{
    public ProcessIdentity Self { get; } = MacCalls.Process(Environment.ProcessId) is { } self
        ? new ProcessIdentity(self.Pid, self.StartMicroseconds, MacCalls.BootId)
        : throw new IOException("the system does not show this process; the manager needs that to tell processes apart");

    public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter)
    {
        var found = new List<ProcessSighting>();
        foreach (int pid in MacCalls.Pids())
        {
            if (MacCalls.Process(pid) is not { } process)
            {
                continue;
            }

            var arguments = MacCalls.Arguments(pid);
            if (mayMatter(string.Join(' ', arguments == null ? [process.Name] : arguments.Arguments.Insert(0, process.Name))))
            {
                found.Add(See(process, arguments));
            }
        }
        return found;
    }

    public ProcessSighting? Find(int pid) => MacCalls.Process(pid) is { } process ? See(process, MacCalls.Arguments(pid)) : null;

    public string? EnvironmentVariable(int pid, string name) => MacCalls.Arguments(pid)?.Variable(name);

    public string? OutputFile(int pid) => MacCalls.OutputFile(pid);

    public IReadOnlyList<int> Descendants(int pid)
    {
        var living =
            MacCalls.Pids().Select(MacCalls.Process).OfType<MacProcess>().Where(process => process.Condition != ProcessCondition.Zombie);
        return ProcessTree.Descendants(pid, living.GroupBy(process => process.ParentPid)
            .ToDictionary(group => group.Key, group => group.Select(child => child.Pid).ToList()));
    }

    private static ProcessSighting See(MacProcess process, MacProcessArguments? arguments) =>
        new(new ProcessIdentity(process.Pid, process.StartMicroseconds, MacCalls.BootId))
        {
            ParentPid = process.ParentPid,
            Arguments = arguments?.Arguments ?? [],
            Executable = MacCalls.Executable(process.Pid),
            WorkingDirectory = MacCalls.WorkingDirectory(process.Pid),
            StartedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(process.StartMicroseconds),
            Condition = process.Condition,
            User = Libc.UserName(process.User),
        };
}

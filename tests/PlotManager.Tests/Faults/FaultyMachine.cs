using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Faults;

/// <summary>
/// A machine, real or fake, seen through numbered calls each of which can fail or be the last before a crash. One instance is one life of
/// the manager; the next life wraps the same machine anew.
/// </summary>
public static class FaultyMachine
{
    private const string Injected = "fault in a test";

    public static Machine Over(Machine machine, SeamCalls calls) => new(
        new Launcher(machine.Launcher, calls), new Processes(machine.Processes, calls), new Signals(machine.Signals, calls),
        new Drives(machine.Drives, calls), new Files(
            machine.Files, calls), new Entries(machine.Entries, calls), new Load(machine.Load, calls), machine.Time);

    private static void Do(SeamCalls calls, string name, string path, Action act) => calls.Make(
        name, path,
        () =>
        {
            act();
            return true;
        },
        () => throw new UnauthorizedAccessException(Injected));

    private sealed class Launcher(ILauncher inner, SeamCalls calls) : ILauncher
    {
        public ProcessIdentity Launch(LaunchOrder order) =>
            calls.Make(
                "Launcher.Launch",
                order.Executable,
                () => inner.Launch(order),
                () => throw new LaunchException($"cannot start {order.Executable}: {Injected}"));

        public IReadOnlyList<ProcessExit> Reap() => calls.Make("Launcher.Reap", "", inner.Reap, () => []);

        public bool WillTellEndOf(int pid) => inner.WillTellEndOf(pid);
    }

    private sealed class Processes(IProcessInspector inner, SeamCalls calls) : IProcessInspector
    {
        public TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) => inner.Between(first, second);

        public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) =>
            calls.Make("Processes.List", "", () => inner.List(mayMatter), () => throw new IOException(Injected));

        public ProcessSighting? Find(int pid) => calls.Make("Processes.Find", $"{pid}", () => inner.Find(pid), () => null);

        public string? EnvironmentVariable(int pid, string name) =>
            calls.Make("Processes.EnvironmentVariable", $"{pid}", () => inner.EnvironmentVariable(pid, name), () => null);

        public string? OutputFile(int pid) => calls.Make("Processes.OutputFile", $"{pid}", () => inner.OutputFile(pid), () => null);

        public IReadOnlyList<int> Descendants(int pid) =>
            calls.Make("Processes.Descendants", $"{pid}", () => inner.Descendants(pid), () => []);

        public PathPlace PlaceOf(int pid, string path) =>
            calls.Make("Processes.PlaceOf", $"{pid}", () => inner.PlaceOf(pid, path), () => PathPlace.Ours);

        public OpenFileList OpenFiles(Func<string, bool> mayMatter) =>
            calls.Make("Processes.OpenFiles", "", () => inner.OpenFiles(mayMatter), () => OpenFileList.NotShown);

        // Read once when the program starts; it cannot fail later.
        public ProcessIdentity Self => inner.Self;
    }

    private sealed class Signals(ISignaller inner, SeamCalls calls) : ISignaller
    {
        public string? Send(ProcessIdentity process, ProcessSignal signal) =>
            calls.Make("Signals.Send", $"{process.Pid}", () => inner.Send(process, signal), () => Injected);
    }

    private sealed class Drives(IDrives inner, SeamCalls calls) : IDrives
    {
        public DirectoryFinding Look(string directory) => calls.Make(
            "Drives.Look", directory, () => inner.Look(
                directory), () => new DirectoryFinding(null, 0, 0, DirectoryCondition.Unreadable, Injected));

        public DriveReading? DriveOf(string path) => calls.Make("Drives.DriveOf", path, () => inner.DriveOf(path), () => null);

        public bool IsAsleep(string directory) =>
            calls.Make("Drives.IsAsleep", directory, () => inner.IsAsleep(directory), () => false);

        public IReadOnlyList<string> MountsBeside(string directory) =>
            calls.Make("Drives.MountsBeside", directory, () => inner.MountsBeside(directory), () => []);

        // Only forgets what was read: no call to the system.
        public void Refresh() => inner.Refresh();
    }

    private sealed class Files(IFiles inner, SeamCalls calls) : IFiles
    {
        public FileFinding? Look(string path) =>
            calls.Make("Files.Look", path, () => inner.Look(path), () => throw new IOException(Injected));

        public IReadOnlyList<FileFinding> List(string folder) =>
            calls.Make("Files.List", folder, () => inner.List(folder), () => throw new IOException(Injected));

        public byte[] Read(string path, long offset, int count) =>
            calls.Make("Files.Read", path, () => inner.Read(path, offset, count), () => throw new IOException(Injected));

        public void MakeFolder(string path) => Do(calls, "Files.MakeFolder", path, () => inner.MakeFolder(path));

        public bool? IsOpen(string path) => calls.Make("Files.IsOpen", path, () => inner.IsOpen(path), () => null);

        public void Delete(string path) => Do(calls, "Files.Delete", path, () => inner.Delete(path));

        public string? ExecutionProblem(string path) =>
            calls.Make("Files.ExecutionProblem", path, () => inner.ExecutionProblem(path), () => throw new IOException(Injected));
    }

    private sealed class Entries(IEntries inner, SeamCalls calls) : IEntries
    {
        // Known from the start; it cannot fail later.
        public uint User => inner.User;

        public string UserName(uint user) => inner.UserName(user);

        public Entry? Find(string path) => calls.Make("Entries.Find", path, () => inner.Find(path), () => throw new IOException(Injected));

        public bool MakeFolder(string path) =>
            calls.Make("Entries.MakeFolder", path, () => inner.MakeFolder(path), () => throw new UnauthorizedAccessException(Injected));

        public void MakeFile(string path) => Do(calls, "Entries.MakeFile", path, () => inner.MakeFile(path));

        public IHeldFile? Hold(string path) =>
            calls.Make("Entries.Hold", path, () => inner.Hold(path), () => throw new IOException(Injected)) is { } held
                ? new HeldFile(path, held, calls)
                : null;

        public string? ReadHeld(string path) => calls.Make("Entries.ReadHeld", path, () => inner.ReadHeld(path), () => null);
    }

    private sealed class HeldFile(string path, IHeldFile inner, SeamCalls calls) : IHeldFile
    {
        // Asked when it was opened; it cannot fail later.
        public string Identity => inner.Identity;

        public void Write(string text) => Do(calls, "Entries.Write", path, () => inner.Write(text));

        // The system does it, whatever becomes of the process.
        public void Dispose() => inner.Dispose();
    }

    private sealed class Load(ILoad inner, SeamCalls calls) : ILoad
    {
        public MachineLoad Read() => calls.Make("Load.Read", "", inner.Read, () => MachineLoad.Unknown);
    }
}

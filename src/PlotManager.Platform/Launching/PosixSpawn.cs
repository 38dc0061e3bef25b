using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// One call of posix_spawn(3), put together step by step: standard input from /dev/null, both outputs appended to a log or into a pipe,
/// signals as a fresh process has them. What a system adds (which flags, how other descriptors are closed) its launcher adds.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal sealed unsafe partial class PosixSpawn : IDisposable
{
    private const short ResetSignals = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SetSignalMask = 0x08; // POSIX_SPAWN_SETSIGMASK

    // Both structures are opaque: 80 and 336 bytes in glibc, less in musl, one pointer each on macOS. sigset_t has at most 128 bytes.
    private const int OpaqueBytes = 1024;
    private readonly void* _actions = NativeMemory.AllocZeroed(OpaqueBytes);
    private readonly void* _attributes = NativeMemory.AllocZeroed(OpaqueBytes);

    internal PosixSpawn(LaunchOrder order, int logFlags, short flags, int sigstop)
    {
        Must(ActionsInit(_actions));
        Must(AttributesInit(_attributes));
        Must(AddOpen(_actions, 0, "/dev/null", 0, 0));
        Must(order.Output is { } output
            ? AddDup2(_actions, (int)output.DangerousGetHandle(), 1)
            : AddOpen(_actions, 1, order.LogFile, logFlags, 0x1A4)); // 0644
        Must(AddDup2(_actions, 1, 2));
        if (order.WorkingDirectory is { } workingDirectory)
        {
            Must(AddChangeDirectory(_actions, workingDirectory));
        }

        var signals = stackalloc byte[OpaqueBytes];
        EmptySet(signals);
        Must(SetMask(_attributes, signals));
        FillSet(signals);
        RemoveFromSet(signals, Libc.SIGKILL); // these two have no handler to reset
        RemoveFromSet(signals, sigstop);
        Must(SetDefault(_attributes, signals));
        Must(SetFlags(_attributes, (short)(flags | ResetSignals | SetSignalMask)));
    }

    internal void Close(int descriptor) => Must(AddClose(_actions, descriptor));

    /// <summary>For actions that one system only has; given the posix_spawn_file_actions_t.</summary>
    internal void Add(delegate* unmanaged<void*, int, int> action, int argument) => Must(action(_actions, argument));

    /// <returns>0 and the pid, or the error number of whatever step failed.</returns>
    internal int Start(
        string executable, ImmutableArray<string> arguments, nint* inherited, ImmutableDictionary<string, string> added, out int pid)
    {
        using var argv = new PointerBlock();
        argv.Add(executable);
        foreach (var argument in arguments)
        {
            argv.Add(argument);
        }

        using var environment = new PointerBlock();
        for (var variable = inherited; *variable != 0; variable++)
        {
            if (!added.ContainsKey(NameOf(*variable)))
            {
                environment.Add(*variable);
            }
        }
        foreach (var (name, value) in added)
        {
            environment.Add($"{name}={value}");
        }

        fixed (nint* argvStart = argv.Terminated())
        fixed (nint* environmentStart = environment.Terminated())
        {
            return Spawn(out pid, executable, _actions, _attributes, argvStart, environmentStart);
        }
    }

    public void Dispose()
    {
        ActionsDestroy(_actions);
        AttributesDestroy(_attributes);
        NativeMemory.Free(_actions);
        NativeMemory.Free(_attributes);
    }

    private static string NameOf(nint variable)
    {
        var text = Marshal.PtrToStringUTF8(variable)!;
        int end = text.IndexOf('=');
        return end < 0 ? text : text[..end];
    }

    // The set-up calls fail only for want of memory or for a negative descriptor.
    private static void Must(int error)
    {
        if (error != 0)
        {
            throw new LaunchException($"cannot prepare the launch: {Libc.Message(error)}");
        }
    }

    /// <summary>
    /// A null-terminated array of C strings; bytes that are there already (the inherited environment, in whatever encoding) are pointed
    /// at, not copied.
    /// </summary>
    private sealed class PointerBlock : IDisposable
    {
        private readonly List<nint> _pointers = [];
        private readonly List<nint> _own = [];

        internal void Add(nint text) => _pointers.Add(text);

        internal void Add(string text)
        {
            nint copy = Marshal.StringToCoTaskMemUTF8(text);
            _own.Add(copy);
            _pointers.Add(copy);
        }

        internal nint[] Terminated() => [.. _pointers, 0];

        public void Dispose()
        {
            foreach (nint text in _own)
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(void* _actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial void ActionsDestroy(void* _actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(void* _actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDup2(void* _actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    private static partial int AddClose(void* _actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChangeDirectory(void* _actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(void* _attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial void AttributesDestroy(void* _attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(void* _attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(void* _attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefault(void* _attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial void EmptySet(void* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial void FillSet(void* signals);

    [LibraryImport("libc", EntryPoint = "sigdelset")]
    private static partial void RemoveFromSet(void* signals, int signal);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int pid, string path, void* _actions, void* _attributes, nint* argv, nint* environment);
}

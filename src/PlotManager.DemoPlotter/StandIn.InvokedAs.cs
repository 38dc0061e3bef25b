using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter;

public static partial class StandIn
{
    /// <summary>
    /// The name this process was called by (argv[0]), which .NET does not tell: <see cref="Environment.GetCommandLineArgs"/> gives the
    /// program's assembly there, and <see cref="Environment.ProcessPath"/> the file a link points to.
    /// </summary>
    /// <returns>The path or bare name as the caller wrote it; null where the system does not say.</returns>
    public static string? InvokedAs()
    {
        try
        {
            // Linux keeps the words of the command line, each ended by a zero byte.
            if (OperatingSystem.IsLinux())
            {
                return File.ReadAllText("/proc/self/cmdline").Split('\0', 2)[0] is { Length: > 0 } name ? name : null;
            }
            // macOS has argv itself in its C library.
            if (OperatingSystem.IsMacOS())
            {
                return MacOSArgument0();
            }
            // Windows has no links worth the name for programs: a copy called chia.exe is what runs.
            return Environment.ProcessPath;
        }
        catch (Exception problem) when (problem is IOException
            or UnauthorizedAccessException
            or EntryPointNotFoundException
            or DllNotFoundException)
        {
            return Environment.ProcessPath;
        }
    }

    private static string? MacOSArgument0()
    {
        nint arguments = Marshal.ReadIntPtr(NSGetArgv());
        return arguments == 0 ? null : Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(arguments));
    }

    [DllImport("libSystem.dylib", EntryPoint = "_NSGetArgv")]
    private static extern nint NSGetArgv();
}

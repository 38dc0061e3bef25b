using System.Runtime.Versioning;
using System.Text;

namespace PlotManager.Platform;

/// <summary>What the system means by refusing to start a file that is there and executable.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal static class LaunchRefusal
{
    /// <summary>The longest first line of a script that the kernel reads.</summary>
    private const int Longest = 256;

    internal static string Explain(string executable, int error) => Meaning(executable, error) is { } meaning
        ? $"{meaning} ({Libc.Message(error)})"
        : Libc.Message(error);

    private static string? Meaning(string executable, int error) => error switch
    {
        Libc.ENOENT or Libc.ENOTDIR => Interpreter(executable) is { } interpreter
            ? $"its interpreter {interpreter} does not exist; install it, or mend the first line of the file"
            : "the loader that it needs does not exist on this system; take the build for it",
        Libc.ENOEXEC => "it is a build for another kind of processor, or a script without #! at its beginning",
        Libc.EACCES => Interpreter(executable) is { } refused && Libc.Access(refused, Libc.ExecuteAccess) != 0
            ? $"its interpreter {refused} may not be run by this user"
            : $"{executable} may not be run by this user: see its mode and its folders', and whether its drive is mounted noexec",
        Libc.ETXTBSY => "another process is writing it; wait until that is done",
        _ => null,
    };

    // Of a script: the first word behind #!
    private static string? Interpreter(string executable)
    {
        try
        {
            using var file = SharedFile.OpenToRead(executable);
            var bytes = new byte[Longest];
            var line = Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)).Split('\n')[0];
            return line.StartsWith("#!", StringComparison.Ordinal) ? line[2..].Trim().Split(' ', '\t')[0] : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // a program that may be run need not be readable
        }
    }
}

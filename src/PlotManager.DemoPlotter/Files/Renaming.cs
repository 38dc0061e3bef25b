using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter.Files;

/// <summary>
/// Renames as the C library does, over what is there, and says when two devices are in the way: <see cref="File.Move(string, string)"/>
/// would copy then, without a word, and the copying is the plotter's own business.
/// </summary>
internal static class Renaming
{
    /// <returns>0, or the system's error number.</returns>
    public static int Rename(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
        {
            return RenameFile(from, to) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        if (!string.Equals(
            Path.GetPathRoot(Path.GetFullPath(from)), Path.GetPathRoot(Path.GetFullPath(to)), StringComparison.OrdinalIgnoreCase))
        {
            return Errors.OtherDevice;
        }

        try
        {
            File.Move(from, to, overwrite: true);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Errors.NumberOf(problem);
        }
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int RenameFile([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}

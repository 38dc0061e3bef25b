using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter.Files;

/// <summary>A write or copy that the system refused.</summary>
/// <param name="Path">The file that was to be written.</param>
/// <param name="Written">Bytes that did get through.</param>
/// <param name="Of">Bytes that were to be written.</param>
/// <param name="Offset">Where the write began.</param>
/// <param name="Error">The system's error number (errno).</param>
/// <param name="Opening">True: the file could not even be opened.</param>
internal sealed record FailedWrite(string Path, long Written, long Of, long Offset, int Error, bool Opening)
{
    public string Text => Errors.Text(Error);
}

/// <summary>System errors by their Unix numbers and words, which the plotters print on every system.</summary>
internal static class Errors
{
    public const int NoSuchFile = 2;
    public const int InputOutput = 5;
    public const int Denied = 13;
    public const int OtherDevice = 18;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;

    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static string Text(int error) => error switch
    {
        NoSuchFile => "No such file or directory",
        InputOutput => "Input/output error",
        Denied => "Permission denied",
        OtherDevice => "Invalid cross-device link",
        NoSpace => "No space left on device",
        ReadOnly => "Read-only file system",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };

    public static int NumberOf(Exception problem) => problem switch
    {
        UnauthorizedAccessException => Denied,
        FileNotFoundException or DirectoryNotFoundException => NoSuchFile,
        IOException { HResult: WindowsDiskFull or WindowsHandleDiskFull } => NoSpace,
        // On Unix the runtime puts the plain error number there.
        IOException { HResult: > 0 and < 4096 } => problem.HResult,
        _ => InputOutput,
    };
}

using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// The standard outputs of this very process, where they are to lead elsewhere later on. The runtime's console keeps copies of both
/// descriptors, so whoever means to move them takes these writers and leaves the console alone.
/// </summary>
public static class OwnOutput
{
    /// <summary>The last line that goes to where the outputs led before they were moved (ASCII end of transmission).</summary>
    public const string EndMark = "\u0004";

    private const int Output = 1, Error = 2;

    public static TextWriter OutputWriter() => Writer(Output);

    public static TextWriter ErrorWriter() => Writer(Error);

    /// <summary>
    /// Both lead to the end of this file from now on, or nowhere where it cannot be written. Whoever read them before gets the line
    /// <see cref="EndMark"/>: the runtime holds copies of both descriptors for as long as it lives, so that a reader of a pipe sees no end
    /// of it.
    /// </summary>
    public static void MoveTo(string file)
    {
        if (OperatingSystem.IsLinux())
        {
            MoveTo(file, LinuxCalls.AppendFlags);
        }
        else if (OperatingSystem.IsMacOS())
        {
            MoveTo(file, MacCalls.AppendFlags);
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    [System.Runtime.Versioning.SupportedOSPlatform("macos")]
    private static void MoveTo(string file, int flags)
    {
        var descriptor = FileKind.OtherThanFile(file) is null ? Libc.Open(file, flags, out _) : -1;
        using var opened = new SafeFileHandle(descriptor < 0 ? Libc.Open("/dev/null", flags, out _) : descriptor, ownsHandle: true);
        if (!opened.IsInvalid)
        {
            SayEnd();
            Libc.Duplicate((int)opened.DangerousGetHandle(), Output);
            Libc.Duplicate((int)opened.DangerousGetHandle(), Error);
        }
    }

    private static void SayEnd()
    {
        try
        {
            using var writer = ErrorWriter();
            writer.WriteLine(EndMark);
        }
        catch (IOException)
        {
            // The reader has ended.
        }
    }

    private static StreamWriter Writer(int descriptor) =>
        new(
            new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0),
            new UTF8Encoding(false))
        { AutoFlush = true };
}

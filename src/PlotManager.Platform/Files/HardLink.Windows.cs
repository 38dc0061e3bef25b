using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>A second name for a file of the same volume, which needs no rights beyond those to the folder.</summary>
[SupportedOSPlatform("windows")]
public static partial class WindowsHardLink
{
    /// <summary>False where the volume is another one, or has no hard links.</summary>
    public static bool TryMake(string name, string file) => CreateHardLink(name, file, 0);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint security);
}

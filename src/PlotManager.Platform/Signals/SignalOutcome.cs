using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>Why a signal did not reach its process, in one line; the same words on every system.</summary>
internal static class SignalOutcome
{
    /// <summary>Null for error 0.</summary>
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    internal static string? Of(ProcessIdentity process, int error) => error switch
    {
        0 => null,
        Libc.ESRCH => NotThere(process),
        Libc.EPERM => NoPermission(process),
        _ => Other(process, Libc.Message(error)),
    };

    internal static string NotThere(ProcessIdentity process) => $"process {process.Pid} has ended";

    internal static string NoPermission(ProcessIdentity process) => $"no permission to signal process {process.Pid}";

    internal static string Other(ProcessIdentity process, string reason) => $"cannot signal process {process.Pid}: {reason}";
}

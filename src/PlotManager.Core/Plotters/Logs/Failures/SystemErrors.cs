using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PlotManager.Core.Plotters.Logs.Failures;

/// <summary>
/// The operating system's and the runtimes' own words and numbers for what went wrong, as they come through any plotter. Numbers count
/// whole:
/// <c>error 28</c> is none of <c>error 2</c>.
/// </summary>
/// <remarks>
/// Numbers: Linux <c>asm-generic/errno.h</c>, Windows <c>winerror.h</c>. A full drive is <see cref="FailureCause.TempFull"/> here:
/// which drive it was, others know.
/// </remarks>
internal static partial class SystemErrors
{
    private static readonly ImmutableArray<CauseWords> Words =
    [
        // Before the words of fullness and memory that some of these lines hold as well.
        new("File too large", FailureCause.FileTooLarge),
        new("file size exceeds the limit", FailureCause.FileTooLarge),
        new("Too many open files", FailureCause.TooManyFiles),

        new("No space left on device", FailureCause.TempFull),
        new("Disk quota exceeded", FailureCause.TempFull),
        new("There is not enough space on the disk", FailureCause.TempFull),

        new("Read-only file system", FailureCause.ReadOnly),
        new("The media is write protected", FailureCause.ReadOnly),
        new("Permission denied", FailureCause.Permission),
        new("Operation not permitted", FailureCause.Permission),
        new("Access is denied", FailureCause.Permission),

        new("No such file or directory", FailureCause.DirectoryVanished),
        new("The system cannot find the", FailureCause.DirectoryVanished),
        new("does not exist", FailureCause.DirectoryVanished),
        new("Not a directory", FailureCause.DirectoryVanished),
        new("Stale file handle", FailureCause.DirectoryVanished),
        new("Stale NFS file handle", FailureCause.DirectoryVanished),
        new("No such device", FailureCause.DirectoryVanished),
        new("Transport endpoint is not connected", FailureCause.DirectoryVanished),
        new("Host is down", FailureCause.DirectoryVanished),
        new("No route to host", FailureCause.DirectoryVanished),
        new("Network is unreachable", FailureCause.DirectoryVanished),
        new("Connection timed out", FailureCause.DirectoryVanished),
        new("The device is not ready", FailureCause.DirectoryVanished),
        new("The network path was not found", FailureCause.DirectoryVanished),
        new("The network name cannot be found", FailureCause.DirectoryVanished),
        new("The specified network name is no longer available", FailureCause.DirectoryVanished),
        new("unexpected network error", FailureCause.DirectoryVanished),
        new("The semaphore timeout period has expired", FailureCause.DirectoryVanished),
        new("externally altered", FailureCause.DirectoryVanished),
        new("A device which does not exist was specified", FailureCause.DirectoryVanished),
        new("The device is not connected", FailureCause.DirectoryVanished),

        new("bad_alloc", FailureCause.OutOfMemory),
        new("bad allocation", FailureCause.OutOfMemory),
        new("MemoryError", FailureCause.OutOfMemory),
        new("Cannot allocate memory", FailureCause.OutOfMemory),
        new("Failed to allocate", FailureCause.OutOfMemory),
        new("VirtualAlloc failed", FailureCause.OutOfMemory),
        new("out of memory", FailureCause.OutOfMemory),
        new("Not enough memory", FailureCause.OutOfMemory),
        new("Insufficient memory", FailureCause.OutOfMemory),
        new("Insufficient system resources", FailureCause.OutOfMemory),
        new("paging file is too small", FailureCause.OutOfMemory),
        new("cudaErrorMemoryAllocation", FailureCause.OutOfMemory),

        new("Input/output error", FailureCause.DriveFailed),
    ];

    private static readonly FrozenDictionary<int, FailureCause> LinuxNumbers = new Dictionary<int, FailureCause>
    {
        [2] = FailureCause.DirectoryVanished, // ENOENT
        [5] = FailureCause.DriveFailed, // EIO
        [12] = FailureCause.OutOfMemory, // ENOMEM
        [13] = FailureCause.Permission, // EACCES
        [19] = FailureCause.DirectoryVanished, // ENODEV
        [20] = FailureCause.DirectoryVanished, // ENOTDIR
        [22] = FailureCause.BadArgument, // EINVAL: direct I/O where the file system has none
        [23] = FailureCause.TooManyFiles, // ENFILE
        [24] = FailureCause.TooManyFiles, // EMFILE
        [27] = FailureCause.FileTooLarge, // EFBIG
        [28] = FailureCause.TempFull, // ENOSPC
        [30] = FailureCause.ReadOnly, // EROFS
        [107] = FailureCause.DirectoryVanished, // ENOTCONN
        [110] = FailureCause.DirectoryVanished, // ETIMEDOUT
        [112] = FailureCause.DirectoryVanished, // EHOSTDOWN
        [113] = FailureCause.DirectoryVanished, // EHOSTUNREACH
        [116] = FailureCause.DirectoryVanished, // ESTALE
        [122] = FailureCause.TempFull, // EDQUOT
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, FailureCause> WindowsNumbers = new Dictionary<int, FailureCause>
    {
        [2] = FailureCause.DirectoryVanished, // ERROR_FILE_NOT_FOUND
        [3] = FailureCause.DirectoryVanished, // ERROR_PATH_NOT_FOUND
        [4] = FailureCause.TooManyFiles, // ERROR_TOO_MANY_OPEN_FILES
        [5] = FailureCause.Permission, // ERROR_ACCESS_DENIED
        [8] = FailureCause.OutOfMemory, // ERROR_NOT_ENOUGH_MEMORY
        [14] = FailureCause.OutOfMemory, // ERROR_OUTOFMEMORY
        [15] = FailureCause.DirectoryVanished, // ERROR_INVALID_DRIVE
        [19] = FailureCause.ReadOnly, // ERROR_WRITE_PROTECT
        [21] = FailureCause.DirectoryVanished, // ERROR_NOT_READY
        [39] = FailureCause.TempFull, // ERROR_HANDLE_DISK_FULL
        [53] = FailureCause.DirectoryVanished, // ERROR_BAD_NETPATH
        [55] = FailureCause.DirectoryVanished, // ERROR_DEV_NOT_EXIST
        [59] = FailureCause.DirectoryVanished, // ERROR_UNEXP_NET_ERR
        [64] = FailureCause.DirectoryVanished, // ERROR_NETNAME_DELETED
        [67] = FailureCause.DirectoryVanished, // ERROR_BAD_NET_NAME
        [87] = FailureCause.BadArgument, // ERROR_INVALID_PARAMETER
        [112] = FailureCause.TempFull, // ERROR_DISK_FULL
        [121] = FailureCause.DirectoryVanished, // ERROR_SEM_TIMEOUT
        [223] = FailureCause.FileTooLarge, // ERROR_FILE_TOO_LARGE
        [1006] = FailureCause.DirectoryVanished, // ERROR_FILE_INVALID
        [1117] = FailureCause.DriveFailed, // ERROR_IO_DEVICE
        [1167] = FailureCause.DirectoryVanished, // ERROR_DEVICE_NOT_CONNECTED
        [1455] = FailureCause.OutOfMemory, // ERROR_COMMITMENT_LIMIT
    }.ToFrozenDictionary();

    /// <summary>The cause that the system's words or number in the message tell; null if it holds none that is known.</summary>
    /// <param name="plot">Its directories tell of which system a bare number is.</param>
    public static FailureCause? CauseOf(string message, PlotLog? plot) => CauseWords.Find(message, Words) ?? OfNumber(message, plot);

    private static FailureCause? OfNumber(string message, PlotLog? plot)
    {
        foreach (Match match in Number().Matches(message))
        {
            var isWindows = match.Groups["windows"].Success
                || IsWindowsPath(plot?.Temp)
                || IsWindowsPath(plot?.Destination)
                || WindowsPath().IsMatch(message);
            var numbers = isWindows ? WindowsNumbers : LinuxNumbers;
            if (int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && numbers.TryGetValue(number, out var cause))
            {
                return cause;
            }
        }

        return null;
    }

    private static bool IsWindowsPath(string? path) => path is not null && WindowsPath().Match(path) is { Success: true, Index: 0 };

    // `with error: 28`, `with error 28 (0x1c)`, `error code 5.`, `[Errno 28]`, `[WinError 112]`, `(os error 28)`; a graphics card's
    // numbers are its own.
    [GeneratedRegex(
        @"(?<!cuda\s)\b((?<windows>winerror)|(os\s)?error(\scode)?|errno)\s*[:=]?\s*(?<number>\d{1,5})(?![\w-]|\.\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\w)[A-Za-z]:[\\/]|(?<!\\)\\\\[\w.]")]
    private static partial Regex WindowsPath();
}

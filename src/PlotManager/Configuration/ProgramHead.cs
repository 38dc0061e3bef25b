using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>Whether the system can run an executable file, by its first bytes. Nothing is started.</summary>
internal static class ProgramHead
{
    /// <summary>The longest first line of a script that the kernel reads.</summary>
    private const int Longest = 256;

    private const string OtherFormats = "/proc/sys/fs/binfmt_misc";

    // elf(5), e_machine
    private const int I386 = 3, Arm = 40, X64 = 62, Arm64 = 183;

    /// <returns>Null where it can, and where nobody can tell.</returns>
    public static string? Problem(IFiles files, ExecutableSearch search, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            return files.Look(path) is not { } found ? null
                : found.Length == 0 ? "it is empty: was it copied whole?"
                : Problem(files.Read(path, 0, Longest), interpreter => search.Find(interpreter).Path is not null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // a program that may be run need not be readable
        }
    }

    /// <param name="exists">Whether there is such a program.</param>
    internal static string? Problem(ReadOnlySpan<byte> head, Func<string, bool> exists)
    {
        if (head.IsEmpty)
        {
            return null;
        }

        if (head.StartsWith("#!"u8))
        {
            var line = Encoding.UTF8.GetString(head[2..]).Split('\n')[0].Trim();
            var names = Interpreters(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
            return names.FirstOrDefault(name => !exists(name)) is { } missing
                ? $"its interpreter {missing} does not exist; install it, or mend the first line of the file"
                : null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        if (head.StartsWith("\u007fELF"u8))
        {
            return head.Length >= 20 && !IsForThisProcessor(head) && !TakesOtherFormats()
                ? "it is a build for another kind of processor; take the build for this one"
                : null;
        }

        return TakesOtherFormats() ? null
            : head.StartsWith("MZ"u8) ? "it is a program for Windows; take the build for Linux"
            : head.StartsWith((ReadOnlySpan<byte>)[0xcf, 0xfa, 0xed, 0xfe]) ? "it is a program for macOS; take the build for Linux"
            : "it is neither a program for Linux nor a script with #! at its beginning";
    }

    // The one that the first line names, and behind env the program that env looks for.
    private static IEnumerable<string> Interpreters(string[] words)
    {
        if (words.Length == 0)
        {
            yield break;
        }

        yield return words[0];
        if (Path.GetFileName(words[0]) == "env"
            && words.Skip(1).FirstOrDefault(word => word[0] != '-' && !word.Contains('=', StringComparison.Ordinal)) is { } name)
        {
            yield return name;
        }
    }

    private static bool IsForThisProcessor(ReadOnlySpan<byte> head)
    {
        const byte bigEndian = 2;
        var machine = head[5] == bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(head[18..])
            : BinaryPrimitives.ReadUInt16LittleEndian(head[18..]);
        return RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => machine is X64 or I386,
            Architecture.Arm64 => machine is Arm64 or Arm,
            _ => true, // not known to this program
        };
    }

    // Emulators and other loaders run what the kernel itself does not.
    private static bool TakesOtherFormats()
    {
        try
        {
            return Directory.EnumerateFiles(OtherFormats).Any(file => Path.GetFileName(file) is not ("register" or "status"));
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

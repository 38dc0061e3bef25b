using System.Security.Cryptography;

namespace PlotManager.Platform;

/// <summary>The names of control channels on Windows, where commands reach a manager through a named pipe.</summary>
public static class ControlPipe
{
    private const string Folder = @"\\.\pipe\";
    private const int RandomDigits = 32;

    /// <summary>Whether this address is that of a pipe: not to be looked at like a file, for to open it is to call its server.</summary>
    public static bool IsOne(string address) => address.StartsWith(Folder, StringComparison.Ordinal);

    /// <summary>The name without the folder of all pipes, as those who open one want it.</summary>
    public static string Name(string address) => address[Folder.Length..];

    /// <summary>An address that nobody can guess, and take, before its manager does.</summary>
    /// <param name="farm">Tells people which farm's it is.</param>
    public static string NewAddress(string farm) =>
        $"{Folder}plotmanager-{farm}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";
}

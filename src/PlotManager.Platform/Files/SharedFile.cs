using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// How the manager's own files, and those that people and plotters write, are opened: such that no other process is kept from reading,
/// writing, renaming or deleting them. On Windows whoever opens a file says what others may do meanwhile. Where another program lets
/// nobody else in, as a virus scanner does with a new file and an editor while it saves, this waits for a moment and tries again.
/// </summary>
public static class SharedFile
{
    private const FileShare WithAll = FileShare.ReadWrite | FileShare.Delete;

    // 1.27 s in all
    private const int Tries = 8;
    private const int FirstPauseMilliseconds = 10;

    private const int AccessDenied = 5, SharingViolation = 32, LockViolation = 33;

    public static SafeFileHandle OpenToRead(string path) =>
        Patiently(() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, WithAll));

    public static FileStream Read(string path) => Patiently(() => new FileStream(path, FileMode.Open, FileAccess.Read, WithAll));

    public static string ReadText(string path)
    {
        using var reader = new StreamReader(Read(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Writes begin at the end, and each is made at once; the file is made if it is missing.</summary>
    public static FileStream Append(string path) =>
        Patiently(() => new FileStream(path, FileMode.Append, FileAccess.Write, WithAll, bufferSize: 0));

    /// <summary>Makes the file, or replaces all that it holds.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Patiently(() => new FileStream(path, FileMode.Create, FileAccess.Write, WithAll, bufferSize: 0));
        file.Write(bytes);
    }

    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public static void AppendText(string path, string text)
    {
        using var file = Append(path);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Opens a file that is there to write, and closes it: throws where that may not be done.</summary>
    public static void TryToWrite(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Write, WithAll).Dispose();

    /// <summary>Gives a file a name, in place of what had it.</summary>
    public static void Put(string file, string name) => Patiently(() => File.Move(file, name, overwrite: true));

    /// <summary>The same, where nothing may have the name.</summary>
    public static void Rename(string file, string name) => Patiently(() => File.Move(file, name, overwrite: false));

    /// <summary>One that is gone already is none the worse.</summary>
    public static void Delete(string path) => Patiently(() => File.Delete(path));

    private static void Patiently(Action act) => Patiently(
        () =>
        {
            act();
            return true;
        });

    private static T Patiently<T>(Func<T> act) =>
        Patiently(act, fault => OperatingSystem.IsWindows() && MayPass(fault), Thread.Sleep);

    internal static T Patiently<T>(Func<T> act, Func<Exception, bool> mayPass, Action<TimeSpan> wait)
    {
        var pause = TimeSpan.FromMilliseconds(FirstPauseMilliseconds);
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return act();
            }
            catch (Exception refused) when (left > 0 && mayPass(refused))
            {
                wait(pause);
                pause *= 2;
            }
        }
    }

    /// <summary>Of Windows: another process has the file open, or it is just being deleted.</summary>
    internal static bool MayPass(Exception refused) =>
        refused is IOException or UnauthorizedAccessException
        && (refused.HResult & 0xFFFF) is AccessDenied or SharingViolation or LockViolation;
}

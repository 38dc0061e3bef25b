using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>By the calls that Linux and macOS have alike: lstat, mkdir, open without following links, flock.</summary>
/// <param name="status">Of a path, links not followed; null and the error number if it cannot be read.</param>
/// <param name="statusOfOpen">Of an open file.</param>
/// <param name="noFollow">O_NOFOLLOW | O_CLOEXEC of this system: to open a link is an error.</param>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal sealed class PosixEntries(PosixEntries.StatusOf status, Func<int, FileStatus?> statusOfOpen, int noFollow) : IEntries
{
    internal delegate FileStatus? StatusOf(string path, out int error);

    private const int OwnerOnlyFolder = 0x1C0; // 0700
    private const int OwnerOnlyFile = 0x180; // 0600
    private const int ReadWrite = 2;
    private const int HoldWords = 512;

    public uint User { get; } = Libc.EffectiveUser();

    public string UserName(uint user) => Libc.UserName(user);

    public Entry? Find(string path)
    {
        var found = status(path, out int error);
        return found is { } there ? there.Entry
            : error is Libc.ENOENT or Libc.ENOTDIR ? null
            : throw Refusal(path, error);
    }

    public bool MakeFolder(string path)
    {
        int error = Libc.MakeFolder(path, OwnerOnlyFolder);
        return error == 0 || (error == Libc.EEXIST ? false : throw Refusal(path, error));
    }

    public void MakeFile(string path) => OpenOwn(path).Dispose();

    public IHeldFile? Hold(string path)
    {
        while (true)
        {
            var file = OpenOwn(path);
            try
            {
                if (!Libc.TryLock(Descriptor(file), out int error))
                {
                    file.Dispose();
                    return error is 0 ? null : throw Refusal(path, error);
                }

                var identity = StatusOfOpen(path, file).Identity;
                if (Find(path) is { } named && named.Identity == identity)
                {
                    return new Held(file, identity);
                }

                file.Dispose(); // its name went to another file meanwhile: that one counts
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    public string? ReadHeld(string path)
    {
        // The kind first, for to open a fifo is to wait for its writer.
        int descriptor = status(path, out _) is { IsRegular: true } ? Libc.Open(path, noFollow, out _) : -1;
        if (descriptor < 0)
        {
            return null;
        }

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (statusOfOpen(descriptor) is not { IsRegular: true })
        {
            return null;
        }

        var bytes = new byte[HoldWords];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }

    private SafeFileHandle OpenOwn(string path)
    {
        while (true)
        {
            // The kind first: a fifo would be waited at for ever.
            if (Find(path) is not { } there)
            {
                MakeNew(path);
                continue;
            }

            RefuseUnlessOwn(path, there);
            int descriptor = Libc.Open(path, ReadWrite | noFollow, out int error);
            if (descriptor < 0)
            {
                if (error == Libc.ENOENT)
                {
                    continue; // gone again
                }

                throw Refusal(path, error);
            }

            var file = new SafeFileHandle(descriptor, ownsHandle: true);
            try
            {
                var opened = StatusOfOpen(path, file).Entry;
                RefuseUnlessOwn(path, opened);
                if (opened.Mode != OwnerOnlyFile && (error = Libc.ChangeMode(descriptor, OwnerOnlyFile)) != 0)
                {
                    throw Refusal(path, error);
                }

                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    private void MakeNew(string path)
    {
        try
        {
            // O_EXCL: what has the name already is not opened, a link included.
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (IOException) when (Find(path) is not null)
        {
            // another process was faster: theirs is looked at like any other
        }
    }

    private void RefuseUnlessOwn(string path, Entry there)
    {
        if (there.Kind != EntryKind.File)
        {
            throw new IOException($"{path} is {there.Kind.InWords()} where a file of the manager should be; remove it");
        }

        if (there.Owner != User)
        {
            throw new UnauthorizedAccessException($"{path} belongs to {UserName(there.Owner)}, not to {UserName(User)}");
        }

        if (there.Links > 1)
        {
            throw new IOException($"{path} is also another file's name (a hard link); remove it");
        }
    }

    private FileStatus StatusOfOpen(string path, SafeFileHandle file) =>
        statusOfOpen(Descriptor(file)) ?? throw new IOException($"{path}: the open file cannot be looked at");

    private static int Descriptor(SafeFileHandle file) => (int)file.DangerousGetHandle();

    private static Exception Refusal(string path, int error) => error is Libc.EACCES or Libc.EPERM
        ? new UnauthorizedAccessException($"{path}: {Libc.Message(error)}")
        : new IOException($"{path}: {Libc.Message(error)}");

    private sealed class Held(SafeFileHandle file, string identity) : IHeldFile
    {
        public string Identity => identity;

        public void Write(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            RandomAccess.SetLength(file, bytes.Length);
            RandomAccess.Write(file, bytes, 0);
        }

        public void Dispose() => file.Dispose();
    }
}

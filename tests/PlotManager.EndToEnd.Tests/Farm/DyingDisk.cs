using System.Runtime.InteropServices;
using PlotManager.Tests.Faults;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>
/// A disk with ext4 in a file, which can fill up and can die: from then on every read and write of it is an input/output error, as of a
/// disk whose cable was pulled. What was synchronised before is there again once it is mounted anew.
/// </summary>
public sealed class DyingDisk : IAsyncDisposable
{
    private const int ReadOnly = 0;

    // _IOR('X', 125, __u32), and EXT4_GOING_FLAGS_NOLOGFLUSH: at once, as a cable that is pulled. From linux/ext4.h.
    private const nuint Shutdown = 0x8004587D;
    private const uint AtOnce = 2;

    private readonly string _folder;
    private readonly string _image;
    private readonly SmallDisk _disk;

    private DyingDisk(string folder, string image) => (_folder, _image, _disk) = (folder, image, new SmallDisk(folder));

    /// <summary>Null where none can be mounted.</summary>
    public static async Task<DyingDisk?> TryMount(string folder, int megabytes, UnixFileMode mode)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var image = folder.TrimEnd('/') + ".disk";
        await using (var file = File.Create(image))
        {
            file.SetLength(megabytes * 1024L * 1024);
        }

        var disk = new DyingDisk(folder, image);
        if (!await Shell.Does("mkfs.ext4", "-q", "-F", "-m", "0", image) || !await disk.Mount())
        {
            return null;
        }

        Directory.Delete(Path.Combine(folder, "lost+found"));
        File.SetUnixFileMode(folder, mode);
        return disk;
    }

    public void Fill() => _disk.Fill();

    public void MakeRoom() => _disk.MakeRoom();

    public void Die()
    {
        var root = Open(_folder, ReadOnly);
        try
        {
            var how = AtOnce;
            if (root < 0 || Control(root, Shutdown, ref how) != 0)
            {
                throw new IOException($"{_folder} cannot be shut down (error {Marshal.GetLastPInvokeError()})");
            }
        }
        finally
        {
            _ = Close(root);
        }
    }

    /// <summary>
    /// It is mounted anew, once nobody holds the dead one any more: until then the system would show that one again. Whoever has files of
    /// it open gets errors of them for ever.
    /// </summary>
    public async Task Revive()
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            (await Shell.Does("umount", "-l", _folder)).ShouldBeTrue();
            (await Mount()).ShouldBeTrue();
            if (IsWhole())
            {
                return;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        throw new TimeoutException($"{_folder}: somebody holds the dead disk");
    }

    private bool IsWhole()
    {
        var probe = Path.Combine(_folder, "probe");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disk.DisposeAsync();
        File.Delete(_image);
    }

    private Task<bool> Mount() => Shell.Does("mount", "-o", "loop", _image, _folder);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(int descriptor, nuint request, ref uint argument);
}

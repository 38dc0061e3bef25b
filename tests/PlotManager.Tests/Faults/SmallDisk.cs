using System.Diagnostics;

namespace PlotManager.Tests.Faults;

/// <summary>A small disk in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    /// <param name="folder">Where it is mounted.</param>
    internal SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>The test is skipped where none can be mounted.</summary>
    public static async Task<SmallDisk> Mount(string folder)
    {
        var disk = await TryMount(folder, megabytes: 4);
        Assert.SkipWhen(disk is null, "no right to mount a small disk here (root is needed)");
        return disk;
    }

    /// <summary>Null where none can be mounted.</summary>
    /// <param name="mode">Of its root, as chmod takes it.</param>
    public static async Task<SmallDisk?> TryMount(string folder, int megabytes, string mode = "0755") =>
        OperatingSystem.IsLinux() && await Shell.Does("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode={mode}", "tmpfs", folder)
            ? new SmallDisk(folder)
            : null;

    /// <summary>To the last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var piece = 64 * 1024; piece > 0; piece /= 2)
        {
            try
            {
                while (true)
                {
                    filler.Write(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // No room for a piece of this size: a smaller one may fit.
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await Shell.Does("umount", "-l", _folder);
}

internal static class Shell
{
    /// <summary>Whether the command exits 0.</summary>
    public static async Task<bool> Does(string command, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}

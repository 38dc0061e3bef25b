using System.Security.Cryptography;
using System.Text;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Control;

/// <summary>
/// Where the control socket may be, best first: the service's runtime folder (systemd's RuntimeDirectory=), the user's, the state folder,
/// a folder for temporary files. Each is this user's alone: who owns the folder could answer in the manager's place. manager.json says
/// which it is.
/// </summary>
internal static class SocketFolders
{
    /// <summary>sun_path holds 108 bytes on Linux and 104 on macOS, with a NUL at the end.</summary>
    private const int Longest = 103;

    /// <summary>The sockets' paths; a folder is made when its turn comes.</summary>
    /// <param name="number">How many sockets this manager had before: each has a name of its own, for the runtime removes one that ends by
    /// its name.</param>
    public static IEnumerable<string> Candidates(FarmPaths paths, CommandEnvironment environment, int number = 0)
    {
        var entries = environment.Machine.Value.Entries;
        var name = $"{Fingerprint.Of(paths.StateFolder)}{(number == 0 ? "" : $"-{number}")}.sock";
        return Folders(paths, environment, entries).Select(folder => Path.Combine(folder, name))
            .Where(path => Encoding.UTF8.GetByteCount(path) <= Longest);
    }

    private static IEnumerable<string> Folders(FarmPaths paths, CommandEnvironment environment, IEntries entries)
    {
        foreach (var folder in (environment.Variable("RUNTIME_DIRECTORY") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => May(() => PrivateFolder.IsOurs(folder, entries))))
        {
            yield return folder;
        }

        // With another user's (as after su or sudo -E) its owner could put a folder of that name in the place of ours.
        if (environment.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && May(() => PrivateFolder.IsOurs(runtime, entries)))
        {
            var folder = Path.Combine(runtime, "plotmanager");
            if (May(() => PrivateFolder.Obtain(folder, entries)))
            {
                yield return folder;
            }
        }

        if (May(() => PrivateFolder.IsOurs(paths.StateFolder, entries)))
        {
            yield return paths.StateFolder;
        }

        // Anybody can take a name below /tmp: then another one, that nobody can guess, is ours.
        var temporary = Path.Combine(Path.GetTempPath(), $"plotmanager-{entries.User}");
        foreach (var folder in new[] { temporary, $"{temporary}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}" })
        {
            if (May(() => PrivateFolder.Obtain(folder, entries)))
            {
                yield return folder;
            }
        }
    }

    // One that cannot be asked or made is none.
    private static bool May(Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

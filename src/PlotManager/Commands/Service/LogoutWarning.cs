using System.Text;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>
/// Whether systemd's login manager ends a manager that is started from this session, and its plots, when the user logs out:
/// logind.conf(5), loginctl(1).
/// </summary>
/// <param name="text">Of a file; null where it cannot be read.</param>
/// <param name="names">Of the files in a folder; none where it cannot be read.</param>
/// <param name="user">Who starts the manager.</param>
/// <param name="lingers">Whether this user's service manager runs on after the last logout.</param>
public sealed class LogoutWarning(Func<string, string?> text, Func<string, IReadOnlyList<string>> names, string user, bool lingers)
{
    private const string File = "logind.conf";

    /// <summary>Settings of the first override those of the others.</summary>
    private static readonly string[] Folders = ["/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd"];

    /// <summary>Null where a logout ends nothing, or the system is none with systemd.</summary>
    public static string? On(Machine machine)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var user = machine.Entries.UserName(machine.Entries.User);
        return new LogoutWarning(
            Text, Names, user, Tried(() => machine.Entries.Find($"/var/lib/systemd/linger/{user}") is not null, false)).Find();

        // Files of the kernel have no length: what a read gives counts.
        string? Text(string path) => Tried(
            () =>
            {
                var bytes = new byte[64 * 1024];
                return Encoding.UTF8.GetString(bytes, 0, machine.Files.Read(path, 0, bytes.AsMemory()));
            },
            null);

        IReadOnlyList<string> Names(string folder) => Tried(() => machine.Files.Names(folder), []);
    }

    public string? Find()
    {
        var scope = text("/proc/self/cgroup") ?? "";
        if (IsWithin(scope, "session-", ".scope"))
        {
            return KillsAtLogout()
                ? "when you log out, the login manager ends the manager and its plots (KillUserProcesses=yes in logind.conf): run it "
                    + "as a service (plotmanager service print systemd), "
                    + "or start it with systemd-run --user --scope plotmanager start after loginctl enable-linger"
                : null;
        }

        return IsWithin(scope, "user@", ".service") && !lingers
            ? "when you log out, the login manager ends the manager and its plots with your other services: let them run on with "
                + "loginctl enable-linger"
            : null;
    }

    private bool KillsAtLogout()
    {
        var main = Folders.Select(folder => text($"{folder}/{File}")).FirstOrDefault(found => found is not null) ?? "";
        var dropIns = Folders
            .SelectMany(folder => names($"{folder}/{File}.d").Where(name => name.EndsWith(".conf", StringComparison.Ordinal))
                .Select(name => (folder, name)))
            .DistinctBy(found => found.name)
            .OrderBy(found => found.name, StringComparer.Ordinal)
            .Select(found => text($"{found.folder}/{File}.d/{found.name}") ?? "");
        var settings = string.Join('\n', dropIns.Prepend(main)).Split('\n');

        // What a distribution was built with is in its file as a comment.
        var kills = Last(settings, "KillUserProcesses") is { Length: > 0 } set ? set : Last(settings, "#KillUserProcesses");
        var only = Last(settings, "KillOnlyUsers")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var except = (Last(settings, "KillExcludeUsers") ?? "root").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return kills?.ToLowerInvariant() is "yes" or "true" or "on" or "y" or "t" or "1"
            && (only.Length == 0 || only.Contains(user))
            && !except.Contains(user);
    }

    private static string? Last(string[] lines, string key) =>
        lines.Select(line => line.Trim())
            .LastOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..].Trim();

    // /proc/self/cgroup: "0::/user.slice/user-1000.slice/session-3.scope", in older systems "1:name=systemd:/user.slice/...".
    private static bool IsWithin(string scope, string begin, string end) => scope
        .Split('\n')
        .Where(line => line.StartsWith("0::", StringComparison.Ordinal) || line.Contains(":name=systemd:", StringComparison.Ordinal))
        .SelectMany(line => line.Split('/'))
        .Any(part => part.StartsWith(begin, StringComparison.Ordinal) && part.EndsWith(end, StringComparison.Ordinal));

    private static T Tried<T>(Func<T> ask, T otherwise)
    {
        try
        {
            return ask();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}

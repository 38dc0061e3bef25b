using PlotManager.Core.Control;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>Units of systemd: a file in its folder, and systemctl(1).</summary>
/// <param name="folder">Of the system's units, or of the user's.</param>
/// <param name="user">Whether they are the user's own.</param>
internal sealed class SystemdService(string folder, bool user, ServiceTool tool) : IServiceSystem
{
    /// <summary>Where units that an administrator makes are.</summary>
    public const string SystemFolder = "/etc/systemd/system";

    public ControlAnswer Install(ServiceOrder order)
    {
        var file = FileOf(order.Name);
        var unit = user ? ServiceUnits.SystemdOfUser(order) : ServiceUnits.Systemd(order);
        if (ServiceFile.Write(file, unit, order.Name) is { } refusal)
        {
            return refusal;
        }

        return Systemctl("daemon-reload") ?? Systemctl("enable", Unit(order.Name)) ?? new ControlAnswer(
            true, $"Installed {file}; it starts with the machine. Start it now with plotmanager service start{(user ? " --user" : "")}.")
        {
            Warning = user ? "your last logout ends it and its plots unless your services linger: loginctl enable-linger" : null,
        };
    }

    public ControlAnswer Uninstall(string name)
    {
        if (!File.Exists(FileOf(name)))
        {
            return Missing(name);
        }

        if (Systemctl("disable", "--now", Unit(name)) is { } refusal)
        {
            return refusal;
        }

        SharedFile.Delete(FileOf(name));
        return Systemctl("daemon-reload") ?? new ControlAnswer(true, $"Removed {FileOf(name)}. Running plots go on.");
    }

    public ControlAnswer Start(string name) => !File.Exists(FileOf(name)) ? Missing(name)
        : Systemctl("start", Unit(name)) ?? new ControlAnswer(true, $"The service {name} runs. See plotmanager view.");

    public ControlAnswer Stop(string name) => !File.Exists(FileOf(name)) ? Missing(name)
        : Systemctl("stop", Unit(name)) ?? new ControlAnswer(true, $"The service {name} has ended. Running plots go on.");

    public ControlAnswer Status(string name)
    {
        if (!File.Exists(FileOf(name)))
        {
            return Missing(name);
        }

        var answer = tool.Run("systemctl", [.. Scope, "is-active", Unit(name)]);
        return new ControlAnswer(answer.ExitCode == 0, $"the service {name} is {answer.Out.Trim()} ({FileOf(name)})");
    }

    private IEnumerable<string> Scope => user ? ["--user"] : [];

    private string FileOf(string name) => Path.Combine(folder, Unit(name));

    private static string Unit(string name) => $"{name}.service";

    private ControlAnswer Missing(string name) =>
        new(false, $"there is no service {name} ({FileOf(name)}); make it with plotmanager service install{(user ? " --user" : "")}");

    private ControlAnswer? Systemctl(params string[] words) =>
        tool.Run("systemctl", [.. Scope, .. words]) is { ExitCode: not 0 } failed
            ? new ControlAnswer(false, $"systemctl {string.Join(' ', words)} failed: {failed.Reason}")
            : null;
}

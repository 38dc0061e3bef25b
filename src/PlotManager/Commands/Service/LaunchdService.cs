using PlotManager.Core.Control;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>Agents of launchd: a property list in the user's folder, and launchctl(1).</summary>
/// <param name="folder">~/Library/LaunchAgents.</param>
/// <param name="user">Whose agents they are, by number.</param>
internal sealed class LaunchdService(string folder, uint user, ServiceTool tool) : IServiceSystem
{
    public ControlAnswer Install(ServiceOrder order) =>
        ServiceFile.Write(FileOf(order.Name), ServiceUnits.Launchd(order), order.Name) ?? new ControlAnswer(
            true, $"Installed {FileOf(order.Name)}; it starts when you log in. Start it now with plotmanager service start.");

    public ControlAnswer Uninstall(string name)
    {
        if (!File.Exists(FileOf(name)))
        {
            return Missing(name);
        }

        if (IsLoaded(name) && Launchctl("bootout", Target(name)) is { } refusal)
        {
            return refusal;
        }

        SharedFile.Delete(FileOf(name));
        return new ControlAnswer(true, $"Removed {FileOf(name)}. Running plots go on.");
    }

    public ControlAnswer Start(string name) => !File.Exists(FileOf(name)) ? Missing(name)
        : (IsLoaded(name) ? Launchctl("kickstart", Target(name)) : Launchctl("bootstrap", $"gui/{user}", FileOf(name)))
            ?? new ControlAnswer(true, $"The service {name} is started. See plotmanager view.");

    public ControlAnswer Stop(string name) => !File.Exists(FileOf(name)) ? Missing(name)
        : Launchctl("kill", "SIGTERM", Target(name)) ?? new ControlAnswer(true, $"The service {name} is told to end. Running plots go on.");

    public ControlAnswer Status(string name)
    {
        if (!File.Exists(FileOf(name)))
        {
            return Missing(name);
        }

        var answer = tool.Run("launchctl", ["print", Target(name)]);
        var running = answer.ExitCode == 0 && answer.Out.Contains("state = running", StringComparison.Ordinal);
        return new ControlAnswer(running, $"the service {name} {(running ? "runs" : "does not run")} ({FileOf(name)})");
    }

    private bool IsLoaded(string name) => tool.Run("launchctl", ["print", Target(name)]).ExitCode == 0;

    private string Target(string name) => $"gui/{user}/{name}";

    private string FileOf(string name) => Path.Combine(folder, $"{name}.plist");

    private ControlAnswer Missing(string name) =>
        new(false, $"there is no service {name} ({FileOf(name)}); make it with plotmanager service install");

    private ControlAnswer? Launchctl(params string[] words) =>
        tool.Run("launchctl", [.. words]) is { ExitCode: not 0 } failed
            ? new ControlAnswer(false, $"launchctl {string.Join(' ', words)} failed: {failed.Reason}")
            : null;
}

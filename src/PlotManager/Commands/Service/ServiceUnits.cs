using System.Collections.Immutable;
using System.Security;
using System.Text;
using PlotManager.Core.Text;
using PlotManager.Hosting;

namespace PlotManager.Commands.Service;

/// <summary>What a unit must say.</summary>
/// <param name="Path">Where plotters that the config calls by name alone are found; service managers have a short PATH of their
/// own.</param>
/// <param name="RuntimeFolder">Name of the folder below /run, or the user's own, that systemd makes for the control socket: each farm has
/// one.</param>
/// <param name="Output">For what the manager says before it has its debug.log, where the service manager keeps no journal.</param>
public sealed record ServiceOrder(
    string Executable, ImmutableArray<string> Arguments, string Folder, string User, string Path, string RuntimeFolder, string Output)
{
    /// <summary>What the service is called where nobody says otherwise.</summary>
    public const string UsualName = "plotmanager";

    public string Name { get; init; } = UsualName;
}

/// <summary>Units around <c>plotmanager run</c>, as text. None of them ends a plot when the manager ends.</summary>
public static class ServiceUnits
{
    /// <summary>See systemd.service(5), systemd.exec(5), systemd.kill(5).</summary>
    public static string Systemd(ServiceOrder order) => Systemd(
        order,
        """
        # Chia Plot Manager. Save as /etc/systemd/system/plotmanager.service, then:
        #   systemctl daemon-reload && systemctl enable --now plotmanager
        """,
        $"""
        Wants=network-online.target
        After=network-online.target local-fs.target remote-fs.target

        [Service]
        User={Specifiers(OneLine(order.User))}
        """,
        "multi-user.target");

    /// <summary>
    /// For a user without the right to install a system unit. The user's service manager and all below it end at the last logout, unless
    /// it lingers.
    /// </summary>
    public static string SystemdOfUser(ServiceOrder order) => Systemd(
        order,
        """
        # Chia Plot Manager as a service of one user. Save as ~/.config/systemd/user/plotmanager.service, then:
        #   loginctl enable-linger
        #   systemctl --user daemon-reload && systemctl --user enable --now plotmanager
        # Without enable-linger your last logout ends the manager and its plots, and no boot starts them again.
        """,
        """

        [Service]
        """,
        "default.target");

    private static string Systemd(ServiceOrder order, string installation, string place, string target) => $"""
        {installation}
        [Unit]
        Description=Chia Plot Manager ({Specifiers(OneLine(order.Folder))})
        {place}
        Type=notify
        NotifyAccess=main
        WorkingDirectory={Specifiers(OneLine(order.Folder))}
        Environment={Quoted("PATH=" + order.Path, dollars: false)}
        ExecStart={string.Join(' ', order.Arguments.Prepend(order.Executable).Select(word => Quoted(word, dollars: true)))}
        # The control socket is there: this user's alone, and there whoever is logged in.
        RuntimeDirectory={order.RuntimeFolder}
        RuntimeDirectoryMode=0700
        # Stopping, restarting or updating the manager must not end its plotters, which take hours:
        # only the manager itself is told to end. The plotters stay, and the next manager goes on with them.
        KillMode=process
        # One plotter that runs out of memory must not take the manager and all others with it.
        OOMPolicy=continue
        Restart=on-failure
        RestartSec=15
        # There is no usable config. Trying again does not mend it.
        RestartPreventExitStatus=2
        WatchdogSec=300
        TimeoutStartSec=300
        TimeoutStopSec=60
        # Plotters open many files at once.
        LimitNOFILE=65536

        [Install]
        WantedBy={target}

        """.ReplaceLineEndings("\n");

    // What is written there nobody turns or cleans up; the events are in debug.log.
    private static ImmutableArray<string> Quiet(ServiceOrder order) => [.. order.Arguments, SharedOptions.QuietName];

    /// <summary>See launchd.plist(5).</summary>
    public static string Launchd(ServiceOrder order) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <!-- Save as ~/Library/LaunchAgents/plotmanager.plist, then:
             launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/plotmanager.plist -->
        <plist version="1.0">
        <dict>
          <key>Label</key>
          <string>{Xml(order.Name)}</string>
          <key>ProgramArguments</key>
          <array>
        {string.Join('\n', Quiet(order).Prepend(order.Executable).Select(word => $"    <string>{Xml(word)}</string>"))}
          </array>
          <key>WorkingDirectory</key>
          <string>{Xml(order.Folder)}</string>
          <key>EnvironmentVariables</key>
          <dict>
            <key>PATH</key>
            <string>{Xml(order.Path)}</string>
          </dict>
          <key>RunAtLoad</key>
          <true/>
          <!-- Again after a crash, not after an end in good order. -->
          <key>KeepAlive</key>
          <dict>
            <key>SuccessfulExit</key>
            <false/>
          </dict>
          <key>ThrottleInterval</key>
          <integer>30</integer>
          <key>ExitTimeOut</key>
          <integer>60</integer>
          <!-- The plotters go on when the manager ends. -->
          <key>AbandonProcessGroup</key>
          <true/>
          <key>StandardOutPath</key>
          <string>{Xml(order.Output)}</string>
          <key>StandardErrorPath</key>
          <string>{Xml(order.Output)}</string>
        </dict>
        </plist>

        """.ReplaceLineEndings("\n");

    /// <summary>
    /// A task for the Task Scheduler: a console program is no Windows service. Elements stand in the order that its schema demands.
    /// </summary>
    public static string Windows(ServiceOrder order) => $"""
        <?xml version="1.0" encoding="UTF-16"?>
        <!-- In PowerShell: Register-ScheduledTask plotmanager -Xml (plotmanager service print windows | Out-String) -->
        <Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
          <RegistrationInfo>
            <Description>Chia Plot Manager</Description>
          </RegistrationInfo>
          <Triggers>
            <LogonTrigger>
              <Enabled>true</Enabled>
              <UserId>{Xml(order.User)}</UserId>
            </LogonTrigger>
          </Triggers>
          <Principals>
            <Principal id="Author">
              <UserId>{Xml(order.User)}</UserId>
              <LogonType>InteractiveToken</LogonType>
              <RunLevel>LeastPrivilege</RunLevel>
            </Principal>
          </Principals>
          <Settings>
            <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
            <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
            <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
            <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
            <!-- 7, the default, is below normal, and the plotters would inherit it. -->
            <Priority>5</Priority>
            <RestartOnFailure>
              <Interval>PT1M</Interval>
              <Count>10</Count>
            </RestartOnFailure>
          </Settings>
          <Actions Context="Author">
            <Exec>
              <Command>{Xml(order.Executable)}</Command>
              <Arguments>{Xml(Platform.WindowsCommandLine.Arguments(Quiet(order)))}</Arguments>
              <WorkingDirectory>{Xml(order.Folder)}</WorkingDirectory>
            </Exec>
          </Actions>
        </Task>

        """.ReplaceLineEndings("\n");

    // A word of a unit: in double quotes, with C's escapes; % begins a specifier everywhere, $ a variable in command lines.
    private static string Quoted(string word, bool dollars)
    {
        var text = new StringBuilder("\"");
        foreach (var c in Specifiers(word))
        {
            text.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                '$' when dollars => "$$",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    private static string Specifiers(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    // Settings that take no quotes end with their line.
    private static string OneLine(string text) => Printable.Strip(text);

    private static string Xml(string text) => SecurityElement.Escape(Printable.Strip(text));
}

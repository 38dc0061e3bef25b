using PlotManager.Commands.Service;

namespace PlotManager.Tests.Commands.Service;

public sealed class LogoutWarningTests
{
    private const string Session = "0::/user.slice/user-1000.slice/session-3.scope\n";
    private const string Kills = "[Login]\nKillUserProcesses=yes\n";

    private readonly Dictionary<string, string> _files = [];

    [Theory]
    [InlineData(Session)]
    [InlineData("12:cpuset:/\n1:name=systemd:/user.slice/user-1000.slice/session-3.scope\n")]
    public void Find_ASessionWhoseProcessesAreKilled_Warns(string scope)
    {
        _files["/proc/self/cgroup"] = scope;
        _files["/etc/systemd/logind.conf"] = Kills;

        Find().ShouldNotBeNull().ShouldContain("KillUserProcesses=yes");
        Find(lingers: true).ShouldNotBeNull("a session's own processes are killed all the same");
    }

    [Theory]
    [InlineData("[Login]\n#KillUserProcesses=no\n", false)]
    [InlineData("[Login]\n#KillUserProcesses=yes\n", true)]
    [InlineData("[Login]\nKillUserProcesses=no\n", false)]
    [InlineData("[Login]\nKillUserProcesses=1\nKillExcludeUsers=root me\n", false)]
    [InlineData("[Login]\nKillUserProcesses=on\nKillOnlyUsers=guest\n", false)]
    [InlineData("[Login]\nKillUserProcesses=on\nKillOnlyUsers=guest me\n", true)]
    [InlineData("", false)]
    public void Find_ASession_DependsOnTheSettings(string settings, bool warns)
    {
        _files["/proc/self/cgroup"] = Session;
        _files["/usr/lib/systemd/logind.conf"] = settings;

        (Find() is not null).ShouldBe(warns);
    }

    [Fact]
    public void Find_Root_IsExceptedUnlessSaidOtherwise()
    {
        _files["/proc/self/cgroup"] = Session;
        _files["/etc/systemd/logind.conf"] = Kills;

        Find("root").ShouldBeNull();
        _files["/etc/systemd/logind.conf"] = Kills + "KillExcludeUsers=\n";
        Find("root").ShouldNotBeNull();
    }

    [Fact]
    public void Find_DropIns_ComeAfterTheFileByTheirNames()
    {
        _files["/proc/self/cgroup"] = Session;
        _files["/etc/systemd/logind.conf"] = "[Login]\nKillUserProcesses=no\n";
        _files["/usr/lib/systemd/logind.conf.d/90-kill.conf"] = Kills;
        Find().ShouldNotBeNull();

        _files["/etc/systemd/logind.conf.d/90-kill.conf"] = ""; // the same name in /etc takes its place
        Find().ShouldBeNull();
    }

    [Fact]
    public void Find_UnderTheUsersServiceManager_AsksForLinger()
    {
        _files["/proc/self/cgroup"] = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope\n";

        Find().ShouldNotBeNull().ShouldContain("loginctl enable-linger");
        Find(lingers: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("0::/system.slice/plotmanager.service\n")]
    [InlineData("0::/\n")]
    [InlineData("")]
    public void Find_OutsideOfSessions_SaysNothing(string scope)
    {
        _files["/proc/self/cgroup"] = scope;
        _files["/etc/systemd/logind.conf"] = Kills;

        Find().ShouldBeNull();
    }

    private string? Find(string user = "me", bool lingers = false) => new LogoutWarning(
        _files.GetValueOrDefault,
        folder => [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path))],
        user,
        lingers).Find();
}

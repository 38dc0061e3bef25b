using System.Diagnostics;
using System.Xml.Linq;
using PlotManager.Commands.Service;

namespace PlotManager.Tests.Commands.Service;

public sealed class ServiceUnitsTests
{
    private static readonly ServiceOrder Order = new(
        "/opt/plot manager/plotmanager", [
            "run",
            "--config",
            "/farm/50% of $HOME/\"my\" config.yaml",
        ], "/farm/50% of $HOME", "me", "/usr/bin:/opt/$x",
        "plotmanager-0123abcd", "/farm/service.log");

    [Fact]
    public void Systemd_SettingsThatKeepPlotsAlive_AreThere()
    {
        var lines = ServiceUnits.Systemd(Order).Split('\n');

        lines.ShouldContain("Type=notify");
        lines.ShouldContain("KillMode=process");
        lines.ShouldContain("OOMPolicy=continue");
        lines.ShouldContain("Restart=on-failure");
        lines.ShouldContain("WatchdogSec=300");
        lines.ShouldContain("User=me");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Systemd_TheControlSocket_HasAClosedFolderOfTheFarmsOwn(bool ofUser)
    {
        var lines = (ofUser ? ServiceUnits.SystemdOfUser(Order) : ServiceUnits.Systemd(Order)).Split('\n');

        lines.ShouldContain("RuntimeDirectory=plotmanager-0123abcd");
        lines.ShouldContain("RuntimeDirectoryMode=0700");
    }

    [Fact]
    public void Systemd_OfAUser_SaysThatItNeedsLinger()
    {
        var lines = ServiceUnits.SystemdOfUser(Order).Split('\n');

        lines.ShouldContain("#   loginctl enable-linger");
        lines.ShouldContain("# Without enable-linger your last logout ends the manager and its plots, and no boot starts them again.");
        lines.ShouldContain("WantedBy=default.target");
        lines.ShouldContain("KillMode=process");
        lines.ShouldNotContain(line => line.StartsWith("User=") || line.Contains("network-online"), "a user's service manager has neither");
    }

    [Fact]
    public void Systemd_OddPaths_AreQuotedForIt()
    {
        var lines = ServiceUnits.Systemd(Order).Split('\n');

        lines.ShouldContain(
            """ExecStart="/opt/plot manager/plotmanager" "run" "--config" "/farm/50%% of $$HOME/\"my\" config.yaml" """.TrimEnd());
        lines.ShouldContain("WorkingDirectory=/farm/50%% of $HOME");
        lines.ShouldContain("""Environment="PATH=/usr/bin:/opt/$x" """.TrimEnd());
    }

    [Fact]
    public void Systemd_ALineEndInAName_AddsNoSetting()
    {
        var unit = ServiceUnits.Systemd(
            Order with { Folder = "/farm\nExecStartPre=/bin/evil", Arguments = ["run", "--config", "/farm\nExecStartPre=/bin/evil/c"] });

        unit.Split('\n').ShouldNotContain(line => line.StartsWith("ExecStartPre", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Systemd_AsSystemdReadsIt_IsValid(bool ofUser)
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.Skip("systemd-analyze is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("unit-");
        try
        {
            var unit = Path.Combine(folder.FullName, "plotmanager.service");
            var order = Order with { Executable = "/bin/true", Folder = "/tmp", User = "root" };
            await File.WriteAllTextAsync(
                unit, ofUser ? ServiceUnits.SystemdOfUser(order) : ServiceUnits.Systemd(order), TestContext.Current.CancellationToken);
            using var analyze = Process.Start(new ProcessStartInfo(
                "systemd-analyze", ["verify", "--man=no", unit])
            { UseShellExecute = false, RedirectStandardError = true })!;
            var said = await analyze.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await analyze.WaitForExitAsync(TestContext.Current.CancellationToken);
            said.Split('\n').ShouldNotContain(line => line.Contains("plotmanager.service"), said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Launchd_OddPaths_AreReadBackAsTheyWere()
    {
        var root = XDocument.Parse(ServiceUnits.Launchd(Order with { Executable = "/opt/<a> & b" })).Root!.Element("dict")!;

        root.Element("array")!.Elements("string").Select(word => word.Value).ShouldBe(["/opt/<a> & b", .. Order.Arguments, "--quiet"]);
        After(root, "AbandonProcessGroup").Name.LocalName.ShouldBe("true");
        After(root, "KeepAlive").Element("false").ShouldNotBeNull("again after a failure only");
    }

    [Fact]
    public void Windows_TheTask_RunsWithoutLimitAtNormalPriority()
    {
        XNamespace schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        var task = XDocument.Parse(ServiceUnits.Windows(Order)).Root!;

        task.Descendants(schema + "ExecutionTimeLimit").Single().Value.ShouldBe("PT0S");
        task.Descendants(schema + "Priority").Single().Value.ShouldBe("5");
        task.Descendants(schema + "Command").Single().Value.ShouldBe(Order.Executable);
        task.Descendants(schema + "Arguments")
            .Single().Value
            .ShouldBe("""run --config "/farm/50% of $HOME/\"my\" config.yaml" --quiet """.TrimEnd());
    }

    private static XElement After(XElement root, string key) =>
        root.Elements("key").Single(element => element.Value == key).ElementsAfterSelf().First();
}

using System.Diagnostics;
using System.Xml.Linq;
using PlotManager.Commands;

namespace PlotManager.Tests.Commands;

public sealed class ServiceUnitsTests
{
    private static readonly ServiceOrder Order = new(
        "/opt/plot manager/plotmanager", ["run", "--config", "/farm/50% of $HOME/\"my\" config.yaml"], "/farm/50% of $HOME", "me", "/usr/bin:/opt/$x", "/farm/service.log");

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

    [Fact]
    public void Systemd_OddPaths_AreQuotedForIt()
    {
        var lines = ServiceUnits.Systemd(Order).Split('\n');

        lines.ShouldContain("""ExecStart="/opt/plot manager/plotmanager" "run" "--config" "/farm/50%% of $$HOME/\"my\" config.yaml" """.TrimEnd());
        lines.ShouldContain("WorkingDirectory=/farm/50%% of $HOME");
        lines.ShouldContain("""Environment="PATH=/usr/bin:/opt/$x" """.TrimEnd());
    }

    [Fact]
    public void Systemd_ALineEndInAName_AddsNoSetting()
    {
        var unit = ServiceUnits.Systemd(Order with { Folder = "/farm\nExecStartPre=/bin/evil", Arguments = ["run", "--config", "/farm\nExecStartPre=/bin/evil/c"] });

        unit.Split('\n').ShouldNotContain(line => line.StartsWith("ExecStartPre", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Systemd_AsSystemdReadsIt_IsValid()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.Skip("systemd-analyze is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("unit-");
        try
        {
            var unit = Path.Combine(folder.FullName, "plotmanager.service");
            await File.WriteAllTextAsync(unit, ServiceUnits.Systemd(Order with { Executable = "/bin/true", Folder = "/tmp", User = "root" }), TestContext.Current.CancellationToken);
            using var analyze = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", unit]) { UseShellExecute = false, RedirectStandardError = true })!;
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

        root.Element("array")!.Elements("string").Select(word => word.Value).ShouldBe(["/opt/<a> & b", .. Order.Arguments]);
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
        task.Descendants(schema + "Arguments").Single().Value.ShouldBe("""run --config "/farm/50% of $HOME/\"my\" config.yaml" """.TrimEnd());
    }

    private static XElement After(XElement root, string key) => root.Elements("key").Single(element => element.Value == key).ElementsAfterSelf().First();
}

using PlotManager.Commands.Service;

namespace PlotManager.Tests.Commands.Service;

/// <summary>Services of systemd and launchd, with a tool that only writes down what it is asked.</summary>
public sealed class ServiceSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("service-").FullName;
    private readonly RecordingTool _tool = new();

    private static ServiceOrder Order(string config = "/farm/config.yaml") =>
        new("/opt/plotmanager", ["run", "--config", config], "/farm", "me", "/usr/bin", "plotmanager-1", "/farm/service.log");

    [Fact]
    public void Install_Systemd_WritesTheUnitThatPrintShowsAndEnablesIt()
    {
        var answer = new SystemdService(_folder, user: false, _tool).Install(Order());

        answer.Done.ShouldBeTrue(answer.Text);
        answer.Warning.ShouldBeNull();
        File.ReadAllText(Path.Combine(_folder, "plotmanager.service")).ShouldBe(ServiceUnits.Systemd(Order()));
        _tool.Asked.ShouldBe(["systemctl daemon-reload", "systemctl enable plotmanager.service"]);
    }

    [Fact]
    public void Install_SystemdOfAUser_AsksTheUsersManagerAndWarnsOfTheLastLogout()
    {
        var answer = new SystemdService(_folder, user: true, _tool).Install(Order() with { Name = "plots" });

        answer.Warning.ShouldNotBeNull().ShouldContain("loginctl enable-linger");
        File.ReadAllText(Path.Combine(_folder, "plots.service")).ShouldContain("WantedBy=default.target");
        _tool.Asked.ShouldBe(["systemctl --user daemon-reload", "systemctl --user enable plots.service"]);
    }

    [Fact]
    public void Install_ASecondTime_IsDoneAgainAndLeavesTheFile() =>
        new[] { 1, 2 }.Select(_ => new SystemdService(_folder, user: false, _tool).Install(Order()).Done).ShouldBe([true, true]);

    [Fact]
    public void Install_AServiceOfAnotherFarmHasTheName_IsRefusedAndLeavesIt()
    {
        var system = new SystemdService(_folder, user: false, _tool);
        system.Install(Order());

        var answer = system.Install(Order("/other/config.yaml"));

        answer.Done.ShouldBeFalse();
        answer.Text.ShouldContain("there is another service plotmanager");
        answer.Text.ShouldContain("--name NAME");
        File.ReadAllText(Path.Combine(_folder, "plotmanager.service")).ShouldContain("/farm/config.yaml");
    }

    [Fact]
    public void Install_TheToolRefuses_SaysWhatItSaid()
    {
        _tool.Answer = new ToolAnswer(1, "", "Failed to connect to bus\n");

        var answer = new SystemdService(_folder, user: true, _tool).Install(Order());

        answer.Done.ShouldBeFalse();
        answer.Text.ShouldBe("systemctl daemon-reload failed: Failed to connect to bus");
    }

    [Fact]
    public void Uninstall_Systemd_StopsDisablesAndRemovesIt()
    {
        var system = new SystemdService(_folder, user: false, _tool);
        system.Install(Order());
        _tool.Asked.Clear();

        system.Uninstall("plotmanager").Done.ShouldBeTrue();

        _tool.Asked.ShouldBe(["systemctl disable --now plotmanager.service", "systemctl daemon-reload"]);
        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "active\n", true, "the service plotmanager is active (")]
    [InlineData(3, "inactive\n", false, "the service plotmanager is inactive (")]
    public void Status_Systemd_IsWhatSystemctlSays(int exitCode, string said, bool runs, string expected)
    {
        var system = new SystemdService(_folder, user: false, _tool);
        system.Install(Order());
        _tool.Answer = new ToolAnswer(exitCode, said, "");

        var answer = system.Status("plotmanager");

        answer.Done.ShouldBe(runs);
        answer.Text.ShouldStartWith(expected);
    }

    [Fact]
    public void AnyDeed_ThereIsNoSuchService_SaysHowToMakeIt()
    {
        IServiceSystem[] systems = [new SystemdService(_folder, user: false, _tool), new LaunchdService(_folder, 501, _tool)];
        foreach (var system in systems)
        {
            foreach (var deed in new[] { system.Start, system.Stop, system.Uninstall, system.Status })
            {
                var answer = deed("plotmanager");
                answer.Done.ShouldBeFalse();
                answer.Text.ShouldContain("there is no service plotmanager");
                answer.Text.ShouldContain("plotmanager service install");
            }
        }

        _tool.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void Launchd_FromInstallToUninstall_AsksForOneAgentOfTheUser()
    {
        var system = new LaunchdService(_folder, 501, _tool);
        var file = Path.Combine(_folder, "plots.plist");

        system.Install(Order() with { Name = "plots" }).Done.ShouldBeTrue();
        File.ReadAllText(file).ShouldContain("<string>plots</string>", Case.Sensitive, "its label is its name");
        _tool.Answer = new ToolAnswer(113, "", "Could not find service");
        system.Start("plots").Done.ShouldBeFalse("launchctl refuses it here");
        _tool.Answer = new ToolAnswer(0, "state = running", "");
        system.Status("plots").Done.ShouldBeTrue();
        system.Stop("plots").Done.ShouldBeTrue();
        system.Uninstall("plots").Done.ShouldBeTrue();

        _tool.Asked.ShouldBe(
        [
            "launchctl print gui/501/plots", $"launchctl bootstrap gui/501 {file}",
            "launchctl print gui/501/plots", "launchctl kill SIGTERM gui/501/plots",
            "launchctl print gui/501/plots", "launchctl bootout gui/501/plots",
        ]);
        File.Exists(file).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class RecordingTool : ServiceTool
    {
        public List<string> Asked { get; } = [];

        public ToolAnswer Answer { get; set; } = new(0, "", "");

        public override ToolAnswer Run(string name, IReadOnlyList<string> words)
        {
            Asked.Add($"{name} {string.Join(' ', words)}");
            return Answer;
        }
    }
}

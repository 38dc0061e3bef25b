using System.Collections.Immutable;

namespace PlotManager.Commands.Completion;

/// <summary>What people do with a farm, and the commands for it.</summary>
public sealed record CommandGroup(string Title, ImmutableArray<string> Commands);

/// <summary>How the help and the page of the commands are put in order, and two examples of each command.</summary>
public static class CommandGuides
{
    public static ImmutableArray<CommandGroup> Groups { get; } =
    [
        new("Run", ["start", "stop", "restart", "run", "reload", "pause", "unpause", "drain", "suspend", "resume", "kill", "cleanup"]),
        new("Look", ["view", "status", "explain", "events", "log", "details", "json"]),
        new("Plots", ["plots", "verify", "history", "analyze_logs"]),
        new("Config", ["init", "check", "simulate", "config"]),
        new("Set up", ["demo", "service", "notify", "completion"]),
    ];

    /// <summary>Of the program itself.</summary>
    public static ImmutableArray<string> First { get; } = ["plotmanager demo", "plotmanager view"];

    private static readonly Dictionary<string, ImmutableArray<string>> Known = new()
    {
        ["start"] = ["start", "start --config /srv/farm/config.yaml"],
        ["stop"] = ["stop", "stop --config /srv/farm/config.yaml"],
        ["restart"] = ["restart", "restart --config /srv/farm/config.yaml"],
        ["run"] = ["run --config /srv/farm/config.yaml", "run --quiet"],
        ["reload"] = ["reload", "reload --config /srv/farm/config.yaml"],
        ["pause"] = ["pause", "pause --config /srv/farm/config.yaml"],
        ["unpause"] = ["unpause", "unpause --config /srv/farm/config.yaml"],
        ["drain"] = ["drain", "drain --config /srv/farm/config.yaml"],
        ["suspend"] = ["suspend 7c01ab2", "suspend row:3"],
        ["resume"] = ["resume 7c01ab2", "resume pid:18270"],
        ["kill"] = ["kill 7c01ab2", "kill row:3 --force"],
        ["cleanup"] = ["cleanup", "cleanup --delete"],
        ["view"] = ["view", "view --config /srv/farm/config.yaml"],
        ["status"] = ["status --watch 5", "status --json"],
        ["explain"] = ["explain", "explain --json"],
        ["events"] = ["events --follow", "events --job micron"],
        ["log"] = ["log 7c01ab2 --follow", "log logs/*.log --json"],
        ["details"] = ["details 7c01ab2", "details row:3"],
        ["json"] = ["json", "json --config /srv/farm/config.yaml"],
        ["plots"] = ["plots --bad", "plots /mnt/disk7 --csv"],
        ["plots accept"] = ["plots accept 7c01ab2", "plots accept 7c01ab2 --config /srv/farm/config.yaml"],
        ["plots lost"] = ["plots lost 7c01ab2", "plots lost 7c01ab2 --config /srv/farm/config.yaml"],
        ["verify"] = ["verify --sample 5", "verify 3fa2c1 --challenges 100"],
        ["history"] = ["history --since 2026-11-01", "history --job micron --csv"],
        ["analyze_logs"] = ["analyze_logs", "analyze_logs --by temp"],
        ["init"] = ["init", "init --temp /mnt/nvme0 --dest /mnt/hdd1 --plotter chia_plot"],
        ["check"] = ["check", "check --syntax-only"],
        ["simulate"] = ["simulate --days 2", "simulate --phases 150,60,110,8 --compare other.yaml"],
        ["config edit"] = ["config edit", "config edit --config /srv/farm/config.yaml"],
        ["demo"] = ["demo", "demo --keep /tmp/farm --plots 12"],
        ["service install"] = ["service install --config /srv/farm/config.yaml", "service install --user"],
        ["service uninstall"] = ["service uninstall", "service uninstall --name plots"],
        ["service start"] = ["service start", "service start --user"],
        ["service stop"] = ["service stop", "service stop --user"],
        ["service status"] = ["service status", "service status --name plots"],
        ["service print systemd"] = ["service print systemd", "service print systemd --user"],
        ["service print launchd"] = ["service print launchd", "service print launchd --config /srv/farm/config.yaml"],
        ["service print windows"] = ["service print windows", "service print windows --config D:\\farm\\config.yaml"],
        ["notify test"] = ["notify test", "notify test --config /srv/farm/config.yaml"],
        ["completion"] = ["completion bash", "completion zsh"],
    };

    /// <summary>Whole command lines, as they are typed; empty for a command that only holds others.</summary>
    /// <param name="path">The words of the command.</param>
    public static ImmutableArray<string> Examples(string path) =>
        Known.TryGetValue(path, out var examples) ? [.. examples.Select(example => $"plotmanager {example}")] : [];
}

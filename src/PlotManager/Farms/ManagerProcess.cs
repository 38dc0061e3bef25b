using System.CommandLine;
using PlotManager.DemoPlotter;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Farms;

/// <summary>A process of this machine that is a manager, or is about to be one, as its command line says.</summary>
/// <param name="ConfigFile">The full path of its config; as that process sees it.</param>
public sealed record ManagerProcess(ProcessSighting Process, string ConfigFile)
{
    /// <summary>The state folder that it was given; null where it was given none.</summary>
    public string? StateFolder { get; init; }

    private const string Program = "plotmanager";

    private static readonly Command Run = new(LockHolder.Manager)
    {
        SharedOptions.StartLog, SharedOptions.Quiet, SharedOptions.LogFormat,
    };
    private static readonly RootCommand Line = new() { SharedOptions.Config, SharedOptions.State, Run };

    /// <summary>
    /// All but this process itself. One whose config cannot be told is left out: another user's that names it by a relative path.
    /// </summary>
    public static IEnumerable<ManagerProcess> Others(IProcessInspector processes)
    {
        foreach (var process in processes.List(line => line.Contains(LockHolder.Manager, StringComparison.Ordinal)))
        {
            if (process.Identity != processes.Self
                && process.Condition != ProcessCondition.Zombie
                && Of(process, processes) is { } manager)
            {
                yield return manager;
            }
        }
    }

    /// <summary>
    /// Whether it has a journal open and so has got past the lock; one that still waits for it has not. Null where the system does not
    /// tell.
    /// </summary>
    public bool? IsAtWork(IProcessInspector processes) => processes.HasOpen(Process.Identity.Pid, FarmPaths.JournalName);

    /// <summary>The only manager that runs as this user; null where there is none, or more than one.</summary>
    public static ManagerProcess? OnlyOfUser(IProcessInspector processes)
    {
        var user = processes.Find(processes.Self.Pid)?.User;
        var own = Others(processes).Where(manager => manager.Process.User == user && manager.IsAtWork(processes) != false).Take(2).ToList();
        return own.Count == 1 ? own[0] : null;
    }

    private static ManagerProcess? Of(ProcessSighting process, IProcessInspector processes)
    {
        if (StandIn.IsStandIn(process.Executable, process.Arguments) || OwnArguments(process) is not { } words)
        {
            return null;
        }

        var parsed = Line.Parse([.. words]);
        if (parsed.CommandResult.Command != Run || parsed.UnmatchedTokens.Count > 0)
        {
            return null;
        }

        string? Variable(string name) => processes.EnvironmentVariable(process.Identity.Pid, name);
        string? Full(string path) => Path.IsPathFullyQualified(path) ? path
            : process.WorkingDirectory is { } folder ? Path.GetFullPath(path, folder)
            : null;
        var config = FarmPaths.Named(parsed.GetValue(SharedOptions.Config), () => Variable(FarmPaths.ConfigVariable)) is { } named
            ? Full(named)
            : FarmPaths.Here(process.WorkingDirectory, Variable("HOME"));
        return config is null
            ? null
            : new ManagerProcess(process, config) { StateFolder = parsed.GetValue(SharedOptions.State) is { } state ? Full(state) : null };
    }

    // As this program is started: by its own name, or by dotnet and the name of its assembly.
    private static IEnumerable<string>? OwnArguments(ProcessSighting process) => process.Arguments switch
    {
        [var first, ..] when IsProgram(first) || IsProgram(process.Executable) => process.Arguments.Skip(1),
        [_, var second, ..] when IsProgram(second) => process.Arguments.Skip(2),
        _ => null,
    };

    private static bool IsProgram(string? path) => Path.GetFileNameWithoutExtension(path) == Program;
}

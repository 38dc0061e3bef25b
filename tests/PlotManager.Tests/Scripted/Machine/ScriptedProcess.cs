using System.Collections.Immutable;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>One process of a scripted machine.</summary>
internal sealed class ScriptedProcess
{
    public required ProcessIdentity Identity { get; init; }

    /// <summary>What time had passed when it started.</summary>
    public required TimeSpan Began { get; init; }

    /// <summary>As Linux tells it: counted back from the clock as it stands now.</summary>
    public required Func<DateTimeOffset> StartedAt { get; init; }
    public int ParentPid { get; set; }
    public ImmutableArray<string> Arguments { get; set; } = [];
    public string? Executable { get; set; }
    public ImmutableDictionary<string, string> Environment { get; set; } = ImmutableDictionary<string, string>.Empty;
    public string? LogFile { get; init; }
    public ProcessCondition Condition { get; set; }
    public ProcessExit? Exit { get; set; }

    /// <summary>Another user's: only its arguments and its state may be read.</summary>
    public bool IsAnothers { get; set; }

    /// <summary>The life of the manager whose child it is; null once that one is over.</summary>
    public ManagerLife? Parent { get; set; }

    /// <summary>What it does, by the time since its start.</summary>
    public Queue<PlotStep> Steps { get; init; } = new();

    /// <summary>The drives of ours on which its paths lie, by the path; null: it is in no container.</summary>
    public Dictionary<string, string>? Container { get; init; }

    /// <summary>Files that it has open for writing.</summary>
    public List<string> Open { get; } = [];

    public int Pid => Identity.Pid;

    public ProcessSighting Sighting => new(Identity)
    {
        ParentPid = ParentPid,
        Arguments = Condition == ProcessCondition.Zombie ? [] : Arguments,
        Executable = IsAnothers ? null : Executable,
        WorkingDirectory = IsAnothers ? null : "/",
        StartedAt = StartedAt(),
        Condition = Condition,
        User = IsAnothers ? "somebody" : "farmer",
    };
}

/// <summary>One life of the manager, as the machine knows it: the parent of what it launched.</summary>
internal sealed class ManagerLife(ProcessIdentity self)
{
    public ProcessIdentity Self => self;
    public int Pid => self.Pid;
    public List<ProcessExit> Exits { get; } = [];
}

/// <param name="At">Since the start of the process.</param>
internal sealed record PlotStep(TimeSpan At, Action<ScriptedMachine, ScriptedProcess> Do);

using System.CommandLine;
using System.Text;
using PlotManager.Control;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Display.Json;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Logs;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary>
/// The farm's snapshot: the running manager's where it answers, else made by a look of our own. Changes nothing. While a manager runs
/// on the config it has, a broken one on the disk is no reason not to look.
/// </summary>
public sealed class SnapshotSource : IDisposable
{
    // Enough for a figure, and nobody notices it.
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(200);

    private readonly CommandEnvironment _environment;
    private readonly FarmPaths _paths;
    private readonly Farm? _farm;
    private readonly CommandFault? _fault;
    private ControlClient? _client;

    public SnapshotSource(Farm farm, CommandEnvironment environment) => (_paths, _farm, _environment) = (farm.Paths, farm, environment);

    private SnapshotSource(FarmPaths paths, CommandFault fault, CommandEnvironment environment) =>
        (_paths, _fault, _environment) = (paths, fault, environment);

    public ViewSettings View => _farm?.Config.View ?? ConfigReader.DefaultView;

    /// <summary>What of the farm cannot be read, as of the last look, for people; null if nothing.</summary>
    public string? Unread { get; private set; }

    /// <summary>Null where the one on the disk cannot be used.</summary>
    public Config? Config => _farm?.Config;

    public ProfileCatalog Profiles => _farm?.Config.Profiles ?? BuiltInProfiles.Catalog;

    /// <exception cref="CommandFault">The config cannot be used, and no manager runs.</exception>
    public static SnapshotSource Open(ParseResult parsed, CommandEnvironment environment, bool looks = false)
    {
        try
        {
            return new SnapshotSource(Farm.Open(parsed, environment, looks), environment);
        }
        catch (CommandFault fault) when (ManagerFacts.OfLiving(
            Farm.Locate(parsed, environment).Paths, environment.Machine.Value) is not null)
        {
            return new SnapshotSource(Farm.Locate(parsed, environment).Paths, fault, environment);
        }
    }

    /// <summary>
    /// Where no manager measures the CPU all the time: begins a measurement, which the next look ends. So it takes a moment.
    /// </summary>
    public async Task MeasureAsync(CancellationToken cancel)
    {
        var machine = _environment.Machine.Value;
        if (ManagerFacts.OfLiving(_paths, machine) is null)
        {
            machine.Load.Read();
            await Task.Delay(Measured, machine.Time, cancel);
        }
    }

    public async Task<Snapshot> LookAsync(CancellationToken cancel)
    {
        var facts = ManagerFacts.OfLiving(_paths, _environment.Machine.Value);
        if (facts is not null && await Client(facts).SnapshotAsync(cancel) is { } json)
        {
            return SnapshotJson.Read(Encoding.UTF8.GetBytes(json));
        }

        facts = facts is null ? null : ManagerFacts.OfLiving(_paths, _environment.Machine.Value); // it may have ended meanwhile
        using var look = FarmLook.Once(_farm ?? throw _fault!, _environment, LoggedPlots.Of(_farm, _environment));
        Unread = look.Unread;
        var own = look.Snapshot;
        return facts is null
            ? own
            : own with
            {
                Manager = own.Manager with { Running = true, Pid = facts.Pid, Version = facts.Version, EndedAt = null, Ended = null },
                Problems = own.Problems.Add(new ProblemPart(
                    "warning",
                    _client?.Distrusted is { } reason
                        ? $"the manager (pid {facts.Pid}) is not asked, for another user could answer in its place: {reason}"
                        : $"the manager (pid {facts.Pid}) does not answer; it may be another user's, so its counts are not known",
                    null, null, null)),
            };
    }

    /// <summary>
    /// Something cheap that differs when a manager's snapshot does, or when a manager comes or goes; null if it does not answer.
    /// </summary>
    public async Task<string?> StampAsync(CancellationToken cancel) =>
        ManagerFacts.OfLiving(_paths, _environment.Machine.Value) is { } facts ? await Client(facts).StampAsync(cancel) : "no manager";

    public void Dispose() => _client?.Dispose();

    private ControlClient Client(ManagerFacts facts)
    {
        if (_client?.Manager != facts)
        {
            _client?.Dispose();
            _client = new ControlClient(facts, _environment.Machine.Value.Entries);
        }

        return _client;
    }
}

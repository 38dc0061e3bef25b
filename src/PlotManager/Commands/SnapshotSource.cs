using PlotManager.Display;
using PlotManager.Http;
using PlotManager.Manager;

namespace PlotManager.Commands;

/// <summary>The farm's snapshot: the running manager's where it answers, else made by a look of our own. Changes nothing.</summary>
public sealed class SnapshotSource(Farm farm, CommandEnvironment environment) : IDisposable
{
    private ControlClient? _client;

    public Farm Farm => farm;

    public async Task<Snapshot> LookAsync(CancellationToken cancel)
    {
        var facts = ManagerFacts.OfLiving(farm.Paths, environment.Machine.Value.Processes);
        if (facts is not null && await Client(facts).SnapshotAsync(cancel) is { } json)
        {
            return SnapshotJson.Read(System.Text.Encoding.UTF8.GetBytes(json));
        }

        var own = FarmLook.Once(farm, environment).Snapshot;
        return facts is null
            ? own
            : own with
            {
                Manager = own.Manager with { Running = true, Pid = facts.Pid, Version = facts.Version },
                Problems = own.Problems.Add(new ProblemPart(
                    "warning", $"the manager (pid {facts.Pid}) does not answer; it may be another user's, so its counts are not known", null, null, null)),
            };
    }

    public void Dispose() => _client?.Dispose();

    private ControlClient Client(ManagerFacts facts)
    {
        if (_client?.Manager != facts)
        {
            _client?.Dispose();
            _client = new ControlClient(facts);
        }

        return _client;
    }
}

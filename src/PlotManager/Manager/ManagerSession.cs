using PlotManager.Commands;
using PlotManager.Configuration;
using PlotManager.Http;
using PlotManager.Journal;

namespace PlotManager.Manager;

/// <summary>One life of the manager: the loop, and what listens beside it. Its end is written down, so that a crash is known by its absence.</summary>
public sealed class ManagerSession : IAsyncDisposable
{
    private readonly PlottingLoop _loop;
    private readonly Ledger _ledger;
    private readonly ControlServer _server;
    private readonly FarmPaths _paths;
    private readonly TimeProvider _time;

    private ManagerSession(PlottingLoop loop, Ledger ledger, ControlServer server, FarmPaths paths, TimeProvider time) =>
        (_loop, _ledger, _server, _paths, _time) = (loop, ledger, server, paths, time);

    /// <summary>Runs until it is told to stop or all is made. Only an end in good order is written down: whatever else happens was a crash.</summary>
    public async Task<LoopEnd> RunAsync(CancellationToken stop)
    {
        var end = await _loop.RunAsync(stop);
        _ledger.EndSession(_time.GetUtcNow());
        return end;
    }

    public static async Task<ManagerSession> BeginAsync(Farm farm, IJournal journal, CommandEnvironment environment, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        var self = machine.Processes.Self;
        var now = machine.Time.GetUtcNow();
        var session = $"{now:yyyyMMdd-HHmmss}-{self.Pid}";
        var ledger = Ledger.Load(journal);
        ledger.BeginSession(session, self.Pid, now);
        ledger.Queue(Notices.ManagerStarted(session, Environment.MachineName, now));

        var snapshots = new SnapshotBuilder(machine, journal, new FarmStanding(Environment.MachineName, farm.Paths.ConfigFile), self);
        var source = new ConfigSource(
            farm.Config,
            () => ConfigFile.Read(farm.Paths.ConfigFile, environment),
            (fresh, _) =>
            {
                snapshots.Report("config", null);
                foreach (var job in fresh.Jobs)
                {
                    ledger.ReleaseHeldBack(job.Name); // what was mended may be what held it back
                }
            },
            problems => snapshots.Report("config", new ProblemPart("error", $"the config was changed and has errors; the old one stays: {problems}", null, null, null)));
        var loop = new PlottingLoop(source, machine, ledger, snapshots, new NoLog(), environment.Variable);

        var socket = farm.Paths.ChooseSocket(environment);
        var server = await ControlServer.StartAsync(socket, loop, cancel);
        new ManagerFacts(self.Pid, self.StartTicks, self.BootId, socket, ProgramVersion.Text).Write(farm.Paths.Facts);
        return new ManagerSession(loop, ledger, server, farm.Paths, machine.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_paths.Facts);
    }
}

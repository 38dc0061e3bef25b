using System.Collections.Immutable;
using PlotManager.Control;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Logging;
using PlotManager.Logs;
using PlotManager.Metrics;
using PlotManager.Notifications;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>
/// One life of the manager: the loop, and what listens and sends beside it. Only an end in good order is written down: whatever else
/// happens was a crash, and the next manager goes on with its counts.
/// </summary>
public sealed class ManagerSession : IAsyncDisposable
{
    private readonly Farm _farm;
    private readonly CommandEnvironment _environment;
    private readonly string _id;
    private readonly BufferedJournal _journal;
    private readonly FarmStore _store;
    private readonly DebugLog _file;
    private readonly OutputLog? _output;
    private readonly IEventLog _log;
    private readonly SnapshotBuilder _snapshots;
    private readonly HttpClient _http = HttpPost.Client();
    private readonly NotificationSender _sender;
    private readonly NoticeQueue _queue;
    private readonly MetricsState _metrics = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ServiceNotice _service;
    private ImmutableArray<INotificationService> _services = [];
    private readonly ControlEndpoint _endpoint;

    /// <param name="whenUp">Called once, when the first pass is over.</param>
    /// <param name="output">Where events are written besides debug.log; null: nowhere.</param>
    public ManagerSession(
        Farm farm, RecognisedFarm recognised, FarmLock held, SqliteJournal file, CommandEnvironment environment, Action whenUp,
        OutputLog? output = null)
    {
        (_farm, _environment) = (farm, environment);
        var machine = environment.Machine.Value;
        var self = machine.Processes.Self;
        var now = machine.Time.GetUtcNow();
        _id = $"{now:yyyyMMdd-HHmmss}-{self.Pid}";
        _file = new DebugLog(
            farm.Paths.DebugLog, farm.Config.Manager.LogLevel, SecretMask.Of(farm.Config.Notifications), machine.Time, environment.Error);
        _output = output;
        _log = output is null ? _file : new EventLogs(_file, output);
        _journal = new BufferedJournal(file, machine.Time);
        _queue = new NoticeQueue(_journal, file);
        UseServices(farm.Config);
        _sender = new NotificationSender(_queue, () => _services, _log, machine.Time);
        var notices = new NoticeWriter(Host, () => [.. _services.Select(service => service.Name)]);
        _store = new FarmStore(_journal, notices, new PlotEventLog(_log, _metrics), _sender);
        _store.Commit(new FarmEvent.SessionBegun(_id, self.Pid, now));
        _store.Recognise(recognised.Record);
        if (recognised.News is { } news)
        {
            _log.Write(LogLevel.Warning, news);
        }

        var plots = new KnownPlots(machine, farm.Paths.PlotIndexes(environment));
        _snapshots = new SnapshotBuilder(
            machine, _journal, _store, new FarmName(Host, farm.Paths.ConfigFile), self, Write, LoggedPlots.Beside(farm, environment),
            plots);
        ReportUnread();
        // Whoever reads what this manager says may be in another folder: paths are told whole.
        var reader = environment with { WorkingDirectory = null };
        var hooks = new ConfigHooks(ConfigState, () => ConfigInForce.ReadAndKeep(farm.Paths, reader), TakeOver, Refuse)
        {
            Away = TellAway,
            PlottersInFlight = () => _store.State.InFlight.Select(run => run.Run.Plotter),
        };
        var source = new ConfigSource(farm.Config, hooks, machine.Time);
        _service = new ServiceNotice(environment.Variable, self.Pid, machine.Time);
        Loop = new PlottingLoop(
            source, machine, _store, new WaitTimes(_journal, _store, Waited), _snapshots, _log, environment.Variable,
            new Watcher(_service, $"looks after {farm.Paths.ConfigFile}", whenUp, _metrics), plots: plots);
        _endpoint = new ControlEndpoint(farm.Paths, environment, Loop, held, _log, trouble => Report(ProblemKind.Control, trouble));
    }

    public PlottingLoop Loop { get; }

    private void Waited(string job, Rule rule, TimeSpan time) => _metrics.StartHeld(job, rule.Name(), time);

    private static string Host => Environment.MachineName;

    /// <summary>Runs until it is told to stop or all is made.</summary>
    /// <exception cref="CommandFault">Commands could not reach it, or its journal cannot be written from the beginning.</exception>
    public async Task<LoopEnd> RunAsync(CancellationToken stop)
    {
        if (_store.Trouble is { } trouble)
        {
            throw new CommandFault(trouble);
        }

        var self = _environment.Machine.Value.Processes.Self;
        KeepConfig();
        await _endpoint.OpenAsync(stop);
        var reachable = _endpoint.KeepAsync(_ending.Token);
        var sending = _sender.Run(_ending.Token);
        var serving = ServeMetricsAsync();
        _log.Write(LogLevel.Info, $"manager {ProgramVersion.Text} started (pid {self.Pid}) for {_farm.Paths.ConfigFile}");
        try
        {
            var end = await Loop.RunAsync(stop);
            _service.Stopping();
            _store.Commit(new FarmEvent.SessionEnded(
                _environment.Machine.Value.Time.GetUtcNow(), AllMade: end == LoopEnd.Finished, Drained: end == LoopEnd.Drained));
            _log.Write(LogLevel.Info, end switch
            {
                LoopEnd.Finished => "all jobs have made their plots; the manager ends",
                LoopEnd.Drained => "drained: the running plots are done; the manager ends",
                _ => "the manager was told to stop",
            });
            return end;
        }
        catch (Exception fault)
        {
            _log.Write(LogLevel.Error, $"the manager ends on an error: {fault}");
            _store.Commit(new FarmEvent.SessionFailed(fault.Message, _environment.Machine.Value.Time.GetUtcNow()));
            throw;
        }
        finally
        {
            await SendLastNewsAsync();
            await _ending.CancelAsync();
            await Task.WhenAll(sending, serving, reachable);
            SaveTheLast();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _http.Dispose();
        _service.Dispose();
        _file.Dispose();
        _ending.Dispose();
    }

    // The settings are those of the start: a changed port is taken over by the next one.
    private Task ServeMetricsAsync()
    {
        var settings = _farm.Config.Instrumentation;
        var time = _environment.Machine.Value.Time;
        return settings.PrometheusEnabled
            ? new MetricsServer(
                () => Loop.Shown is { } shown ? MetricsText.Write(shown, _metrics) : "", ReportMetrics, time)
                .Run(settings, _ending.Token)
            : Task.CompletedTask;
    }

    private void KeepConfig()
    {
        try
        {
            ConfigInForce.ReadAndKeep(_farm.Paths, _environment);
        }
        catch (CommandFault)
        {
            return; // it went or broke since the command read it, which the loop finds and tells
        }
    }

    private void ReportMetrics(string? trouble) => Report(ProblemKind.Metrics, trouble);

    private void Report(ProblemKind kind, string? trouble) =>
        _snapshots.Report(kind, trouble is null ? null : new ProblemPart("warning", trouble, null, null, null));

    private void Write(ProblemPart problem) =>
        _log.Write(problem.Severity == "error" ? LogLevel.Error : LogLevel.Warning, problem.Text, problem.Job);

    // The last completions are worth a moment; what a silent service does not take now is sent by the next manager.
    private async Task SendLastNewsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _sender.DeliverDue(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _log.Write(LogLevel.Warning, "some notices could not be sent before the end; they are kept for the next start");
        }
        catch (JournalException unreadable)
        {
            _log.Write(LogLevel.Warning, $"the last notices are not sent, for they cannot be read: {unreadable.Message}");
        }
    }

    private void SaveTheLast()
    {
        if (_journal.Trouble is null)
        {
            return;
        }

        _journal.Save();
        if (_journal.Trouble is { } trouble)
        {
            var words = NotSaved.Words(ends: true, _store.Unsaved, trouble);
            _log.Write(LogLevel.Error, words);
            _environment.Complain(words);
        }
    }

    private void ReportUnread()
    {
        if (_store.Unread is [var first, .. var more])
        {
            var text = $"the journal holds what this version does not know, and keeps it: "
                + $"{first}{(more.IsEmpty ? "" : $", and {more.Length} more")}; use the version that wrote it";
            _log.Write(LogLevel.Warning, text);
            _snapshots.Report(ProblemKind.UnreadJournal, new ProblemPart("warning", text, null, null, null));
        }
    }

    private void UseServices(Config config) =>
        _services = [.. NotificationServices.From(config.Notifications, _http, _queue, _environment.Machine.Value.Time)];

    private ConfigWatch.FileState? ConfigState()
    {
        try
        {
            return _environment.Machine.Value.Files.Look(_farm.Paths.ConfigFile) is { } found
                ? new ConfigWatch.FileState(found.Length, found.Changed)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // away for a moment, as far as we can tell
        }
    }

    private void TakeOver(Config fresh, Config old, IReadOnlyList<string> changes)
    {
        UseServices(fresh);
        _file.Level = fresh.Manager.LogLevel;
        _file.Mask = SecretMask.Of(fresh.Notifications);
        _output?.Mask = _file.Mask;
        ReportConfig(null);
        foreach (var change in changes)
        {
            _log.Write(LogLevel.Warning, $"config: {change}");
        }

        // What was mended may be why its runs failed.
        foreach (var job in fresh.Jobs.Where(job => changes.Count > 0 && _store.State.Job(job.Name).HeldBackUntil is not null))
        {
            _store.Commit(new FarmEvent.JobReleased(job.Name));
        }
    }

    private void Refuse(string problems) => ReportConfig(
        $"the config was changed and has errors; the old one stays: {string.Join(" · ", problems.Split('\n'))}");

    private void TellAway(bool isAway) => ReportConfig(
        isAway ? $"{_farm.Paths.ConfigFile} is gone; the manager goes on with what it read, and no next one can start without it" : null);

    private void ReportConfig(string? trouble) =>
        _snapshots.Report(ProblemKind.Config, trouble is null ? null : new ProblemPart("error", trouble, null, null, null));

    // Ready is said once, when the first pass is over: whoever waits for the unit then finds a farm that is looked after.
    private sealed class Watcher(ServiceNotice service, string does, Action whenUp, MetricsState metrics) : ILoopWatcher
    {
        private bool _saidReady;

        public void GotOn()
        {
            if (!_saidReady)
            {
                _saidReady = true;
                whenUp();
                service.Ready(does);
            }

            service.Alive();
        }

        public void PassTook(TimeSpan time) => metrics.LookTook(time);
    }
}

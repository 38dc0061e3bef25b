using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Notifications;
using PlotManager.Store;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Engine;

/// <summary>The manager's ledger and the engine of Core, given the same evidence: the same records, counts and notices, whatever happens.</summary>
public sealed class LedgerAndEngineTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(200).WithStartSize(20).WithEndSize(250);

    [Fact]
    public void TheSameEvidence_LeadsBothToTheSame() => Prop.ForAll<byte[]>(numbers =>
    {
        using var both = new Both(numbers);
        while (both.AnyLeft)
        {
            both.Happen();
            both.Agree();
        }
    }).Check(Often);

    private sealed class Both(byte[] numbers) : IDisposable
    {
        private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;
        private readonly MemoryJournal _journal = new();
        private readonly Dictionary<string, string> _logs = [];
        private readonly List<string> _news = [];
        private FarmState _state = FarmState.Empty;
        private Ledger _ledger = null!;
        private DateTimeOffset _now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        private int _next;
        private int _number;
        private bool _isCrashed = true;

        public bool AnyLeft => _next < numbers.Length;

        public void Dispose() => _journal.Dispose();

        public void Happen()
        {
            _now = _now.AddSeconds(Of(200));
            if (_isCrashed)
            {
                BeginSession();
                return;
            }

            var open = _ledger.Open.ToList();
            var run = open.Count == 0 ? null : open[Of(open.Count)];
            switch (Of(16))
            {
                case 0:
                    if (Of(2) == 0)
                    {
                        _ledger.EndSession(_now);
                        Play(new FarmEvent.SessionEnded(_now));
                    }

                    _isCrashed = true;
                    break;
                case 1 or 2 or 3:
                    Launch();
                    break;
                case 4:
                    var foreign = Run(Of(3) == 0 ? null : Job()) with { Owner = (RunOwner)(1 + Of(3)), State = RunState.Running, Process = Process() };
                    _ledger.Adopt(foreign);
                    Play(new FarmEvent.RunAdopted(foreign));
                    break;
                case 5 when run is { Run.State: not RunState.Intended }:
                    var asked = Of(3) > 0;
                    _ledger.MarkKilledByUser(run.RunId, asked);
                    Play(new FarmEvent.KillAsked(run.RunId, asked));
                    break;
                case 6:
                    var by = TimeSpan.FromHours(Of(5) - 2);
                    _ledger.ShiftClock(by);
                    Play(new FarmEvent.ClockShifted(by));
                    break;
                case 7:
                    OfAJob(Job());
                    break;
                default:
                    if (run is { Run.State: not RunState.Intended })
                    {
                        Settle(run);
                    }

                    break;
            }
        }

        public void Agree()
        {
            foreach (var name in new[] { "a", "b" })
            {
                var engine = _state.Job(name);
                engine.ShouldBe(_ledger.Job(name) with { DirectoryOffset = _ledger.DirectoryOffset(name) });
            }

            _state.Starts.ShouldBe(_ledger.Starts);
            _state.Session?.StartedAt.ShouldBe(_ledger.SessionStarted!.Value);
            _state.Runs.Select(run => run.Run).ShouldBe(_ledger.Open.Select(run => run.Run), ignoreOrder: true);
            foreach (var run in _state.Runs)
            {
                var known = _ledger.Find(run.RunId)!;
                run.Plots.ShouldBe(known.Plots.Skip(run.Earlier));
                (run.PlotsMade, run.PlotsToMake, run.IsInFlight, run.Current).ShouldBe((known.PlotsMade, known.PlotsToMake, known.IsInFlight, known.Current));
            }

            _news.Distinct().ShouldBe(_journal.Queued);
        }

        private void BeginSession()
        {
            _isCrashed = false;
            _ledger = Ledger.Load(_journal);
            _ledger.Services = ["webhook"];
            _ledger.BeginSession($"s{_number++}", 1, _now);
            _ledger.Queue(Notices.ManagerStarted($"s{_number}", "host", _now));
            Play(new FarmEvent.SessionBegun($"s{_number}", 1, _now));
            foreach (var run in _ledger.InFlight)
            {
                _ledger.TurnDirectories(run.Run.Job);
            }

            Play(new FarmEvent.FirstPassMade());
        }

        private void Launch()
        {
            var run = Run(Job());
            _ledger.Intend(run);
            Play(new FarmEvent.RunIntended(run));
            switch (Of(6))
            {
                case 0:
                    _ledger.Refuse(run.RunId, "no such file", "host", _now);
                    Play(Settlement.OfRefusal(_state, run.RunId, "no such file", _now));
                    break;
                case 1:
                    _ledger.Forget(run.RunId, _now);
                    Play(new FarmEvent.RunForgotten(run.RunId, _now));
                    break;
                case 2:
                    _ledger.Confirm(run.RunId, null);
                    Play(new FarmEvent.RunConfirmed(run.RunId, null));
                    break;
                default:
                    var process = Process();
                    _ledger.Confirm(run.RunId, process);
                    _ledger.TurnDirectories(run.Job);
                    Play(new FarmEvent.RunLaunched(run.RunId, process));
                    break;
            }
        }

        private void OfAJob(string job)
        {
            switch (Of(4))
            {
                case 0:
                    _ledger.ReleaseHeldBack(job);
                    Play(new FarmEvent.JobReleased(job));
                    break;
                case 1:
                    _ledger.BeginShortage(job, _now, Notices.NoDestination($"{job}:{_now.ToUnixTimeSeconds()}", "host", _now, job, "full"));
                    Play(new FarmEvent.ShortageBegun(job, _now, "full"));
                    break;
                case 2:
                    _ledger.EndShortage(job);
                    Play(new FarmEvent.ShortageEnded(job));
                    break;
                default:
                    var mode = (StartMode)Of(3);
                    _ledger.SetStarts(mode);
                    Play(new FarmEvent.StartsChanged(mode));
                    break;
            }
        }

        // Its log says a little more, or its process is gone.
        private void Settle(TrackedRun run)
        {
            var log = _logs.GetValueOrDefault(run.RunId, "") + Line();
            _logs[run.RunId] = log;
            var gone = Of(4) == 0;
            var reader = new PlotLogReader(Chia);
            reader.Feed(Encoding.UTF8.GetBytes(log));
            var sight = new RunSight
            {
                Alive = !gone,
                Suspended = Of(5) == 0,
                Rebooted = Of(6) == 0,
                Exit = !gone || Of(3) == 0 ? null : Of(2) == 0 ? new ProcessExit(7, Of(2), null) : new ProcessExit(7, null, 9),
                Log = Of(8) == 0 ? null : reader.State,
                LogFile = Of(2) == 0 ? "/logs/found.log" : null,
                FinalFile = _ => Of(3) switch { 0 => null, 1 => 0, _ => 108_877_420_953 },
            };
            var mark = _next;
            var died = sight.Log is { Plots.Length: > 0 } said ? !said.Plots.Any(plot => plot.GotToWork) : run.Current?.PlotId is null;
            _ledger.Settle(RunProgress.Next(run, Chia, sight, _now, TimeZoneInfo.Utc), new NoticeFacts("host", died, sight.Rebooted), _now);
            _next = mark; // both ask the same of the final file
            Play(Settlement.Of(_state, _state.Find(run.RunId)!, Chia, sight, _now, TimeZoneInfo.Utc));
        }

        private string Line() => Of(8) switch
        {
            0 or 1 => $"Starting plotting progress into temporary dirs: /t and /t\nID: {_number++:x64}\nPlot size is: 32\nComputing table 1\n",
            2 => "Time for phase 1 = 100.000 seconds. CPU (100.000%)\n",
            3 => "Time for phase 2 = 50.000 seconds. CPU (100.000%)\n",
            4 => "Could not copy \"/t/x.plot.2.tmp\" to \"/d/x.plot.2.tmp\". Error No space left on device. Retrying in five minutes.\n",
            5 => "Total time = 400.500 seconds. CPU (100.000%)\n",
            6 => $"Renamed final file from \"/d/plot-k32-{_number - 1:x64}.plot.2.tmp\" to \"/d/plot-k32-{_number - 1:x64}.plot\"\n",
            _ => "Caught plotting error: No space left on device\n",
        };

        private void Play(params IEnumerable<FarmEvent> events)
        {
            foreach (var happened in events)
            {
                if (News.Of(_state, happened) is { } news)
                {
                    _news.Add($"{Kind(news)}:{news.Key}");
                }

                _state = _state.Apply(happened);
            }
        }

        private static string Kind(News news) => news switch
        {
            News.ManagerStarted => "manager-started",
            News.PlotCompleted => "plot-completed",
            News.PlotFailed => "plot-failed",
            News.PlotSuspect => "plot-suspect",
            News.RunBlocked => "run-blocked",
            News.JobBacksOff => "job-held-back",
            News.NoDestination => "no-destination",
            _ => "manager-failed",
        };

        private RunRecord Run(string? job) => new()
        {
            RunId = $"run-{_number++}",
            Job = job,
            Plotter = "chia",
            K = Of(3) == 0 ? null : 32,
            Plots = 1 + Of(3),
            LaunchedAt = _now,
            Directories = new PlotDirectories("/t", null, "/d"),
        };

        private string Job() => Of(2) == 0 ? "a" : "b";

        private ProcessIdentity Process() => new(++_number, 1, "boot");

        private int Of(int count) => _next < numbers.Length ? numbers[_next++] % count : 0;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using PlotManager.Acting.Checking;
using PlotManager.Acting.Processes;
using PlotManager.Commands.Running;
using PlotManager.Core.Checkers;
using PlotManager.Core.Control;
using PlotManager.Core.Farm.Checks;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Observing.Checks;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Checking;

/// <param name="AtOnce">Most checks at the same time, never two on one drive.</param>
/// <param name="Now">Also on drives that a plotter writes to.</param>
internal sealed record VerifyTerms(int Challenges, int AtOnce, bool Now);

/// <summary>Checks plots one after another, some at a time, and hands each verdict on as it comes.</summary>
internal sealed class VerifyRun(
    Farm farm, CommandEnvironment environment, CheckerChoice choice, VerifyTerms terms, VerifyReport report)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks for drives that plotters write to, while checks are under way.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>So often, and this far apart, a verdict is handed on to a manager that does not answer.</summary>
    private const int Attempts = 10;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly Machine _machine = environment.Machine.Value;
    private readonly List<PlotOnDisk> _waiting = [];
    private readonly List<Running> _running = [];
    private readonly Dictionary<int, CheckerEnd> _ends = [];
    private IReadOnlyDictionary<string, string> _written = new Dictionary<string, string>();
    private long? _looked;
    private bool _isKept = true;

    public async Task AllAsync(IEnumerable<PlotOnDisk> plots, CancellationToken cancel)
    {
        foreach (var plot in plots)
        {
            if (plot.File.IsBad)
            {
                report.Bad(plot); // its bytes say so: no checker need look
            }
            else
            {
                _waiting.Add(plot);
            }
        }

        var logs = Directory.CreateTempSubdirectory("plotmanager-check-");
        try
        {
            while (_waiting.Count + _running.Count > 0)
            {
                await TakeEndedAsync(cancel);
                if (_running.Count < terms.AtOnce && NextFree() is { } next)
                {
                    await BeginAsync(next, logs.FullName, cancel);
                }
                else if (_running.Count == 0)
                {
                    PassOverTheRest();
                }
                else
                {
                    await Task.Delay(Poll, _machine.Time, cancel);
                }
            }
        }
        finally
        {
            await EndAllAsync();
            logs.Delete(recursive: true);
        }
    }

    // Of those that are left, the first on a drive where nobody is at work.
    private PlotOnDisk? NextFree()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        if (!terms.Now && (_running.Count == 0 || _looked is not { } looked || _machine.Time.GetElapsedTime(looked) >= LookEvery))
        {
            using var look = FarmLook.Once(farm, environment);
            (_written, _looked) = (WrittenDrives.Of(look.Seen), _machine.Time.GetTimestamp());
        }

        return _waiting.Find(plot => !_written.ContainsKey(DriveOf(plot)) && !_running.Exists(check => check.Drive == DriveOf(plot)));
    }

    private void PassOverTheRest()
    {
        foreach (var plot in _waiting)
        {
            report.PassedOver(plot, $"plot {_written[DriveOf(plot)]} is being written to its drive {DriveOf(plot)}; "
                + "check it later, or with --now");
        }

        _waiting.Clear();
    }

    private async Task BeginAsync(PlotOnDisk plot, string logs, CancellationToken cancel)
    {
        _waiting.Remove(plot);
        var (checker, problem) = choice.For(plot.File.Format);
        if (checker is null)
        {
            report.PassedOver(plot, problem!);
            return;
        }

        var now = _machine.Time.GetLocalNow();
        var id = $"{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-"
            + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var check = new CheckRecord
        {
            CheckId = id,
            File = plot.Path,
            PlotId = plot.File.Id,
            Format = plot.File.Format,
            Checker = checker.Profile.Name,
            Challenges = checker.Profile.Challenges(terms.Challenges),
            LaunchedAt = now,
            LogFile = Path.Combine(logs, $"{id}.log"),
        };
        try
        {
            var process = _machine.Launcher.Launch(CheckRun.Order(checker, check));
            _running.Add(new Running(plot, checker.Profile, check.Launched(process), DriveOf(plot)));
        }
        catch (LaunchException refused)
        {
            await DoneAsync(plot, check.Judged(new CheckFinding(CheckVerdict.NotJudged, null, refused.Message), now, default), cancel);
        }
    }

    private async Task TakeEndedAsync(CancellationToken cancel)
    {
        foreach (var exit in _machine.Launcher.Reap())
        {
            _ends[exit.Pid] = new CheckerEnd(exit.ExitCode, exit.Signal);
        }

        foreach (var ended in _running.FindAll(one => _ends.ContainsKey(one.Check.Process!.Value.Pid)))
        {
            _running.Remove(ended);
            _ends.Remove(ended.Check.Process!.Value.Pid, out var end);
            var now = _machine.Time.GetLocalNow();
            await DoneAsync(
                ended.Plot, ended.Check.Judged(CheckLog.Read(_machine.Files, ended.Checker, ended.Check, end), now, end), cancel);
        }
    }

    private async Task DoneAsync(PlotOnDisk plot, CheckRecord check, CancellationToken cancel)
    {
        report.Checked(plot, check);
        var answer = _isKept ? await KeepAsync(check, cancel) : null;
        if (answer is { Done: false })
        {
            _isKept = false;
            environment.Complain($"warning: {answer.Text}");
        }
        else if (answer?.Warning is { } warning)
        {
            environment.Complain($"warning: {warning}");
        }
    }

    // A manager that ends or begins at this moment answers nobody; soon another does, or none runs.
    private async Task<ControlAnswer> KeepAsync(CheckRecord check, CancellationToken cancel)
    {
        var request = new ControlRequest(ControlCommand.Checked) { Check = check };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await new PlotCommands(environment).AskAsync(farm.Paths, () => farm, request, cancel);
            }
            catch (CommandFault fault) when (attempt == Attempts)
            {
                return new ControlAnswer(false, $"the results are not kept: {fault.Message}");
            }
            catch (CommandFault)
            {
                await Task.Delay(BetweenAttempts, _machine.Time, cancel);
            }
        }
    }

    // Those that nobody waits for any more.
    private async Task EndAllAsync()
    {
        var endings = _running.ConvertAll(check => ProcessEnding.Prepare(_machine, check.Check.Process!.Value, asksTwice: false));
        endings.ForEach(ending => ending.Begin());
        while (endings.Exists(ending => ending.Step() == EndingStage.Waiting))
        {
            await Task.Delay(Poll, _machine.Time, CancellationToken.None);
            _machine.Launcher.Reap();
        }
    }

    private static string DriveOf(PlotOnDisk plot) => plot.Drive ?? Path.GetDirectoryName(plot.Path)!;

    private sealed record Running(PlotOnDisk Plot, CheckerProfile Checker, CheckRecord Check, string Drive);
}

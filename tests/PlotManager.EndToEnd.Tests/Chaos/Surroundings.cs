using System.Collections.Immutable;
using System.Globalization;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Faults;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>
/// What surrounds the managers of a farm and fails beside them: the drives of the journal and of temp files, the clock, the config and the
/// log folder. A fault that this machine cannot play is named in <see cref="Missing"/>.
/// </summary>
public sealed class Surroundings : IAsyncDisposable
{
    /// <summary>
    /// The library that Debian's package <c>faketime</c> installs. It shows a process another time of day, and leaves its monotonic clock
    /// alone.
    /// </summary>
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <summary>Room for a journal of thousands of plots, and soon filled.</summary>
    private const int DriveMegabytes = 32;

    /// <summary>Room for the temp files of a few plots of the stand-in, and soon filled.</summary>
    private const int TempMegabytes = 256;

    private readonly TestFarm _farm;
    private readonly DyingDisk? _drive;
    private readonly SmallDisk? _temp;
    private string _wholeConfig = "";

    private Surroundings(TestFarm farm, DyingDisk? drive, SmallDisk? temp)
    {
        (_farm, _drive, _temp) = (farm, drive, temp);
        SetClock(TimeSpan.Zero);
        Missing =
        [
            .. drive is null || temp is null
                ? new[]
                {
                    $"{Fault.FillJournalDrive}, {Fault.FailJournalDrive}, {Fault.FillTemp}, {Fault.CloseLogFolder}: "
                        + "no right to mount here (root is needed)",
                }
                : [],
            .. File.Exists(FakeTime) ? [] : new[] { $"{Fault.SetClock}: {FakeTime} is not installed (package faketime)" },
        ];
    }

    /// <summary>The faults that this machine cannot play, each with its reason.</summary>
    public ImmutableArray<string> Missing { get; }

    /// <summary>The environment in which managers, and so their plotters, see the set clock.</summary>
    public ImmutableDictionary<string, string> Environment => !File.Exists(FakeTime)
        ? ImmutableDictionary<string, string>.Empty
        : new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = FakeTime,
            ["FAKETIME_TIMESTAMP_FILE"] = ClockFile,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["NO_FAKE_STAT"] = "1", // its lock around stat makes two threads wait for each other
        }.ToImmutableDictionary();

    private HashSet<Fault> Active { get; } = [];

    private string ClockFile => Path.Combine(_farm.Folder, "clock");

    private string Logs => Path.Combine(_farm.Folder, "logs");

    public static async Task<Surroundings> Of(TestFarm farm)
    {
        // Closed to others, as the manager makes it: one that is too open is warned of.
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var drive = await DyingDisk.TryMount(farm.Folders(".plotmanager")[0], DriveMegabytes, Private);
        var temp = drive is null ? null : await SmallDisk.TryMount(farm.Folders($"temp-{ChaosFarm.OnItsOwnTemp}")[0], TempMegabytes);
        return new Surroundings(farm, drive, temp);
    }

    /// <summary>Plays the fault, if it can be played and is not played already.</summary>
    public async Task<bool> Strike(ChaosStep step)
    {
        if (Missing.Any(missing => missing.Contains($"{step.Fault}", StringComparison.Ordinal)) || Active.Contains(step.Fault)
            || (DriveIsDead && step.Fault == Fault.FillJournalDrive))
        {
            return false;
        }

        switch (step.Fault)
        {
            case Fault.FillJournalDrive:
                _drive!.Fill();
                break;
            case Fault.FailJournalDrive:
                _drive!.Die();
                break;
            case Fault.FillTemp:
                _temp!.Fill();
                break;
            case Fault.SetClock:
                SetClock(TimeSpan.FromMinutes(step.Dice % 1200 - 600));
                break;
            case Fault.HalveConfig:
                _wholeConfig = await File.ReadAllTextAsync(_farm.Config, TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(_farm.Config, Halved(_wholeConfig, step.Dice), TestContext.Current.CancellationToken);
                break;
            case Fault.CloseLogFolder:
                // A mount on top: root may write what it has no right to, and files that are open already stay writable, as on a real
                // drive's remount.
                (await Shell.Does("mount", "--bind", Logs, Logs)).ShouldBeTrue();
                (await Shell.Does("mount", "-o", "remount,bind,ro", Logs)).ShouldBeTrue();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "no fault of the surroundings");
        }

        Active.Add(step.Fault);
        return true;
    }

    public async Task Undo(Fault fault)
    {
        if (!Active.Remove(fault))
        {
            return;
        }

        switch (fault)
        {
            case Fault.FillJournalDrive:
                _drive!.MakeRoom();
                break;
            case Fault.FailJournalDrive:
                await _drive!.Revive();
                break;
            case Fault.FillTemp:
                _temp!.MakeRoom();
                break;
            case Fault.HalveConfig:
                await File.WriteAllTextAsync(_farm.Config, _wholeConfig, CancellationToken.None);
                break;
            case Fault.CloseLogFolder:
                (await Shell.Does("umount", "-l", Logs)).ShouldBeTrue();
                break;
            default:
                break; // a clock stays as it was set
        }
    }

    /// <summary>Whether a manager that runs can never write its journal again.</summary>
    public bool DriveIsDead => Active.Contains(Fault.FailJournalDrive);

    public async Task UndoWhatBarsAStart()
    {
        await Undo(Fault.FailJournalDrive);
        await Undo(Fault.FillJournalDrive);
        await Undo(Fault.HalveConfig);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fault in Active.ToList())
        {
            await Undo(fault);
        }

        if (_drive is not null)
        {
            await _drive.DisposeAsync();
        }

        if (_temp is not null)
        {
            await _temp.DisposeAsync();
        }

        RemoveWhatKilledProcessesShared();
    }

    // The library shares memory under the pid of each process, and a killed one leaves it behind.
    private static void RemoveWhatKilledProcessesShared()
    {
        foreach (var file in Directory.EnumerateFiles("/dev/shm", "*faketime_s*_*"))
        {
            if (int.TryParse(file.AsSpan(file.LastIndexOf('_') + 1), CultureInfo.InvariantCulture, out var pid) && !Processes.IsAlive(pid))
            {
                File.Delete(file);
            }
        }
    }

    private void SetClock(TimeSpan offset)
    {
        File.WriteAllText(
            ClockFile + ".new",
            string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "-" : "+")}{Math.Abs(offset.TotalSeconds):0}\n"));
        File.Move(ClockFile + ".new", ClockFile, overwrite: true);
    }

    // As an editor leaves it that had no room: the text ends within a key of a job, where it is no YAML.
    private static string Halved(string config, int dice)
    {
        var keys = Enumerable.Range(0, config.Length)
            .Where(at => config[..at].EndsWith("\n    destination_dir", StringComparison.Ordinal))
            .ToList();
        return config[..keys[dice % keys.Count]];
    }
}

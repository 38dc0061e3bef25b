using System.Globalization;

namespace PlotManager.DemoPlotter.Settings;

/// <summary>
/// How a stand-in plotter behaves, read from a text file beside the link it is called by: <c>/farm/chia.stand-in</c> for <c>/farm/chia</c>.
/// One <c>key: value</c> a line; empty lines and lines that begin with <c>#</c> are skipped. No file means all defaults.
/// <list type="table">
/// <item><term>seconds</term><description>duration of one plot without the copy, 0..86400; default 8 at k18, a quarter more for each
/// k.</description></item>
/// <item><term>phases</term><description>shares of phases 1 to 4, four numbers &gt;= 0, e.g. <c>45,15,30,3</c>; default
/// 44,13,37,3.</description></item>
/// <item><term>copy_seconds</term><description>copy to the destination as if it were another device, in this time, 0..86400; default:
/// rename on one device, else copy as fast as it goes.</description></item>
/// <item><term>version</term><description>1 or 2: which chia to be, 1.1.6 or 2.7.3; default 2. chia_plot has one.</description></item>
/// <item><term>fail</term><description><c>CAUSE[@PHASE[.PERCENT]]</c>, e.g. <c>crash@3.50</c>: see
/// <see cref="FailureCause"/>.</description></item>
/// <item><term>fail_every</term><description>only every nth plot made through this link fails, &gt;= 1; default 1.</description></item>
/// <item><term>proofs_percent</term><description>how many proofs a check finds for a hundred challenges, 0..200; default
/// 97.</description></item>
/// <item><term>check_seconds</term><description>duration of a check, 0..86400; default 0.</description></item>
/// <item><term>retry_seconds</term><description>pause before a write or copy is tried again, 0..86400; default 300 as the real
/// ones.</description></item>
/// <item><term>ignore_sigterm</term><description><c>true</c>: SIGTERM does nothing, only SIGKILL ends it; default
/// <c>false</c>.</description></item>
/// </list>
/// </summary>
internal sealed record StandInSettings
{
    public const string FileSuffix = ".stand-in";

    public const int LongestSeconds = 86_400;

    public static readonly StandInSettings Default = new();

    /// <summary>Seconds of a whole plot without its copy; null: by k.</summary>
    public double? Seconds { get; init; }

    /// <summary>The shares of phases 1 to 4, as they were with a k32 on one drive.</summary>
    public IReadOnlyList<double> PhaseShares { get; init; } = [44, 13, 37, 3];

    public double? CopySeconds { get; init; }

    /// <summary>The major version of chia to imitate: 1 or 2.</summary>
    public int Version { get; init; } = 2;

    public PlannedFailure? Failure { get; init; }

    public int FailEvery { get; init; } = 1;

    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(5);

    public bool IgnoreSigterm { get; init; }

    /// <summary>Proofs that a check finds for a hundred challenges.</summary>
    public double ProofsPercent { get; init; } = 97;

    public double CheckSeconds { get; init; }

    public TimeSpan DurationFor(int k) => TimeSpan.FromSeconds(Seconds ?? 8 * Math.Pow(1.25, k - 18));

    /// <summary>Reads a settings file; one that is not there gives the defaults.</summary>
    /// <exception cref="FormatException">The file cannot be read, or a line of it is wrong: names line and key.</exception>
    public static StandInSettings ReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : Default;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(problem.Message, problem);
        }
    }

    /// <exception cref="FormatException">A line is wrong: names its number and key.</exception>
    public static StandInSettings Parse(string text)
    {
        var settings = Default;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            var colon = trimmed.IndexOf(':');
            if (colon < 0)
            {
                throw new FormatException($"line {number}: 'key: value' expected, not '{trimmed}'");
            }

            var key = trimmed[..colon].TrimEnd();
            var value = trimmed[(colon + 1)..].Trim();
            settings = settings.With(key, value, number)
                ?? throw new FormatException($"line {number}: {key}: '{value}' is not a value for it");
        }

        return settings;
    }

    private StandInSettings? With(string key, string value, int number) => key switch
    {
        "seconds" => Seconds_(value) is { } seconds ? this with { Seconds = seconds } : null,
        "phases" => Shares(value) is { } shares ? this with { PhaseShares = shares } : null,
        "copy_seconds" => Seconds_(value) is { } seconds ? this with { CopySeconds = seconds } : null,
        "version" => value is "1" or "2" ? this with { Version = value[0] - '0' } : null,
        "fail" => PlannedFailure.Parse(value) is { } failure ? this with { Failure = failure } : null,
        "fail_every" =>
            int.TryParse(value, CultureInfo.InvariantCulture, out var every) && every >= 1 ? this with { FailEvery = every } : null,
        "retry_seconds" => Seconds_(value) is { } seconds ? this with { RetryPause = TimeSpan.FromSeconds(seconds) } : null,
        "proofs_percent" => Number(value) is >= 0 and <= 200 and var percent ? this with { ProofsPercent = percent } : null,
        "check_seconds" => Seconds_(value) is { } seconds ? this with { CheckSeconds = seconds } : null,
        "ignore_sigterm" => bool.TryParse(value, out var ignore) ? this with { IgnoreSigterm = ignore } : null,
        _ => throw new FormatException($"line {number}: unknown key '{key}'"),
    };

    private static double? Seconds_(string value) => Number(value) is >= 0 and <= LongestSeconds and var seconds ? seconds : null;

    private static double[]? Shares(string value)
    {
        var shares = value.Split(',').Select(share => Number(share.Trim()) ?? -1).ToArray();
        return shares.Length == 4 && shares.All(share => share >= 0) && shares.Sum() > 0 ? shares : null;
    }

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

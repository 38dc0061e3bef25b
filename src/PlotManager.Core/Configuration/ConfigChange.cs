using System.Collections.Immutable;
using System.Globalization;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration;

/// <summary>
/// Says in words what is different in a config that takes the place of another. Secrets are never told, only that they changed.
/// </summary>
public static class ConfigChange
{
    private const string None = "none";
    private const string Changed = "changed";

    /// <summary>
    /// One line a change, in the order of the keys: <c>changed jobs[micron].stagger_minutes 20 -> 30</c>, <c>job inland added</c>. Empty
    /// if all is the same.
    /// </summary>
    public static ImmutableArray<string> Between(Config before, Config after) =>
    [
        .. Lines("", Root(before), Root(after)),
        .. Profiles(before, after),
        .. Jobs(before, after),
    ];

    private static IEnumerable<string> Jobs(Config before, Config after)
    {
        foreach (var job in after.Jobs)
        {
            if (before.FindJob(job.Name) is not { } old)
            {
                yield return $"job {job.Name} added";
            }
            else
            {
                foreach (var line in Lines($"jobs[{job.Name}].", Values(old), Values(job)))
                {
                    yield return line;
                }
            }
        }
        foreach (var job in before.Jobs.Where(job => after.FindJob(job.Name) is null))
        {
            yield return $"job {job.Name} removed; its running plots go on";
        }

        var stayed = before.Jobs.Where(job => after.FindJob(job.Name) is not null).Select(job => job.Name);
        var order = after.Jobs.Where(job => before.FindJob(job.Name) is not null).Select(job => job.Name).ToList();
        if (!order.SequenceEqual(stayed))
        {
            yield return $"order of jobs is now {string.Join(", ", after.Jobs.Select(job => job.Name))}";
        }
    }

    private static IEnumerable<string> Profiles(Config before, Config after) =>
    [
        .. after.OwnProfiles.Where(own => !before.OwnProfiles.ContainsKey(own.Key))
            .Select(own => $"plotter {own.Key} added")
            .Order(StringComparer.Ordinal),
        .. after.OwnProfiles.Where(own => before.OwnProfiles.TryGetValue(own.Key, out var old) && old != own.Value)
            .Select(own => $"plotter {own.Key} changed")
            .Order(StringComparer.Ordinal),
        .. before.OwnProfiles.Keys.Where(name => !after.OwnProfiles.ContainsKey(name))
            .Select(name => $"plotter {name} removed")
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Lines(
        string prefix, List<(string Path, Key Key, string Value)> before, List<(string Path, Key Key, string Value)> after) =>
        before.Zip(after)
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => pair.First.Key.Secret
                ? $"{Changed} {prefix}{pair.First.Path}"
                : $"{Changed} {prefix}{pair.First.Path} {pair.First.Value} -> {pair.Second.Value}");

    private static List<(string Path, Key Key, string Value)> Root(Config config)
    {
        var notifications = config.Notifications;
        return
        [
            Line("", ConfigKeys.ChiaLocation, config.ChiaLocation),
            Line("", ConfigKeys.Backend, config.Backend),
            Line("manager.", ConfigKeys.Manager.CheckInterval, config.Manager.CheckInterval.TotalSeconds),
            Line("manager.", ConfigKeys.Manager.LogLevel, config.Manager.LogLevel.ToString().ToUpperInvariant()),
            Line("log.", ConfigKeys.Log.FolderPath, config.LogFolder),
            Line("view.", ConfigKeys.View.CheckInterval, config.View.CheckInterval.TotalSeconds),
            Line("view.", ConfigKeys.View.DateTimeFormat, config.View.DateTimeFormat),
            Line("view.", ConfigKeys.View.IncludeSecondsForPhase, config.View.IncludeSecondsForPhase),
            Line("view.", ConfigKeys.View.IncludeDriveInfo, config.View.IncludeDriveInfo),
            Line("view.", ConfigKeys.View.IncludeCpu, config.View.IncludeCpu),
            Line("view.", ConfigKeys.View.IncludeRam, config.View.IncludeRam),
            Line("view.", ConfigKeys.View.IncludePlotStats, config.View.IncludePlotStats),
            Line("notifications.", NotificationKeys.NotifyDiscord, notifications.DiscordWebhookUrl is not null),
            Line("notifications.", NotificationKeys.DiscordWebhookUrl, notifications.DiscordWebhookUrl),
            Line("notifications.", NotificationKeys.NotifyIfttt, notifications.IftttWebhookUrl is not null),
            Line("notifications.", NotificationKeys.IftttWebhookUrl, notifications.IftttWebhookUrl),
            Line("notifications.", NotificationKeys.NotifySound, notifications.Song is not null),
            Line("notifications.", NotificationKeys.Song, notifications.Song),
            Line("notifications.", NotificationKeys.NotifyPushover, notifications.Pushover is not null),
            Line("notifications.", NotificationKeys.PushoverUserKey, notifications.Pushover?.UserKey),
            Line("notifications.", NotificationKeys.PushoverApiKey, notifications.Pushover?.ApiKey),
            Line("notifications.", NotificationKeys.NotifyTelegram, notifications.Telegram is not null),
            Line("notifications.", NotificationKeys.TelegramToken, notifications.Telegram?.Token),
            Line("notifications.", NotificationKeys.TelegramChatId, notifications.Telegram?.ChatId),
            Line("notifications.", NotificationKeys.NotifyTwilio, notifications.Twilio is not null),
            Line("notifications.", NotificationKeys.TwilioAccountSid, notifications.Twilio?.AccountSid),
            Line("notifications.", NotificationKeys.TwilioAuthToken, notifications.Twilio?.AuthToken),
            Line("notifications.", NotificationKeys.TwilioFromPhone, notifications.Twilio?.FromPhone),
            Line("notifications.", NotificationKeys.TwilioToPhone, notifications.Twilio?.ToPhone),
            Line("notifications.", NotificationKeys.NotifyWebhook, notifications.WebhookUrl is not null),
            Line("notifications.", NotificationKeys.WebhookUrl, notifications.WebhookUrl),
            Line("instrumentation.", ConfigKeys.Instrumentation.PrometheusEnabled, config.Instrumentation.PrometheusEnabled),
            Line("instrumentation.", ConfigKeys.Instrumentation.PrometheusPort, config.Instrumentation.PrometheusPort),
            Line("instrumentation.", ConfigKeys.Instrumentation.PrometheusAddress, config.Instrumentation.PrometheusAddress),
            .. ConfigKeys.Progress.LineEnds.Select((key, phase) => Line("progress.", key, config.Progress?.LineEnds[phase])),
            .. ConfigKeys.Progress.Weights.Select((key, phase) => Line("progress.", key, config.Progress?.Weights[phase])),
            Line("global.", ConfigKeys.Global.MaxConcurrent, config.Global.MaxConcurrent),
            Line("global.", ConfigKeys.Global.MaxForPhase1, config.Global.MaxForPhase1),
            Line("global.", ConfigKeys.Global.MinimumMinutesBetweenJobs, config.Global.MinimumBetweenJobs.TotalMinutes),
            Line("global.", ConfigKeys.Global.IgnoreUsers, string.Join(", ", config.Global.IgnoredUsers)),
            Line("global.", ConfigKeys.Global.IgnorePids, string.Join(", ", config.Global.IgnoredPids)),
        ];
    }

    internal static List<(string Path, Key Key, string Value)> Values(Job job) =>
    [
        Line("", JobEntryKeys.Backend, job.Plotter.Name),
        Line("", JobEntryKeys.ChiaLocation, job.Location),
        Line("", JobEntryKeys.MaxPlots, job.MaxPlots),
        Line("", JobEntryKeys.FarmerPublicKey, job.FarmerPublicKey),
        Line("", JobEntryKeys.PoolPublicKey, job.PoolPublicKey),
        Line("", JobEntryKeys.PoolContractAddress, job.PoolContractAddress),
        Line("", JobEntryKeys.Temp, List(job.Temp)),
        Line("", JobEntryKeys.Temp2, List(job.Temp2)),
        Line("", JobEntryKeys.Destination, List(job.Destination)),
        Line("", JobEntryKeys.Size, job.K),
        Line("", JobEntryKeys.Bitfield, job.Bitfield),
        Line("", JobEntryKeys.Threads, job.Threads),
        Line("", JobEntryKeys.Buckets, job.Buckets),
        Line("", JobEntryKeys.MemoryBuffer, job.MemoryBufferMiB),
        Line("", JobEntryKeys.ThreadXP2, job.ThreadXP2),
        Line("", JobEntryKeys.BucketsP3, job.BucketsP3),
        Line("", JobEntryKeys.MaxConcurrent, job.MaxConcurrent),
        Line("", JobEntryKeys.MaxConcurrentWithStartEarly, job.MaxConcurrentWithStartEarly),
        Line("", JobEntryKeys.InitialDelayMinutes, job.InitialDelay.TotalMinutes),
        Line("", JobEntryKeys.StaggerMinutes, job.Stagger.TotalMinutes),
        Line("", JobEntryKeys.MaxForPhase1, job.MaxForPhase1),
        Line("", JobEntryKeys.StartEarlyPhase, job.StartEarlyPhase),
        Line("", JobEntryKeys.StartEarlyDelay, job.StartEarlyDelay.TotalMinutes),
        Line("", JobEntryKeys.Temp2DestinationSync, job.Temp2DestinationSync),
        Line("", JobEntryKeys.ExcludeFinalDirectory, job.ExcludeFinalDirectory),
        Line("", JobEntryKeys.SkipFullDestinations, job.SkipFullDestinations),
        Line("", JobEntryKeys.UnixPriority, job.UnixPriority),
        Line("", JobEntryKeys.WindowsPriority, job.WindowsPriority),
        Line("", JobEntryKeys.CpuAffinity, List(job.CpuAffinity)),
        Line("", JobEntryKeys.Compression, job.Compression),
        Line("", JobEntryKeys.PlotsPerRun, job.PlotsPerRun),
        Line("", JobEntryKeys.ExtraArgs, List(job.ExtraArgs)),
        Line("", JobEntryKeys.CheckTempSpace, job.CheckTempSpace),
        Line("", JobEntryKeys.RequireMount, job.RequireMount),
        Line("", JobEntryKeys.CleanUpFailed, job.CleanUpFailed),
    ];

    private static (string Path, Key Key, string Value) Line(string section, Key key, object? value) =>
        (section + key.Name, key, value switch
        {
            null => None,
            bool yes => yes ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? None,
        });

    private static string? List<T>(ImmutableArray<T> items) =>
        items.IsEmpty ? null : items.Length == 1 ? $"{items[0]}" : $"[{string.Join(", ", items)}]";
}

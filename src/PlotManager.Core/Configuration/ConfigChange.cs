using System.Collections.Immutable;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Notifications;
using PlotManager.Core.Notifications.Services;

namespace PlotManager.Core.Configuration;

/// <summary>
/// Says in words what is different in a config that takes the place of another. Secrets are never told, only that they changed.
/// </summary>
public static class ConfigChange
{
    /// <summary>
    /// One line a change, in the order of the keys: <c>changed jobs[micron].stagger_minutes 20 -> 30</c>, <c>job inland added</c>. Empty
    /// if all is the same.
    /// </summary>
    public static ImmutableArray<string> Between(Config before, Config after) =>
    [
        .. Lines("", Root(before), Root(after)),
        .. Profiles("plotter", before.OwnProfiles, after.OwnProfiles),
        .. Profiles("checker", before.OwnCheckers, after.OwnCheckers),
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
                foreach (var line in Lines($"jobs[{job.Name}].", All("", JobEntryKeys.Bindings, old), All("", JobEntryKeys.Bindings, job)))
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

    private static IEnumerable<string> Profiles(
        string what, ImmutableDictionary<string, string> before, ImmutableDictionary<string, string> after) =>
    [
        .. after.Where(own => !before.ContainsKey(own.Key)).Select(own => $"{what} {own.Key} added").Order(StringComparer.Ordinal),
        .. after.Where(own => before.TryGetValue(own.Key, out var old) && old != own.Value)
            .Select(own => $"{what} {own.Key} changed")
            .Order(StringComparer.Ordinal),
        .. before.Keys.Where(name => !after.ContainsKey(name)).Select(name => $"{what} {name} removed").Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Lines(string prefix, IEnumerable<Line> before, IEnumerable<Line> after) =>
        before.Zip(after)
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => pair.First.Key.Secret
                ? $"changed {prefix}{pair.First.Path}"
                : $"changed {prefix}{pair.First.Path} {pair.First.Value} -> {pair.Second.Value}");

    private static IEnumerable<Line> Root(Config config) =>
    [
        Of("", ConfigKeys.ChiaLocation, config.ChiaLocation),
        Of("", ConfigKeys.Backend, config.Backend),
        .. All("manager.", ConfigKeys.Manager.Bindings, config.Manager),
        Of("log.", ConfigKeys.Log.FolderPath, config.LogFolder),
        .. All("view.", ConfigKeys.View.Bindings, config.View),
        .. AllServices.InOrder.SelectMany(service => Service(service, config.Notifications.Find(service))),
        .. All("instrumentation.", ConfigKeys.Instrumentation.Bindings, config.Instrumentation),
        .. ConfigKeys.Progress.LineEnds.Select((key, phase) => Of("progress.", key, config.Progress?.LineEnds[phase])),
        .. ConfigKeys.Progress.Weights.Select((key, phase) => Of("progress.", key, config.Progress?.Weights[phase])),
        .. All("global.", ConfigKeys.Global.Bindings, config.Global),
        .. All("verify.", VerifyKeys.Bindings, config.Verify),
    ];

    private static IEnumerable<Line> Service(NotificationService service, ServiceSettings? settings) =>
    [
        Of("notifications.", service.Switch, settings is not null),
        .. service.Needs.Concat(service.Takes).Select(key => Of("notifications.", key, settings?.Find(key))),
    ];

    private static IEnumerable<Line> All<T>(string section, IEnumerable<Binding<T>> bindings, T owner) =>
        bindings.Select(binding => new Line(section + binding.Key.Name, binding.Key, binding.Show(owner)));

    private static Line Of(string section, Key key, object? value) => new(section + key.Name, key, Shown.Of(value));

    /// <summary>One value of a config.</summary>
    private sealed record Line(string Path, Key Key, string Value);
}

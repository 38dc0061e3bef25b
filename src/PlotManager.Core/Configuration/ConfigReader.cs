using System.Collections.Immutable;
using PlotManager.Core.Checkers;
using PlotManager.Core.Checkers.Reading;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>Reads a config file: all that is wrong with it in one go, or an immutable config with every default filled in.</summary>
public static class ConfigReader
{
    private static readonly ImmutableArray<string> SecretNames = [.. ConfigKeys.Root.SecretNames().Distinct(StringComparer.Ordinal)];

    // Profiles have keys of the same names with another meaning: nothing is said of them.
    private static IEnumerable<(string Path, SectionShape Shape)> Places()
    {
        yield return ("", ConfigKeys.Root);
        foreach (var key in ConfigKeys.Root.Keys.Where(key => key.Type.Inner is not null && !ConfigKeys.HoldsProfiles(key)))
        {
            yield return (key.Name, key.Type.Inner!);
        }
    }

    /// <summary>Never throws, whatever the bytes, and takes a time bounded by their number.</summary>
    /// <param name="fileName">As problems shall name it.</param>
    /// <param name="environment">For paths: home, variables, system, and the folder that relative paths start from.</param>
    /// <param name="builtIn">The profiles that need no <c>plotters:</c> section.</param>
    public static ConfigReading Read(ReadOnlySpan<byte> bytes, string fileName, ConfigEnvironment environment, ProfileCatalog builtIn)
    {
        var problems = new Problems(fileName);
        if (YamlText.Decode(bytes, problems) is not { } text)
        {
            return new ConfigReading(null, problems.Sorted(new SourceLines("", [])));
        }

        var source = new SourceLines(text, SecretNames);
        Config? config = null;
        if (YamlDocument.Read(text, problems) is { } root)
        {
            config = Assemble(root, new Reading(problems, environment, source) { Places = Places() }, builtIn);
        }

        return new ConfigReading(problems.HasErrors ? null : config, problems.Sorted(source));
    }

    private static Config? Assemble(YamlNode node, Reading reading, ProfileCatalog builtIn)
    {
        if (node is YamlScalar { IsBlank: true })
        {
            reading.Problems.Error(new Place(1, 1), "", YamlMessages.NoKeys);
            return null;
        }
        var root = Section.Open(node, ConfigKeys.Root, "", reading);
        if (node is not YamlMap)
        {
            return null;
        }

        var jobs = root.Value(ConfigKeys.Jobs);
        var own = root.Value(ConfigKeys.Plotters);
        var profiles = ProfileReader.Read(own, builtIn);
        var ownCheckers = root.Value(ConfigKeys.Checkers);
        var checkers = CheckerReader.Read(ownCheckers, BuiltInCheckers.Catalog);
        return new Config
        {
            ChiaLocation = root.Find(ConfigKeys.ChiaLocation)?.Value,
            Backend = root.Value(ConfigKeys.Backend),
            Manager = Manager(root.Value(ConfigKeys.ManagerSection), root.Value(ConfigKeys.LogSection)),
            LogFolder = root.Value(ConfigKeys.LogSection).Find(ConfigKeys.Log.FolderPath)?.Value ?? "",
            View = View(root.Value(ConfigKeys.ViewSection)),
            Notifications = NotificationReader.Read(root.Value(ConfigKeys.NotificationsSection)),
            Instrumentation = Instrumentation(root.Value(ConfigKeys.InstrumentationSection)),
            Progress = root.Find(ConfigKeys.ProgressSection) is { } progress ? Progress(progress.Value) : null,
            Global = Global(root.Value(ConfigKeys.GlobalSection)),
            Jobs = JobReader.Read(jobs, root, profiles),
            Verify = Verify(root.Value(ConfigKeys.VerifySection), checkers),
            Profiles = profiles,
            Checkers = checkers,
            OwnProfiles = Texts(own),
            OwnCheckers = Texts(ownCheckers),
        };
    }

    private static ImmutableDictionary<string, string> Texts(ImmutableArray<KeyValuePair<Placed<string>, Section>> profiles) =>
        profiles.ToImmutableDictionary(
            profile => profile.Key.Value, profile => profile.Value.Text, StringComparer.OrdinalIgnoreCase);

    // Older versions had the interval in the section of the logs.
    private static ManagerSettings Manager(Section section, Section log)
    {
        var settings = ConfigKeys.Manager.Bindings.ReadAll(new ManagerSettings(TimeSpan.Zero, default), section);
        return section.Find(ConfigKeys.Manager.CheckInterval) is null && log.Find(ConfigKeys.Log.CheckSeconds) is { } former
            ? settings with { CheckInterval = TimeSpan.FromSeconds(former.Value) }
            : settings;
    }

    /// <summary>The <c>view:</c> section as it is where nothing is said.</summary>
    public static ViewSettings DefaultView { get; } = View(Section.Open(
        new YamlMap(new Place(1, 1), [], 1), ConfigKeys.View.Shape, "view", new Reading(
            new Problems(""), new ConfigEnvironment("", _ => null, false), new SourceLines("", []))));

    private static ViewSettings View(Section section) =>
        ConfigKeys.View.Bindings.ReadAll(new ViewSettings(TimeSpan.Zero, "", false, false, false, false, false), section);

    private static InstrumentationSettings Instrumentation(Section section) =>
        ConfigKeys.Instrumentation.Bindings.ReadAll(new InstrumentationSettings(false, 0, null), section);

    private static GlobalLimits Global(Section section)
    {
        if (section.IsGiven(ConfigKeys.Global.MaxConcurrent) && !section.IsGiven(ConfigKeys.Global.MaxForPhase1))
        {
            section.Warn(
                ConfigKeys.Global.MaxForPhase1, RuleMessages.NoLimitForPhase1(section.Value(ConfigKeys.Global.MaxConcurrent)));
        }

        return ConfigKeys.Global.Bindings.ReadAll(new GlobalLimits(0, 0, TimeSpan.Zero), section);
    }

    private static VerifySettings Verify(Section section, CheckerCatalog checkers)
    {
        var name = section.Find(VerifyKeys.Checker)?.Value;
        if (name is not null && checkers.Find(name) is null)
        {
            section.Error(VerifyKeys.Checker, RuleMessages.UnknownChecker(name, checkers.All.Select(checker => checker.Name)));
        }

        if (name is null && section.IsGiven(VerifyKeys.CheckerLocation))
        {
            section.Error(VerifyKeys.CheckerLocation, RuleMessages.LocationWithoutChecker);
        }

        return VerifyKeys.Bindings.ReadAll(VerifySettings.Default, section);
    }

    private static ProgressSettings Progress(Section section)
    {
        var lineEnds = ConfigKeys.Progress.LineEnds.Select(section.Find).ToList();
        Placed<int>? before = null;
        for (var phase = 1; phase <= lineEnds.Count; phase++)
        {
            if (lineEnds[phase - 1] is not { } lineEnd)
            {
                continue;
            }

            if (before is not null && lineEnd.Value <= before.Value)
            {
                var earlier = lineEnds.IndexOf(before) + 1;
                section.Error(
                    ConfigKeys.Progress.LineEnds[phase - 1],
                    RuleMessages.LineEndNotRising(lineEnd.Value, earlier, before.Value, before.Place.Line));
            }
            before = lineEnd;
        }
        var weights = ConfigKeys.Progress.Weights.Select(section.Find).ToList();
        if (weights.All(weight => weight is { Value: 0 }))
        {
            section.Error(ConfigKeys.Progress.Weights[0], RuleMessages.WeightsAreNothing);
        }

        return new ProgressSettings([.. lineEnds.Select(lineEnd => lineEnd?.Value)], [.. weights.Select(weight => weight?.Value)]);
    }
}

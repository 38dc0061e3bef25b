using PlotManager.Core.Keys;
using PlotManager.Core.Plotters;
using PlotManager.Core.Text;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>What the reader says about values that do not go together. See <see cref="Messages"/> for single values.</summary>
internal static class RuleMessages
{
    public const string NoLocation = "is required, here or for every job (the plotter's executable)";
    public const string NoLocationOfJob = "is required, here or for the whole config (the plotter's executable)";
    public const string PoolKeyAndContract = "stands beside pool_contract_address; a plot has one or the other: remove one of them";
    public const string AffinityWithoutCpu = "is on, but cpu_affinity names no CPU";
    public const string WeightsAreNothing = "the four weights add up to 0";

    public static string NoLimitForPhase1(int maxConcurrent) =>
        $"is not given, as in configs of the original's first version: all {maxConcurrent} plotters of max_concurrent may be in "
            + "phase 1 at once";

    public static string LessThanMaxConcurrent(int early, int most, int line) =>
        $"{early} is less than max_concurrent ({most}, line {line}); raise it or lower max_concurrent";

    public static string NameTaken(string name, int line) => $"\"{YamlMessages.Shown(name)}\" is the name of another job too (line {line})";

    public static string NameNotForFiles(char character) =>
        $"has the character {(char.IsControl(character) ? $"U+{(int)character:X4}" : $"\"{character}\"")}, which no file name can "
            + "have; logs are named after the job";

    public static string NameTooLong(int bytes, int most) => $"is {bytes} bytes long; logs are named after the job, which leaves it {most}";

    public static string TempShared(string directory, string job, int line) =>
        $"{YamlMessages.Shown(directory)} is a temporary directory of {job} too (line {line}); no two jobs can share one: make a "
            + "folder for each";

    public static string DirectoryTwice(string directory, int line) =>
        $"{YamlMessages.Shown(directory)} stands in this list already (line {line}); it gets two turns of each round";

    public static string NeedsPartner(string partner) => $"is on, which needs {partner}";

    public static string LineEndNotRising(int lineEnd, int phase, int before, int line) =>
        $"{lineEnd} is not greater than phase{phase}_line_end ({before}, line {line}); the ends of the phases must rise";

    public static string UnknownProfile(string name, IEnumerable<string> known) => Unknown("plotter", name, known);

    public static string UnknownChecker(string name, IEnumerable<string> known) => Unknown("checker", name, known);

    public const string LocationWithoutChecker = "belongs to a checker: name it by the key checker";

    private static string Unknown(string what, string name, IEnumerable<string> known)
    {
        var all = known.ToList();
        var nearest = name.Length <= 60 ? Spelling.Nearest(name, all) : null;
        return $"there is no {what} \"{YamlMessages.Shown(name)}\"; "
            + $"{(nearest is null ? $"known are {string.Join(", ", all)}" : $"did you mean {nearest}?")}";
    }

    public static string SizeNotAllowed(int k, string plotter, KSet allowed) => $"{plotter} makes no plots of k {k}, only of {allowed}";

    public static string NotAllowed(int value, string plotter, int? least, int? most) =>
        $"{value} is not within {least}..{most}, which {plotter} takes";

    public static string RequiredBy(string plotter, Key key) => $"is required by {plotter} ({Messages.Short(key)})";

    public static string NotElsewhere(string directory, string plotter) =>
        $"{YamlMessages.Shown(directory)} is no directory, and {plotter} takes none but those here; write "
            + $"./{YamlMessages.Shown(directory)} for a folder of that name";

    public static string NotOf(string plotter) => $"{plotter} has no such setting; it is not used";
}

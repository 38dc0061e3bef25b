using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace PlotManager.Hosting;

/// <summary>The options that mean the same on every command.</summary>
public static class SharedOptions
{
    public static readonly Option<string?> Config = new("--config", "-c")
    {
        Description = "The farm's config file (else PLOTMANAGER_CONFIG, ./config.yaml, ~/.config/plotmanager/config.yaml)",
        HelpName = "FILE",
        Recursive = true,
        CompletionSources = { Offers.Files },
    };

    public static readonly Option<string?> State = new("--state")
    {
        Description = "Folder for the manager's own files (else .plotmanager beside the config)",
        HelpName = "DIR",
        Recursive = true,
        CompletionSources = { Offers.Folders },
    };

    public const string StartLogName = "--start-log";

    /// <summary>Given by <c>start</c>, and no option for people. Whoever reads the command line of a manager must know it.</summary>
    public static readonly Option<string?> StartLog = new(StartLogName)
    {
        Description = "Given by start: where the output goes once the manager is up",
        HelpName = "FILE",
        Hidden = true,
    };

    public const string QuietName = "--quiet";

    /// <summary>Of <c>run</c>.</summary>
    public static readonly Option<bool> Quiet = new(QuietName, "-q") { Description = "Do not write events to the standard output" };

    /// <summary>Of <c>run</c>.</summary>
    public static readonly Option<string> LogFormat = LogFormats();

    private static Option<string> LogFormats()
    {
        var option = new Option<string>("--log-format")
        {
            Description = "How events are written to the standard output",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    /// <summary>Of commands that delete files.</summary>
    public static Option<bool> Verbose() => new("--verbose", "-v") { Description = "List every file, not the folders alone" };

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON, for scripts" };

    /// <summary>An option with a number; anything else than <paramref name="range"/> says is refused.</summary>
    public static Option<T> Number<T>(string name, string description, string helpName, Func<T, bool> fits, string range)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument =>
            {
                var text = argument.Tokens.Single().Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number))
                {
                    return number;
                }

                argument.AddError($"{name} takes {range}, not '{text}'");
                return default;
            },
        };
}

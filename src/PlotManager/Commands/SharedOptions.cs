using System.CommandLine;

namespace PlotManager.Commands;

/// <summary>The options that mean the same on every command.</summary>
public static class SharedOptions
{
    public static readonly Option<string?> Config = new("--config", "-c")
    {
        Description = "The farm's config file (else PLOTMANAGER_CONFIG, else ./config.yaml)",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<string?> State = new("--state")
    {
        Description = "Folder for the manager's own files (else .plotmanager beside the config)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON, for scripts" };
}

using PlotManager.Platform;

namespace PlotManager.Acting.Ending;

/// <summary>The files in everybody's destinations: none with a final name is deleted, by whatever path it was found.</summary>
internal sealed class FinalFiles
{
    private readonly HashSet<string> _identities;
    private readonly string? _unread;

    private FinalFiles(HashSet<string> identities, string? unread) => (_identities, _unread) = (identities, unread);

    public static FinalFiles Of(Machine machine, PlotsInUse inUse)
    {
        var listed = FoundFiles.In(machine, inUse.Destinations);
        return new FinalFiles([.. listed.All.Select(file => file.Identity)], listed.Troubles.FirstOrDefault());
    }

    public string? Refusal(FileFinding file) =>
        _identities.Contains(file.Identity) ? "it has a plot's final name in a destination"
        : _unread is null ? null
        : $"it has a plot's final name, and may be in a destination: {_unread}";
}

namespace PlotManager.Core.Farm;

/// <summary>
/// Which farm this is, wherever its folder lies: a random id that its journal keeps. Every plotter that the farm starts carries it in its
/// environment, beside the id of its run.
/// </summary>
/// <param name="ConfigFile">Where the farm's config was when this was written, for people; null where it is not known.</param>
public sealed record FarmIdentity(string Id, string? ConfigFile = null)
{
    /// <summary>The variable in a plotter's environment that holds <see cref="Text"/>.</summary>
    public const string Variable = "PLOTMANAGER_FARM";

    /// <summary>Anybody may write into the environment of a process: no more than an id and a long path is read.</summary>
    private const int Longest = 5000;

    public string Text => ConfigFile is null ? Id : $"{Id} {ConfigFile}";

    /// <summary>What people call the farm.</summary>
    public string Name => ConfigFile ?? $"of id {Id}";

    /// <summary>Null where there is none.</summary>
    public static FarmIdentity? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var parts = text[..Math.Min(text.Length, Longest)].Trim().Split(' ', 2);
        return new FarmIdentity(parts[0], parts.ElementAtOrDefault(1));
    }

    /// <summary>Whether it is the same farm, wherever its config was.</summary>
    public bool IsSame(FarmIdentity? other) => other?.Id == Id;
}

/// <summary>What a journal says of the farm that it belongs to.</summary>
public sealed record FarmRecord(FarmIdentity Identity)
{
    /// <summary>Where the journal was when the last manager started.</summary>
    public string? Journal { get; init; }

    /// <summary>Which file it was then: device and inode.</summary>
    public string? JournalFile { get; init; }

    /// <summary>That manager.</summary>
    public ProcessIdentity? Manager { get; init; }
}

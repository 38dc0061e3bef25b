namespace PlotManager.Core.Plotters;

public enum KeyUse
{
    /// <summary>The plotter has no such thing; a job may say it all the same, and it changes nothing.</summary>
    Unused,
    Optional,
    Required,
}

/// <summary>How a plotter takes one number of a job.</summary>
/// <param name="Default">Taken where the job says nothing; null: nothing is passed.</param>
/// <param name="Least">Smallest value the plotter takes, null: no limit of its own.</param>
/// <param name="Most">Largest value.</param>
public sealed record NumberKey(KeyUse Use, int? Default = null, int? Least = null, int? Most = null)
{
    public static NumberKey Unused { get; } = new(KeyUse.Unused);

    public bool Allows(int value) => !(value < Least) && !(value > Most);
}

/// <summary>What a job must or may say for a plotter (<c>job:</c> in a profile).</summary>
public sealed record JobKeys
{
    public static JobKeys None { get; } = new();

    public NumberKey Threads { get; init; } = NumberKey.Unused;
    public NumberKey Buckets { get; init; } = NumberKey.Unused;

    /// <summary>MiB.</summary>
    public NumberKey MemoryBuffer { get; init; } = NumberKey.Unused;
    public NumberKey Compression { get; init; } = NumberKey.Unused;

    /// <summary>Null: the plotter knows no such choice. Else what holds where the job says nothing.</summary>
    public bool? Bitfield { get; init; }

    /// <summary><c>temporary_directory</c>: required, or unused by plotters that work in memory.</summary>
    public KeyUse Temp { get; init; } = KeyUse.Required;
    public KeyUse Temp2 { get; init; } = KeyUse.Optional;

    /// <summary>Whether a destination may be <c>@host</c>, and temp2 <c>@RAM</c>.</summary>
    public bool TakesElsewhere { get; init; }
}

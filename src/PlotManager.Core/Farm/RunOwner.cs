namespace PlotManager.Core.Farm;

/// <summary>Whose run a plotter is, as one farm sees it. The names are words of the journal.</summary>
public enum RunOwner
{
    /// <summary>This farm started it.</summary>
    Own,

    /// <summary>Somebody started it by hand for this farm, or this farm did and has lost the record of it.</summary>
    Adopted,

    /// <summary>Another farm of this machine started it.</summary>
    OtherFarm,

    /// <summary>Nobody knows who started it, and it does not plot for this farm.</summary>
    Stranger,
}

/// <summary>The rule that tells whose a plotter is which this farm has no run for.</summary>
public static class RunOwners
{
    /// <param name="self">This farm; null where it has no journal yet.</param>
    /// <param name="mark">The farm that the plotter's environment names; null where it names none, or cannot be read.</param>
    /// <param name="isInOwnTemp">Whether it plots in a temp directory of one of this farm's jobs.</param>
    public static RunOwner Of(FarmIdentity? self, FarmIdentity? mark, bool isInOwnTemp) =>
        mark is null ? isInOwnTemp ? RunOwner.Adopted : RunOwner.Stranger
        : mark.IsSame(self) || (isInOwnTemp && HadThisConfig(mark, self)) ? RunOwner.Adopted
        : RunOwner.OtherFarm;

    // A farm whose journal was lost has another id than its plotters carry.
    private static bool HadThisConfig(FarmIdentity mark, FarmIdentity? self) =>
        mark.ConfigFile is not null && mark.ConfigFile == self?.ConfigFile;

    /// <summary>Whether its plots are in this farm's counts, history, metrics and notices. Others count for limits and room only.</summary>
    public static bool IsReported(this RunOwner owner) => owner is RunOwner.Own or RunOwner.Adopted;
}

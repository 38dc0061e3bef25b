namespace PlotManager.Hosting;

/// <summary>What the program ends with, for scripts. Every command uses these and no others.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is no: a check failed, the manager already runs, or none does.</summary>
    public const int No = 1;

    /// <summary>Wrong usage: an unknown command or option, or no usable config.</summary>
    public const int Usage = 2;

    /// <summary>Something nobody foresaw; worth a report.</summary>
    public const int Unexpected = 3;
}

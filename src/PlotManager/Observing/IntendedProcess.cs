using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>
/// What became of a supervised process whose manager died between committing the intention and committing that it was carried out. The same
/// for every payload.
/// </summary>
internal static class IntendedProcess
{
    /// <param name="process">The process that carries its id or writes its log; null where there is none.</param>
    public static Fate FateOf(SupervisedProcess intended, ProcessSighting? process, IFiles files)
    {
        if (process is not null)
        {
            return new Fate.Launched(process.Identity);
        }

        try
        {
            return files.Look(intended.LogFile!) is not null ? new Fate.Launched(null) : new Fate.NeverLaunched();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Fate.Unknown();
        }
    }

    public abstract record Fate
    {
        private Fate()
        {
        }

        /// <param name="Process">Null: the launch made its log, so it ran, and has ended.</param>
        public sealed record Launched(ProcessIdentity? Process) : Fate;

        public sealed record NeverLaunched : Fate;

        /// <summary>The log's folder cannot be read: a later pass asks again.</summary>
        public sealed record Unknown : Fate;
    }
}

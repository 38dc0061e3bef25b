using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>The keys of an entry under <c>jobs:</c>.</summary>
public static class JobEntryKeys
{
    private const string ByPlotter = "the plotter's, or required by it";

    public static readonly Key<string> Name = new(
        "name",
        Types.Text("text that may stand in a file name"),
        "The job's name, unlike any other's; it begins the names of its logs.")
    { Required = true };
    public static readonly Key<string> Backend = new(
        "backend", Types.Text("name of a profile"), "The job's plotter.")
    { DefaultNote = "the config's" };
    public static readonly Key<string> ChiaLocation = new(
        "chia_location", Types.Executable(), "The executable of the job's plotter.")
    { DefaultNote = "the config's" };
    public static readonly Key<int> MaxPlots = new(
        "max_plots", Types.Integer(0, unit: "plots"), "Most plots that are started while the manager runs.")
    { Required = true };
    public static readonly Key<string> FarmerPublicKey = new(
        "farmer_public_key",
        Types.Text("96 hex digits", PlotKeys.WrongPublicKey, PlotKeys.PublicKeyPattern),
        "Farmer's public key.")
    { Secret = true, DefaultNote = "not passed" };
    public static readonly Key<string> PoolPublicKey = new(
        "pool_public_key",
        Types.Text("96 hex digits", PlotKeys.WrongPublicKey, PlotKeys.PublicKeyPattern),
        "Pool's public key; not with a contract address.")
    { Secret = true, DefaultNote = "not passed" };
    public static readonly Key<string> PoolContractAddress = new(
        "pool_contract_address",
        Types.Text("address (xch1..., txch1...)", PlotKeys.WrongAddress, PlotKeys.AddressPattern),
        "Address of the pool contract (plot NFT); not with a pool key.")
    { Secret = true, DefaultNote = "not passed" };
    public static readonly Key<ImmutableArray<Placed<string>>> Temp = new(
        "temporary_directory", Types.OneOrList(Types.Path()), "Where plots are made. Of a list each start takes the next. No two "
            + "jobs share one.")
    { DefaultNote = "required, but for plotters that work in memory" };
    public static readonly Key<ImmutableArray<Placed<string>>> Temp2 = new(
        "temporary2_directory", Types.OneOrList(Types.Path()), "The plotter's second temporary directory.")
    { DefaultNote = "none" };
    public static readonly Key<ImmutableArray<Placed<string>>> Destination = new(
        "destination_directory",
        Types.OneOrList(Types.Path()),
        "Where finished plots go. Of a list each start takes the next.")
    { Required = true };
    public static readonly Key<int> Size = new(
        "size", Types.Integer(1, 255), "The plot's size k; which ones there are depends on the plotter.")
    { Required = true };
    public static readonly Key<bool> Bitfield = new(
        "bitfield",
        Types.Boolean(),
        "Whether plotting uses a bitfield, where the plotter has the choice.")
    { DefaultNote = "the plotter's (chia: true)" };
    public static readonly Key<int> Threads = new("threads", Types.Integer(1), "Threads of one plotter.") { DefaultNote = ByPlotter };
    public static readonly Key<int> Buckets = new("buckets", Types.Integer(1), "Number of buckets.") { DefaultNote = ByPlotter };
    public static readonly Key<int> MemoryBuffer = new(
        "memory_buffer", Types.Integer(1, unit: "MiB"), "Memory of one plotter.")
    { DefaultNote = ByPlotter };
    public static readonly Key<int> ThreadXP2 = new(
        "threadX_p2", Types.Integer(1), "Multiplies the threads in phase 2 (madMax -K).")
    { DefaultNote = "not passed" };
    public static readonly Key<int> BucketsP3 = new(
        "buckets_p3", Types.Integer(1), "Number of buckets in phases 3 and 4 (madMax -v).")
    { DefaultNote = "not passed" };
    public static readonly Key<int> MaxConcurrent = new(
        "max_concurrent",
        Types.Integer(0),
        "Most plotters of this job at once, those that have reached the early phase not counted.")
    { Required = true };
    public static readonly Key<int> MaxConcurrentWithStartEarly = new(
        "max_concurrent_with_start_early", Types.Integer(0), "Most plotters of this job at once, all counted; at least max_concurrent.")
    {
        DefaultNote = "max_concurrent",
        FormerNames = ["max_concurrent_with_disregard"],
    };
    public static readonly Key<double> InitialDelayMinutes = new(
        "initial_delay_minutes",
        Types.Number(0, Minutes.Most, "minutes"),
        "Wait after the manager's start before the job's first start.")
    { Default = 0 };
    public static readonly Key<double> StaggerMinutes = new(
        "stagger_minutes", Types.Number(0, Minutes.Most, "minutes"), "Least time between two starts of this job.")
    { Default = 0 };
    public static readonly Key<int> MaxForPhase1 = new(
        "max_for_phase_1", Types.Integer(0), "Most plotters of this job in phase 1 at once; 0 is no limit.")
    { Default = 0 };
    public static readonly Key<int> StartEarlyPhase = new(
        "concurrency_start_early_phase", Types.Integer(1, 5, taken: EarlyPhase), "The phase from which a plotter no longer counts for "
            + "max_concurrent.")
    { DefaultNote = "off", FormerNames = ["concurrency_disregard_phase"] };
    public static readonly Key<double> StartEarlyDelay = new(
        "concurrency_start_early_phase_delay",
        Types.Number(0, Minutes.Most, "minutes"),
        "How long after that phase began it still counts.")
    { Default = 0, FormerNames = ["concurrency_disregard_phase_delay"] };
    public static readonly Key<bool> Temp2DestinationSync = new(
        "temporary2_destination_sync",
        Types.Boolean(),
        "Whether the second temporary directory is always the destination chosen.")
    { Default = false };
    public static readonly Key<bool> ExcludeFinalDirectory = new(
        "exclude_final_directory",
        Types.Boolean(),
        "Whether the destination is left out of the harvester's directories (chia -x).")
    { Default = false };
    public static readonly Key<bool> SkipFullDestinations = new(
        "skip_full_destinations",
        Types.Boolean(),
        "Whether destinations without room for one more plot are passed over.")
    { Default = true };
    public static readonly Key<int> UnixPriority = new(
        "unix_process_priority",
        Types.Integer(-20, 19, taken: Nice),
        "Nice value of the plotters on Linux and macOS; the higher, the more they give way.")
    { Default = 10 };
    public static readonly Key<int> WindowsPriority = new(
        "windows_process_priority",
        Types.IntegerOf(64, 16384, 32, 32768, 128, 256),
        "Priority class of the plotters on Windows: idle, below normal, normal, above normal, high, realtime.")
    { Default = 32 };
    public static readonly Key<bool> EnableCpuAffinity = new(
        "enable_cpu_affinity", Types.Boolean(), "Whether the plotters are bound to the CPUs of cpu_affinity.")
    { Default = false };
    public static readonly Key<ImmutableArray<Placed<int>>> CpuAffinity = new(
        "cpu_affinity", Types.OneOrList(Types.Integer(0)), "The logical CPUs the plotters may use.")
    { DefaultNote = "none" };
    public static readonly Key<int> Compression = new(
        "compression", Types.Integer(0, 255), "Compression level, where the plotter has one.")
    { DefaultNote = "none" };
    public static readonly Key<int> PlotsPerRun = new(
        "plots_per_run", Types.Integer(1, unit: "plots"), "How many plots one plotter process makes, one after another.")
    { Default = 1 };
    public static readonly Key<ImmutableArray<Placed<string>>> ExtraArgs = new(
        "extra_args",
        Types.ListOf(Types.Text("argument")),
        "Arguments passed to the plotter as they are, behind the others.")
    { DefaultNote = "none", Secret = true };
    public static readonly Key<bool> CheckTempSpace = new(
        "check_temp_space",
        Types.Boolean(),
        "Whether a start waits until the temporary directory has room for the plot at its peak.")
    { Default = false };
    public static readonly Key<bool> RequireMount = new(
        "require_mount", Types.Boolean(), "Whether a directory whose siblings are mount points must be one too.")
    { Default = false };

    public static readonly Key<bool> CleanUpFailed = new(
        "clean_up_failed",
        Types.Boolean(),
        "Whether the manager deletes the temporary files of this job's failed plots, once it is proven that nobody is at work with them.")
    { Default = false };

    public static readonly Key<VerifyAfterPlot> VerifyAfterPlot = new(
        "verify_after_plot",
        Types.Choice(
            ("none", Configuration.VerifyAfterPlot.None),
            ("file", Configuration.VerifyAfterPlot.File),
            ("proofs", Configuration.VerifyAfterPlot.Proofs)),
        "What proves a plot that the plotter calls finished: its word alone (none), its file's header and length (file), or these and a "
            + "check for proofs once no plotter writes to its drive (proofs).")
    { Default = Configuration.VerifyAfterPlot.File };

    /// <summary>
    /// Every key with its property of <see cref="Job"/>. The plotter and its location are settled before, from the whole config.
    /// </summary>
    internal static readonly ImmutableArray<Binding<Job>> Bindings =
    [
        new(Name, job => job.Name, (job, at) => job with { Name = at.Find(Name)?.Value ?? "" }),
        new(Backend, job => job.Plotter.Name, (job, _) => job),
        new(ChiaLocation, job => job.Location, (job, _) => job),
        new(MaxPlots, job => job.MaxPlots, (job, at) => job with { MaxPlots = at.Value(MaxPlots) }),
        new(FarmerPublicKey, job => job.FarmerPublicKey, (job, at) => job with { FarmerPublicKey = at.Find(FarmerPublicKey)?.Value }),
        new(PoolPublicKey, job => job.PoolPublicKey, (job, at) => job with { PoolPublicKey = at.Find(PoolPublicKey)?.Value }),
        new(
            PoolContractAddress,
            job => job.PoolContractAddress,
            (job, at) => job with { PoolContractAddress = at.Find(PoolContractAddress)?.Value }),
        new(Temp, job => job.Temp, (job, at) => job with { Temp = at.Values(Temp) }),
        new(Temp2, job => job.Temp2, (job, at) => job with { Temp2 = at.Values(Temp2) }),
        new(Destination, job => job.Destination, (job, at) => job with { Destination = at.Values(Destination) }),
        new(Size, job => job.K, (job, at) => job with { K = at.Value(Size) }),
        new(
            Bitfield,
            job => job.Bitfield,
            (job, at) => job with { Bitfield = at.Find(Bitfield)?.Value ?? job.Plotter.Keys.Bitfield ?? true }),
        new(Threads, job => job.Threads, (job, at) => job with { Threads = at.Find(Threads)?.Value }),
        new(Buckets, job => job.Buckets, (job, at) => job with { Buckets = at.Find(Buckets)?.Value }),
        new(MemoryBuffer, job => job.MemoryBufferMiB, (job, at) => job with { MemoryBufferMiB = at.Find(MemoryBuffer)?.Value }),
        new(ThreadXP2, job => job.ThreadXP2, (job, at) => job with { ThreadXP2 = at.Find(ThreadXP2)?.Value }),
        new(BucketsP3, job => job.BucketsP3, (job, at) => job with { BucketsP3 = at.Find(BucketsP3)?.Value }),
        new(MaxConcurrent, job => job.MaxConcurrent, (job, at) => job with { MaxConcurrent = at.Value(MaxConcurrent) }),
        new(
            MaxConcurrentWithStartEarly,
            job => job.MaxConcurrentWithStartEarly,
            (job, at) => job with
            {
                MaxConcurrentWithStartEarly = (at.Find(MaxConcurrentWithStartEarly) ?? at.Find(MaxConcurrent))?.Value ?? 0,
            }),
        new(
            InitialDelayMinutes,
            job => job.InitialDelay.TotalMinutes,
            (job, at) => job with { InitialDelay = TimeSpan.FromMinutes(at.Value(InitialDelayMinutes)) }),
        new(
            StaggerMinutes,
            job => job.Stagger.TotalMinutes,
            (job, at) => job with { Stagger = TimeSpan.FromMinutes(at.Value(StaggerMinutes)) }),
        new(MaxForPhase1, job => job.MaxForPhase1, (job, at) => job with { MaxForPhase1 = at.Value(MaxForPhase1) }),
        new(
            StartEarlyPhase,
            job => job.StartEarlyPhase,
            (job, at) => job with { StartEarlyPhase = at.Find(StartEarlyPhase) is { Value: var phase and < NoPhase } ? phase : null }),
        new(
            StartEarlyDelay,
            job => job.StartEarlyDelay.TotalMinutes,
            (job, at) => job with { StartEarlyDelay = TimeSpan.FromMinutes(at.Value(StartEarlyDelay)) }),
        new(
            Temp2DestinationSync,
            job => job.Temp2DestinationSync,
            (job, at) => job with { Temp2DestinationSync = at.Value(Temp2DestinationSync) }),
        new(
            ExcludeFinalDirectory,
            job => job.ExcludeFinalDirectory,
            (job, at) => job with { ExcludeFinalDirectory = at.Value(ExcludeFinalDirectory) }),
        new(
            SkipFullDestinations,
            job => job.SkipFullDestinations,
            (job, at) => job with { SkipFullDestinations = at.Value(SkipFullDestinations) }),
        new(UnixPriority, job => job.UnixPriority, (job, at) => job with { UnixPriority = at.Value(UnixPriority) }),
        new(WindowsPriority, job => job.WindowsPriority, (job, at) => job with { WindowsPriority = at.Value(WindowsPriority) }),
        new(EnableCpuAffinity, job => !job.CpuAffinity.IsEmpty, (job, _) => job),
        new(
            CpuAffinity,
            job => job.CpuAffinity,
            (job, at) => job with { CpuAffinity = at.Value(EnableCpuAffinity) ? [.. at.Values(CpuAffinity).Distinct()] : [] }),
        new(Compression, job => job.Compression, (job, at) => job with { Compression = at.Find(Compression)?.Value }),
        new(PlotsPerRun, job => job.PlotsPerRun, (job, at) => job with { PlotsPerRun = at.Value(PlotsPerRun) }),
        new(ExtraArgs, job => job.ExtraArgs, (job, at) => job with { ExtraArgs = at.Values(ExtraArgs) }),
        new(CheckTempSpace, job => job.CheckTempSpace, (job, at) => job with { CheckTempSpace = at.Value(CheckTempSpace) }),
        new(RequireMount, job => job.RequireMount, (job, at) => job with { RequireMount = at.Value(RequireMount) }),
        new(CleanUpFailed, job => job.CleanUpFailed, (job, at) => job with { CleanUpFailed = at.Value(CleanUpFailed) }),
        new(
            VerifyAfterPlot,
            job => job.VerifyAfterPlot.ToString().ToLowerInvariant(),
            (job, at) => job with { VerifyAfterPlot = at.Value(VerifyAfterPlot) }),
    ];

    public static readonly SectionShape Shape = Bindings.Shape("One job: settings for a stream of plots.");

    /// <summary>A <c>concurrency_start_early_phase</c> that no plotter reaches: never early.</summary>
    public const int NoPhase = 6;

    private static (int Number, string Warning)? EarlyPhase(long number) => number switch
    {
        0 => (1, "0 counts as 1, as in the original"),
        > 5 => (NoPhase, $"{number} is a phase that no plotter reaches: no plot ever starts early; remove the key, or give 1 to 5"),
        _ => null,
    };

    private static (int Number, string Warning)? Nice(long number) =>
        number == 20 ? (19, "20 counts as 19, the highest nice value of the system") : null;
}

/// <summary>Bounds of waits given in minutes.</summary>
internal static class Minutes
{
    /// <summary>A thousand years: any instant plus it is still a date.</summary>
    public const double Most = 525_960_000;
}

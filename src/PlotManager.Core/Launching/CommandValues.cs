using System.Globalization;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Launching;

/// <summary>What the names of <see cref="CommandFields"/> stand for in one launch.</summary>
internal sealed class CommandValues(PlotterProfile profile, Job job, PlotDirectories directories, int plots)
{
    private static readonly Dictionary<string, Func<CommandValues, string?>> Fields = new()
    {
        ["k"] = values => Text(values.Job.K),
        ["plots"] = values => Text(values.Plots),
        ["threads"] = values => Text(values.Job.Threads ?? values.Keys.Threads.Default),
        ["buckets"] = values => Text(values.Job.Buckets ?? values.Keys.Buckets.Default),
        ["memory_buffer"] = values => Text(values.Job.MemoryBufferMiB ?? values.Keys.MemoryBuffer.Default),
        ["compression"] = values => Text(values.Job.Compression ?? values.Keys.Compression.Default),
        ["threadX_p2"] = values => Text(values.Job.ThreadXP2),
        ["buckets_p3"] = values => Text(values.Job.BucketsP3),
        ["temp"] = values => values.Directories.Temp,
        ["temp/"] = values => WithSeparator(values.Directories.Temp),
        ["temp2"] = values => values.Directories.Temp2,
        ["temp2/"] = values => WithSeparator(values.Directories.Temp2),
        ["destination"] = values => values.Directories.Destination,
        ["destination/"] = values => WithSeparator(values.Directories.Destination),
        ["farmer_public_key"] = values => values.Job.FarmerPublicKey,
        ["pool_public_key"] = values => values.Job.PoolPublicKey,
        ["pool_contract_address"] = values => values.Job.PoolContractAddress,
        ["bitfield"] = values => values.Job.Bitfield ? "1" : "0",
        ["exclude_final_directory"] = values => values.Job.ExcludeFinalDirectory ? "1" : "0",
    };

    private Job Job => job;
    private PlotDirectories Directories => directories;
    private int Plots => plots;
    private JobKeys Keys => profile.Keys;

    /// <summary>Null where the job says nothing.</summary>
    public string? this[string name] => Fields.TryGetValue(name, out var value) && value(this) is { Length: > 0 } text ? text : null;

    public double Number(string name) =>
        this[name] is not { } text ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    // madMax refuses directories without a separator at the end; both kinds of slash will do for it on Windows.
    private static string? WithSeparator(string? path) =>
        path is null || path.EndsWith('/') || path.EndsWith('\\') || Paths.IsElsewhere(path) ? path
        : path.Contains('\\') && !path.Contains('/') ? path + "\\"
        : path + "/";
}

using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// The temp files of one plot of chia, by their real names. A write that the system refuses is announced and tried again five minutes
/// later, for ever, while the process stays alive; that is how a full temp drive looks from outside.
/// </summary>
internal sealed class ChiaTempFiles(PlotterProcess process, PlotIdentity plot, string temp, string temp2)
{
    private bool _full;
    private bool _failOnce;
    private bool _fullAsAsked;

    /// <summary>The file that becomes the plot.</summary>
    public string Unfinished { get; } = Path.Combine(temp2, $"{plot.Name}.plot.2.tmp");

    public long UnfinishedBytes { get; private set; }

    public string SortFile => Path.Combine(temp, $"{plot.Name}.plot.sort.tmp");

    public string TableFile(int table) => Path.Combine(temp, $"{plot.Name}.plot.table{table}.tmp");

    public string BucketFile(string stage, int bucket) => Path.Combine(temp, $"{plot.Name}.plot.{stage}.sort_bucket_{bucket:000}.tmp");

    /// <summary>All files that are there from the first moment to the last, empty. The one that cannot be opened ends the plot.</summary>
    public FailedWrite? CreateAll()
    {
        var first = PlotFiles.Create(SortFile);
        for (var table = 1; table <= 7 && first is null; table++)
        {
            first = PlotFiles.Create(TableFile(table));
        }

        return first ?? PlotFiles.Create(Unfinished);
    }

    public void DeleteTables()
    {
        PlotFiles.Delete(SortFile);
        for (var table = 1; table <= 7; table++)
        {
            PlotFiles.Delete(TableFile(table));
        }
    }

    public void WriteHeader(PlotHeader header)
    {
        while (PlotFiles.Create(Unfinished, header.Unfinished()) is { } refused)
        {
            Announce(refused);
        }

        UnfinishedBytes = header.Length;
    }

    public void WritePointers(PlotHeader header)
    {
        while (PlotFiles.Overwrite(Unfinished, header.PointersOffset, header.PointerBytes()) is { } refused)
        {
            Announce(refused);
        }
    }

    public void GrowUnfinished(long size)
    {
        Append(Unfinished, size - UnfinishedBytes);
        UnfinishedBytes = Math.Max(UnfinishedBytes, size);
    }

    public void Append(string path, long bytes)
    {
        var refused = PlotFiles.Append(path, bytes, _full);
        while (refused is not null)
        {
            Announce(refused);
            refused = PlotFiles.Retry(refused, _full);
        }
    }

    /// <summary>From now on every write is refused, until the settings no longer ask for it.</summary>
    public void BecomeFull() => _full = _fullAsAsked = true;

    /// <summary>The next write is refused, its repetition is not.</summary>
    public void FailOnce() => _full = _failOnce = true;

    private void Announce(FailedWrite refused)
    {
        process.Output.Line(refused.Opening
            ? $"Could not open {refused.Path}: {refused.Text}. Retrying in five minutes."
            : $"Only wrote {refused.Written} of {refused.Of} bytes at offset {refused.Offset} to \"{refused.Path}\" with length "
              + $"{refused.Offset + refused.Written}. Error 1. Retrying in five minutes.");
        process.WaitForRetry();
        if (_failOnce || (_fullAsAsked && !process.StillFailing(FailureCause.TempFull)))
        {
            _full = _failOnce = _fullAsAsked = false;
        }
    }
}

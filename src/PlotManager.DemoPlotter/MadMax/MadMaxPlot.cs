using System.Diagnostics;
using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.MadMax;

/// <summary>
/// One plot of <c>chia_plot</c>: its lines, and its temp files with their real names, places, order of coming and going. Tables that are
/// read one after another are in temp, what is sorted is in temp2, in as many files as there are buckets.
/// </summary>
internal sealed class MadMaxPlot
{
    private readonly MadMaxArguments _arguments;
    private readonly PlotterProcess _process;
    private readonly PlannedFailure? _failure;
    private readonly LiveLog _log;
    private bool _full;
    private readonly PlotIdentity _plot;
    private readonly PlotHeader _header;
    private readonly Pace _pace;
    private readonly int _k;
    private string _temp = "";
    private string _temp2 = "";
    private long _finalBytes;

    public MadMaxPlot(MadMaxArguments arguments, PlotterProcess process, PlannedFailure? failure)
    {
        _arguments = arguments;
        _process = process;
        _failure = failure;
        _log = process.Output;
        _k = arguments.K;
        _plot = PlotIdentity.Draw(_k);
        _header = new PlotHeader(_plot, forContract: arguments.Contract.Length > 0);
        _pace = new Pace(process.Settings.DurationFor(_k), process.Settings.PhaseShares, failure, Meet);
    }

    private PlotTables Tables => _plot.Tables;

    private int Buckets => 1 << MadMaxCommand.LogBuckets(_arguments.Buckets);

    private int Buckets3 => 1 << MadMaxCommand.LogBuckets(_arguments.Buckets3);

    /// <summary>Makes the plot in <paramref name="home"/> and returns its path.</summary>
    public string Make(string temp, string temp2, string home)
    {
        _temp = temp + _plot.Name;
        _temp2 = temp2 + _plot.Name;
        var begin = Stopwatch.GetTimestamp();
        WriteHeader(temp, temp2);

        Timed(1, Phase1, "");
        Timed(2, Phase2, "");
        var unfinished = home + _plot.Name + ".plot.tmp";
        Timed(3, () => Phase3(unfinished), $", wrote {Tables.FinalEntries} entries to final plot");
        Timed(4, () => Phase4(unfinished), $", final plot size is {_plot.FinalBytes} bytes");

        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        _log.Line($"Total plot creation time was {Numbers.Six(seconds)} sec ({Numbers.Six(seconds / 60)} min)");
        return home + _plot.Name + ".plot";
    }

    private void WriteHeader(string temp, string temp2)
    {
        _log.Line($"Process ID: {Environment.ProcessId}");
        _log.Line($"Number of Threads: {_arguments.Threads}");
        _log.Line($"Number of Buckets P1:    2^{Math.Log2(Buckets)} ({Buckets})");
        _log.Line($"Number of Buckets P3+P4: 2^{Math.Log2(Buckets3)} ({Buckets3})");
        if (_failure?.Cause == FailureCause.BadKey)
        {
            _log.Line($"Invalid farmerkey: {MadMaxCommand.HexRead(_arguments.FarmerKey)}");
            throw new PlotterEndedException(MadMaxCommand.Aborted(_process, "std::invalid_argument", "G1 element is invalid"));
        }

        _log.Line(_arguments.Contract.Length > 0
            ? $"Pool Puzzle Hash:  {ContractAddress.PuzzleHash(_arguments.Contract)}"
            : $"Pool Public Key:   {MadMaxCommand.HexRead(_arguments.PoolKey)}");
        _log.Line($"Farmer Public Key: {MadMaxCommand.HexRead(_arguments.FarmerKey)}");
        _log.Line($"Working Directory:   {temp}");
        _log.Line($"Working Directory 2: {temp2}");
        _log.Line($"Plot Name: {_plot.Name}");
    }

    private void Phase1()
    {
        const double Table1End = 0.01;
        var begin = Stopwatch.GetTimestamp();
        EachBucket(Buckets, bucket => Sort(_temp2, "p1.t1", bucket, Buckets, Tables.Matches(1), EntrySizes.Phase1Sort(_k, 1)));
        _pace.To(Table1End);
        _log.Line($"[P1] Table 1 took {Since(begin)} sec");

        for (var table = 2; table <= 7; table++)
        {
            begin = Stopwatch.GetTimestamp();
            var (left, right) = (table - 1, table);
            EachBucket(Buckets, bucket =>
            {
                Table(_temp, left, bucket);
                if (right < 7)
                {
                    Sort(_temp2, $"p1.t{right}", bucket, Buckets, Tables.Matches(right), EntrySizes.Phase1Sort(_k, right));
                }
                else
                {
                    Table(_temp2, right, bucket);
                }

                PlotFiles.Delete(BucketFile(_temp2, $"p1.t{left}", bucket));
                _pace.To(Table1End + (1 - Table1End) * (right - 2 + (bucket + 1.0) / Buckets) / 6);
            });
            _log.Line($"[P1] Table {table} took {Since(begin)} sec, found {Tables.Matches(table)} matches");
        }

        void Table(string place, int table, int bucket) =>
            Write(
                $"{place}.p1.table{table}.tmp",
                EntrySizes.Piece(EntrySizes.Bytes(Tables.Matches(table), EntrySizes.Phase1Table(_k, table)), bucket, Buckets),
                "");
    }

    private void Phase2()
    {
        _log.Line($"[P2] max_table_size = {Math.Max(Tables.Largest, 1L << _k)}");
        for (var table = 7; table >= 2; table--)
        {
            var begin = Stopwatch.GetTimestamp();
            _pace.To((7 - table + 0.25) / 6);
            _log.Line($"[P2] Table {table} scan took {Since(begin)} sec");

            begin = Stopwatch.GetTimestamp();
            var done = 7 - table;
            var place = table == 2 ? _temp2 : _temp;
            EachBucket(Buckets3, bucket =>
            {
                if (done == 0)
                {
                    Write(
                        $"{_temp2}.p2.table7.tmp",
                        EntrySizes.Piece(EntrySizes.Bytes(Tables.Kept(7), EntrySizes.Phase1Table(_k, 7)), bucket, Buckets3),
                        "");
                }
                else
                {
                    Sort(place, $"p2.t{7 - done}", bucket, Buckets3, Tables.Kept(7 - done), EntrySizes.Phase2Sort(_k));
                }

                _pace.To((done + 0.25 + 0.75 * (bucket + 1) / Buckets3) / 6);
            });
            PlotFiles.Delete($"{(table == 7 ? _temp2 : _temp)}.p1.table{table}.tmp");
            var share = 100.0 * Tables.Dropped(table) / Tables.Matches(table);
            _log.Line(
                $"[P2] Table {table} rewrite took {Since(begin)} sec, dropped {Tables.Dropped(table)} entries ({Numbers.Six(share)} %)");
        }
    }

    private void Phase3(string unfinished)
    {
        Check(PlotFiles.Create(unfinished, _header.Unfinished()), "");
        _finalBytes = _header.Length;
        _log.Line($"Wrote plot header with {_header.Length} bytes");
        for (var table = 2; table <= 7; table++)
        {
            var (right, done) = (table, (table - 2) * 2);
            var begin = Stopwatch.GetTimestamp();
            EachBucket(Buckets3, bucket =>
            {
                Sort(_temp2, $"p3s1.t{right}", bucket, Buckets3, Tables.Kept(right), EntrySizes.LinePoint(_k));
                PlotFiles.Delete(BucketFile(right == 2 ? _temp2 : _temp, $"p2.t{right}", bucket));
                PlotFiles.Delete(BucketFile(_temp2, $"p3s2.t{right - 1}", bucket));
                _pace.To((done + (bucket + 1.0) / Buckets3) / 12);
            });
            if (table is 2 or 7)
            {
                PlotFiles.Delete(table == 2 ? $"{_temp}.p1.table1.tmp" : $"{_temp2}.p2.table7.tmp");
            }

            _log.Line($"[P3-1] Table {table} took {Since(begin)} sec, wrote {Tables.Kept(table)} right entries");

            begin = Stopwatch.GetTimestamp();
            EachBucket(Buckets3, bucket =>
            {
                Sort(_temp2, $"p3s2.t{right}", bucket, Buckets3, Tables.Kept(right), EntrySizes.NewPosition(_k));
                if ((bucket + 1) % (Buckets3 / 8) == 0)
                {
                    GrowPlot(unfinished, (long)(_plot.FinalBytes * 0.98 * (done / 2 + (bucket + 1.0) / Buckets3) / 6));
                }

                PlotFiles.Delete(BucketFile(_temp2, $"p3s1.t{right}", bucket));
                _pace.To((done + 1 + (bucket + 1.0) / Buckets3) / 12);
            });
            _log.Line($"[P3-2] Table {table} took {Since(begin)} sec, wrote {Tables.Kept(table)} left entries, {Tables.Kept(table)} final");
        }
    }

    private void Phase4(string unfinished)
    {
        _log.Line("[P4] Starting to write C1 and C3 tables");
        EachBucket(Buckets3, bucket =>
        {
            PlotFiles.Delete(BucketFile(_temp2, "p3s2.t7", bucket));
            _pace.To(0.95 * (bucket + 1) / Buckets3);
        });
        _log.Line("[P4] Finished writing C1 and C3 tables");
        _log.Line("[P4] Writing C2 table");
        GrowPlot(unfinished, _plot.FinalBytes);
        Check(PlotFiles.Overwrite(unfinished, _header.PointersOffset, _header.PointerBytes()), "");
        _pace.To(1);
        _log.Line("[P4] Finished writing C2 table");
        Renaming.Rename(unfinished, unfinished[..^".tmp".Length]);
    }

    private void Timed(int phase, Action work, string tail)
    {
        var begin = Stopwatch.GetTimestamp();
        _pace.Begin(phase);
        work();
        _log.Line($"Phase {phase} took {Since(begin)} sec{tail}");
    }

    private void Sort(string place, string stage, int bucket, int buckets, long entries, int bits) =>
        Write(BucketFile(place, stage, bucket), EntrySizes.Part(EntrySizes.Bytes(entries, bits), bucket, buckets), "thread failed with: ");

    private static string BucketFile(string place, string stage, int bucket) => $"{place}.{stage}.sort_bucket_{bucket}.tmp";

    private void GrowPlot(string unfinished, long size)
    {
        Write(unfinished, size - _finalBytes, "thread failed with: ");
        _finalBytes = Math.Max(_finalBytes, size);
    }

    private static void EachBucket(int buckets, Action<int> work)
    {
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            work(bucket);
        }
    }

    private void Write(string path, long bytes, string thread) => Check(PlotFiles.Append(path, bytes, _full), thread);

    /// <summary>A refused write is an exception that nobody catches.</summary>
    private void Check(FailedWrite? refused, string thread)
    {
        if (refused is null)
        {
            return;
        }

        var call = refused.Opening ? "fopen()" : "fwrite()";
        throw new PlotterEndedException(
            MadMaxCommand.Aborted(_process, "std::runtime_error", $"{thread}{call} failed with: {refused.Text}"));
    }

    private void Meet(FailureCause cause)
    {
        switch (cause)
        {
            case FailureCause.TempFull or FailureCause.Suspect:
                _full = true;
                break;
            case FailureCause.OutOfMemory:
                throw new PlotterEndedException(MadMaxCommand.Aborted(_process, "std::bad_alloc", "std::bad_alloc"));
            case FailureCause.Crash:
                throw new PlotterEndedException(PlotterEnd.BySignal(PlotterEnd.SegmentationFault));
            case FailureCause.Hang:
                _process.Hang();
                break;
            case FailureCause.BadKey or FailureCause.ExitAtOnce or FailureCause.DestinationFull:
                // Met elsewhere: before the plot, or at its copy.
                break;
        }
    }

    private static string Since(long begin) => Numbers.Six(Stopwatch.GetElapsedTime(begin).TotalSeconds);
}

using System.Diagnostics;
using System.Globalization;
using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// One plot of chia (chiapos): its checks and header, phases 1 and 2, and the frame around phases 3 and 4 (<see cref="ChiaCompression"/>)
/// and the copy (<see cref="ChiaDelivery"/>). Lines, temp files and their coming and going are those of the real one.
/// </summary>
internal sealed class ChiaPlot
{
    private const int FewestBuckets = 16;
    private const int MostBuckets = 128;
    private const int LeastMib = 10;

    private readonly ChiaArguments _arguments;
    private readonly PlotterProcess _process;
    private readonly PlannedFailure? _failure;
    private readonly LiveLog _log;
    private readonly PlotIdentity _plot;
    private readonly ChiaTempFiles _files;
    private readonly ChiaLines _lines;
    private readonly Pace _pace;
    private readonly int _k;
    private readonly bool _first;

    /// <param name="arguments">What to plot.</param>
    /// <param name="process">Where.</param>
    /// <param name="first">Whether it is the first plot of the process.</param>
    public ChiaPlot(ChiaArguments arguments, PlotterProcess process, bool first)
    {
        _arguments = arguments;
        _process = process;
        _log = process.Output;
        _first = first;
        _failure = process.StartPlot();
        _k = arguments.K;
        _plot = PlotIdentity.Draw(_k);
        _files = new ChiaTempFiles(process, _plot, arguments.Temp, Temp2);
        _lines = new ChiaLines(_log, arguments, _plot);
        _pace = new Pace(process.Settings.DurationFor(_k), process.Settings.PhaseShares, _failure, Meet);
    }

    private string Temp2 => _arguments.Temp2 ?? _arguments.Temp;

    private PlotTables Tables => _plot.Tables;

    private bool New => _process.Settings.Version != 1;

    /// <summary>Makes the plot and returns its file name.</summary>
    public string Make()
    {
        if (_failure?.Cause == FailureCause.BadKey)
        {
            throw new PlotterEndedException(ChiaCommand.Raise(
                _process, ChiaTraceback.Origin.Keys, "farmer_public_key = G1Element.from_bytes(bytes.fromhex(args.farmer_public_key))",
                "ValueError: G1 element is invalid"));
        }

        Check();
        WriteHeader();
        if (_files.CreateAll() is { } refused)
        {
            Fail($"Could not open {refused.Path}: {refused.Text}.");
        }

        var all = Stopwatch.GetTimestamp();
        Phase(1, $"Forward Propagation into tmp files... {ChiaLines.Now}", Phase1);
        Phase(2, $"Backpropagation {(_arguments.NoBitfield ? "without bitfield " : "")}into tmp files... "
            + $"{ChiaLines.Now}", _arguments.NoBitfield ? Phase2WithoutBitfield : Phase2);
        var header = new PlotHeader(_plot, forContract: _arguments.Contract is not null);
        _log.Line($"Wrote: {header.Length}");
        _files.WriteHeader(header);

        var compression = new ChiaCompression(_arguments, _plot, header, _log, _lines, _files, _pace, Milestone);
        Phase(3, $"Compression {(_arguments.NoBitfield ? "without bitfield " : "")}from tmp files into \"{_files.Unfinished}\" ... "
            + $"{ChiaLines.Now}", compression.Phase3);
        Phase(4, $"Write Checkpoint tables into \"{_files.Unfinished}\" ... {ChiaLines.Now}", compression.Phase4);

        // Measured: 50.9 bytes for each of the 2^k entries.
        const double Gib = 1024.0 * 1024 * 1024;
        _log.Line($"Approximate working space used (without final file): {Numbers.Three(50.9 * (1L << _k) / Gib)} GiB");
        _log.Line($"Final File size: {Numbers.Three(_plot.FinalBytes / Gib)} GiB");
        _lines.Elapsed("Total time =", all);
        _files.DeleteTables();
        new ChiaDelivery(_process, _lines, _failure).Bring(_files.Unfinished, Path.Combine(_arguments.Final, $"{_plot.Name}.plot"));
        return $"{_plot.Name}.plot";
    }

    private void Check()
    {
        if (_arguments.BufferMib < LeastMib)
        {
            Fail($"Please provide at least {LeastMib}MiB of ram");
        }

        if (_lines.Buckets < FewestBuckets)
        {
            Fail($"Minimum buckets is {FewestBuckets}");
        }

        if (_lines.Buckets > MostBuckets)
        {
            Fail($"Maximum buckets is {MostBuckets}");
        }
    }

    private void WriteHeader()
    {
        _log.Line($"\nStarting plotting progress into temporary dirs: {_arguments.Temp} and {Temp2}");
        _log.Line($"ID: {_plot.Id}");
        _log.Line($"Plot size is: {_k}");
        _log.Line($"Buffer size is: {_arguments.BufferMib}MiB");
        _log.Line($"Using {_lines.Buckets} buckets");
        if (New)
        {
            _log.Line($"Final Directory is: {_arguments.Final}");
        }

        _log.Line($"Using {_arguments.Threads} threads of stripe size 65536");
        if (New)
        {
            _log.Line($"Process ID is: {Environment.ProcessId}");
        }
    }

    private void Phase(int phase, string title, Action work)
    {
        _log.Line($"\nStarting phase {phase}/4: {title}");
        var begin = Stopwatch.GetTimestamp();
        _pace.Begin(phase);
        work();
        _pace.To(1);
        _lines.Elapsed($"Time for phase {phase} =", begin);
    }

    private void Phase1()
    {
        const double Table1End = 0.01;
        var begin = Stopwatch.GetTimestamp();
        _log.Line("Computing table 1");
        Milestone(0.01);
        EachBucket(bucket => Sort("p1.t1", bucket, Tables.Matches(1), EntrySizes.Phase1Sort(_k, 1)));
        _pace.To(Table1End);
        _lines.Table1Elapsed(begin);

        double[] milestones = [0.06, 0.12, 0.20, 0.28, 0.36, 0.42];
        for (var table = 2; table <= 7; table++)
        {
            var (left, right) = (table - 1, table);
            begin = Stopwatch.GetTimestamp();
            _log.Line($"Computing table {table}");
            Milestone(milestones[table - 2]);
            EachBucket(bucket =>
            {
                _lines.Bucket(bucket, EntrySizes.Phase1Sort(_k, left), quick: false);
                Table(left, bucket);
                if (right < 7)
                {
                    Sort($"p1.t{right}", bucket, Tables.Matches(right), EntrySizes.Phase1Sort(_k, right));
                }
                else
                {
                    Table(right, bucket);
                }

                PlotFiles.Delete(_files.BucketFile($"p1.t{left}", bucket));
                _pace.To(Table1End + (1 - Table1End) * (right - 2 + (bucket + 1.0) / _lines.Buckets) / 6);
            });
            _log.Line($"\tTotal matches: {Tables.Matches(table)}");
            _lines.Elapsed("Forward propagation table time:", begin);
        }

        void Table(int table, int bucket) =>
            _files.Append(
                _files.TableFile(table),
                EntrySizes.Piece(EntrySizes.Bytes(Tables.Matches(table), EntrySizes.Phase1Table(_k, table)), bucket, _lines.Buckets));
    }

    private void Phase2()
    {
        double[] milestones = [0.43, 0.48, 0.51, 0.55, 0.58, 0.61];
        for (var table = 7; table >= 2; table--)
        {
            var done = 7 - table;
            _log.Line($"Backpropagating on table {table}");
            Milestone(milestones[done]);
            var begin = Stopwatch.GetTimestamp();
            _pace.To((done + 0.2) / 6);
            _log.Line($"scanned table {table}");
            _lines.Elapsed("scanned time = ", begin);
            _log.Line($"sorting table {table}");
            begin = Stopwatch.GetTimestamp();
            if (table == 7)
            {
                continue;
            }

            SortTable(done);
            _lines.Elapsed("sort time = ", begin);
        }

        _log.Line($"table 1 new size: {Tables.Kept(1)}");
    }

    private void Phase2WithoutBitfield()
    {
        for (var table = 7; table >= 2; table--)
        {
            var done = 7 - table;
            _log.Line($"Backpropagating on table {table}");
            var begin = Stopwatch.GetTimestamp();
            if (table == 7)
            {
                _pace.To(1.0 / 6);
            }
            else
            {
                var reached = (int)Math.Ceiling(Tables.KeptShare(6) * _lines.Buckets);
                for (var bucket = 0; bucket < reached; bucket++)
                {
                    _lines.Bucket(bucket, EntrySizes.Phase2Sort(_k), quick: false, memoryShare: 0.75);
                }

                SortTable(done);
            }

            _log.Line($"\tWrote left entries: {Tables.Kept(table - 1)}");
            _lines.Elapsed("Total backpropagation time::", begin);
        }
    }

    /// <summary>Writes what is kept of a table, 6 first, into sorted buckets and gives its file's room back.</summary>
    private void SortTable(int done)
    {
        var table = 7 - done;
        EachBucket(bucket =>
        {
            Sort($"p2.t{table}", bucket, Tables.Kept(table), EntrySizes.Phase2Sort(_k));
            _pace.To((done + 0.2 + 0.8 * (bucket + 1) / _lines.Buckets) / 6);
        });
        PlotFiles.Empty(_files.TableFile(table));
    }

    private void Sort(string stage, int bucket, long entries, int bits) =>
        _files.Append(_files.BucketFile(stage, bucket), EntrySizes.Part(EntrySizes.Bytes(entries, bits), bucket, _lines.Buckets));

    private void EachBucket(Action<int> work)
    {
        for (var bucket = 0; bucket < _lines.Buckets; bucket++)
        {
            work(bucket);
        }
    }

    /// <summary>
    /// Newer ones print how far they are: with two digits until the first elapsed time of the process set the stream to three.
    /// </summary>
    private void Milestone(double progress)
    {
        if (New)
        {
            _log.Line(
                "Progress update: "
                + progress.ToString(progress < 0.05 || (_first && progress < 0.1) ? "F2" : "F3", CultureInfo.InvariantCulture));
        }
    }

    private void Fail(string text) => throw new PlotterEndedException(ChiaCommand.PlottingError(_process, text));

    private void Meet(FailureCause cause)
    {
        switch (cause)
        {
            case FailureCause.TempFull:
                _files.BecomeFull();
                break;
            case FailureCause.Suspect:
                _files.FailOnce();
                break;
            case FailureCause.OutOfMemory:
                Fail($"Not enough memory for sort in memory. Need to sort {_lines.SortGib + 0.5:F6}GiB");
                break;
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
}

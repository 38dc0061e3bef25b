using System.Diagnostics;
using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>Phases 3 and 4 of one plot of chia: tables are compressed pair by pair into the file that becomes the plot.</summary>
internal sealed class ChiaCompression(
    ChiaArguments arguments, PlotIdentity plot, PlotHeader header, LiveLog log, ChiaLines lines, ChiaTempFiles files, Pace pace,
    Action<double> milestone)
{
    /// <summary>The tables take this share of the final file, the checkpoints of phase 4 the rest.</summary>
    private const double TablesShare = 0.983;

    private readonly int _k = plot.K;

    private PlotTables Tables => plot.Tables;

    public void Phase3()
    {
        double[] milestones = [0.66, 0.73, 0.79, 0.85, 0.92, 0.98];
        for (var left = 1; left <= 6; left++)
        {
            var begin = Stopwatch.GetTimestamp();
            log.Line($"Compressing tables {left} and {left + 1}");
            if (!arguments.NoBitfield)
            {
                milestone(milestones[left - 1]);
            }

            var pass = Stopwatch.GetTimestamp();
            FirstPass(left);
            lines.Elapsed("\tFirst computation pass time:", pass);
            pass = Stopwatch.GetTimestamp();
            SecondPass(left);
            lines.Elapsed("\tSecond computation pass time:", pass);
            log.Line($"\tWrote {Tables.Kept(left + 1)} entries");
            lines.Elapsed("Total compress table time:", begin);
        }
    }

    public void Phase4()
    {
        log.Line("\tStarting to write C1 and C3 tables");
        for (var bucket = 0; bucket < lines.Buckets; bucket++)
        {
            lines.Bucket(bucket, EntrySizes.NewPosition(_k), quick: arguments.NoBitfield || bucket == lines.Buckets - 1);
            PlotFiles.Delete(files.BucketFile("p3s.t7", bucket));
            pace.To(0.95 * (bucket + 1) / lines.Buckets);
        }

        files.GrowUnfinished(plot.FinalBytes);
        log.Line("\tFinished writing C1 and C3 tables");
        log.Line("\tWriting C2 table");
        log.Line("\tFinished writing C2 table");
        WritePointers();
    }

    /// <summary>Sorts the right table by its references to the left one, and writes its line points.</summary>
    private void FirstPass(int left)
    {
        var right = left + 1;
        // Positions of kept entries do not reach to the end, so that the last buckets stay empty and are not spoken of.
        var reached = Reached(Tables.KeptShare(left));
        for (var bucket = 0; bucket < lines.Buckets; bucket++)
        {
            if (bucket < reached)
            {
                FirstPassLines(left, bucket, last: bucket == reached - 1);
            }

            Append($"p3.t{right}", bucket, EntrySizes.LinePoint(_k), right);
            PlotFiles.Delete(files.BucketFile($"p2.t{right}", bucket));
            PlotFiles.Delete(files.BucketFile($"p3s.t{left}", bucket));
            pace.To((left - 1 + 0.6 * (bucket + 1) / lines.Buckets) / 6);
        }

        if (left == 1)
        {
            PlotFiles.Empty(files.TableFile(1));
        }

        if (right == 7)
        {
            PlotFiles.Empty(files.TableFile(7));
        }
    }

    private void FirstPassLines(int left, int bucket, bool last)
    {
        if (arguments.NoBitfield)
        {
            if (left > 1)
            {
                lines.Bucket(bucket, EntrySizes.Phase2Sort(_k), quick: true, memoryShare: 0.75);
            }

            return;
        }

        var share = left is 1 or 6 ? 1 : 0.5;
        lines.Bucket(bucket, EntrySizes.Phase2Sort(_k), last, share);
        if (share < 1)
        {
            lines.Bucket(bucket, EntrySizes.NewPosition(_k), last, share);
        }
    }

    /// <summary>
    /// Sorts the line points, which reach as far as the square of the left table's share, and writes them to the final file.
    /// </summary>
    private void SecondPass(int left)
    {
        var right = left + 1;
        var share = Tables.KeptShare(left);
        var reached = left == 1 ? lines.Buckets : Reached(share * share);
        for (var bucket = 0; bucket < lines.Buckets; bucket++)
        {
            if (bucket < reached)
            {
                lines.Bucket(bucket, EntrySizes.LinePoint(_k), quick: bucket == reached - 1, arguments.NoBitfield ? 0.85 : 1);
            }

            Append($"p3s.t{right}", bucket, EntrySizes.NewPosition(_k), right);
            if ((bucket + 1) % (lines.Buckets / 8) == 0)
            {
                files.GrowUnfinished((long)(plot.FinalBytes * TablesShare * (left - 1 + (bucket + 1.0) / lines.Buckets) / 6));
            }

            PlotFiles.Delete(files.BucketFile($"p3.t{right}", bucket));
            pace.To((left - 0.4 + 0.4 * (bucket + 1) / lines.Buckets) / 6);
        }
    }

    private int Reached(double share) => Math.Min(lines.Buckets, (int)Math.Ceiling(share * lines.Buckets));

    private void Append(string stage, int bucket, int bits, int table) =>
        files.Append(files.BucketFile(stage, bucket), EntrySizes.Part(EntrySizes.Bytes(Tables.Kept(table), bits), bucket, lines.Buckets));

    private void WritePointers()
    {
        log.Line("\tFinal table pointers:");
        for (var table = 0; table < header.Pointers.Length; table++)
        {
            log.Line($"\t{(table < 7 ? $"P{table + 1}" : $"C{table - 6}")}: 0x{header.Pointers[table]:x}");
        }

        files.WritePointers(header);
    }
}

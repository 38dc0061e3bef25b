using System.Diagnostics;
using PlotManager.DemoPlotter.Plotting;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>The recurring lines of a chia log: those that end with a time and a date, and those about the sorting of buckets.</summary>
internal sealed class ChiaLines(LiveLog log, ChiaArguments arguments, PlotIdentity plot)
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>Memory for sorting: the buffer less what the rest takes.</summary>
    public double SortGib { get; } = (arguments.BufferMib - 5 - (int)Math.Min(arguments.BufferMib * 0.05, 50) - 5) / 1024.0;

    /// <summary>A power of two, as chia rounds it.</summary>
    public int Buckets { get; } = (int)Math.Pow(2, Math.Ceiling(Math.Log2(arguments.Buckets)));

    public static string Now => $"{DateTime.Now:ddd MMM} {DateTime.Now.Day,2} {DateTime.Now:HH:mm:ss yyyy}";

    /// <summary>"TEXT 1.234 seconds. CPU (98.760%) DATE": held back until the next line, as the real one holds it.</summary>
    public void Elapsed(string text, long begin) =>
        log.Held($"{text} {Numbers.Three(Stopwatch.GetElapsedTime(begin).TotalSeconds)} seconds. CPU ({Cpu:F3}%) {Now}");

    /// <summary>The end of table 1, whose share of the processor has two digits.</summary>
    public void Table1Elapsed(long begin) =>
        log.Held($"F1 complete, time: {Numbers.Three(Stopwatch.GetElapsedTime(begin).TotalSeconds)} seconds. CPU ({Cpu:F2}%) {Now}");

    /// <summary>One bucket sorted.</summary>
    /// <param name="bucket">Its number, from 0.</param>
    /// <param name="bits">Bits of one entry.</param>
    /// <param name="quick">True: by quicksort, as the last one used; false: by uniform sort.</param>
    /// <param name="memoryShare">The share of the memory that this sorting has.</param>
    public void Bucket(int bucket, int bits, bool quick, double memoryShare = 1)
    {
        var entries = (1L << plot.K) / Buckets;
        var entryBytes = (bits + 7) / 8;
        var slots = Math.Pow(2, Math.Ceiling(Math.Log2(2.0 * entries)));
        var how = quick ? "QS" : "uniform sort";
        log.Line(
            $"\tBucket {bucket} {how}. Ram: {Numbers.Three(SortGib * memoryShare)}GiB, u_sort min: "
                + $"{Numbers.Three((slots + 50) * entryBytes / Gib)}GiB, "
            + $"qs min: {Numbers.Three(entries * entryBytes / Gib)}GiB.{(quick ? " force_qs: 1" : "")}");
    }

    private static double Cpu => 60 + 39 * Random.Shared.NextDouble();
}

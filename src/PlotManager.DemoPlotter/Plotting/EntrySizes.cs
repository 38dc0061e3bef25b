namespace PlotManager.DemoPlotter.Plotting;

/// <summary>
/// What one entry of a temp file takes, in bits. An entry of table t holds its function value (k+6 bits), from table 2 on a position (k)
/// and an offset (10) into the table before, and the metadata that the next table needs, in multiples of k.
/// </summary>
internal static class EntrySizes
{
    private const int FunctionExtra = 6;
    private const int Offset = 10;
    private static readonly int[] MetadataMultiples = [0, 1, 2, 4, 4, 3, 2, 0];

    /// <summary>While table 1 to 6 is being sorted in phase 1.</summary>
    public static int Phase1Sort(int k, int table) =>
        k + FunctionExtra + (table == 1 ? 0 : k + Offset) + MetadataMultiples[table] * k;

    /// <summary>Table 1 to 7 as phase 1 leaves it.</summary>
    public static int Phase1Table(int k, int table) => table switch
    {
        1 => k,
        7 => k + k + Offset,
        _ => k + Offset,
    };

    /// <summary>Table 2 to 6 as phase 2 sorts it.</summary>
    public static int Phase2Sort(int k) => 2 * k + Offset;

    /// <summary>Line point and key, sorted in the first half of a table's compression.</summary>
    public static int LinePoint(int k) => 3 * k;

    /// <summary>Key and new position, sorted in its second half.</summary>
    public static int NewPosition(int k) => 2 * k;

    public static long Bytes(long entries, int bits) => entries * bits / 8;

    /// <summary>The share of one bucket, such that all of them together are the whole.</summary>
    public static long Part(long bytes, int bucket, int buckets) => bytes * (bucket + 1) / buckets - bytes * bucket / buckets;

    /// <summary>
    /// What a file that all buckets go to grows by with this one: it is written in eight pieces, for a plotter's buffers are large.
    /// </summary>
    public static long Piece(long bytes, int bucket, int buckets)
    {
        const int Pieces = 8;
        var size = buckets / Pieces;
        return (bucket + 1) % size == 0 ? Part(bytes, bucket / size, Pieces) : 0;
    }
}

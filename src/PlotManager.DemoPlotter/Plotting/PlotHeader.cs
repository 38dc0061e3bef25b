using System.Buffers.Binary;
using System.Text;

namespace PlotManager.DemoPlotter.Plotting;

/// <summary>
/// How a finished plot begins, in the form of chiapos and chia_plot: what it is, and where its ten tables begin (P1 to P7, C1, C2, C3).
/// The keys are none: where they should be it says in words what the file is, so that no harvester takes it.
/// </summary>
internal sealed class PlotHeader
{
    private const int PublicKeyBytes = 48;
    private const int PuzzleHashBytes = 32;
    private const int SecretKeyBytes = 32;
    private const int Tables = 7;
    private const int EntriesInPart = 10_000;
    private const string Words = "This is no plot. The stand-in plotter made it.";

    private readonly PlotIdentity _plot;
    private readonly byte[] _memo;

    /// <param name="forContract">Whether the plot is for a pool contract, and not for a pool's key.</param>
    public PlotHeader(PlotIdentity plot, bool forContract)
    {
        _plot = plot;
        _memo = [.. Key(forContract ? PuzzleHashBytes : PublicKeyBytes), .. Key(PublicKeyBytes), .. new byte[SecretKeyBytes]];
        Pointers = Places();
    }

    /// <summary>252 for a contract, 268 for a key.</summary>
    public int Length => PointersOffset + 8 * Pointers.Length;

    public int PointersOffset => "Proof of Space Plot".Length + 32 + 1 + 2 + "v1.0".Length + 2 + _memo.Length;

    /// <summary>Of P1 to P7, C1, C2, C3.</summary>
    public long[] Pointers { get; }

    /// <summary>As it is until the plot is finished: with zeros for the pointers.</summary>
    public byte[] Unfinished() =>
    [
        .. "Proof of Space Plot"u8, .. Convert.FromHexString(_plot.Id), (byte)_plot.K, 0, 4, .. "v1.0"u8, 0, (byte)_memo.Length, .. _memo,
        .. new byte[8 * Pointers.Length],
    ];

    public byte[] PointerBytes()
    {
        var bytes = new byte[8 * Pointers.Length];
        for (var table = 0; table < Pointers.Length; table++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8 * table), Pointers[table]);
        }

        return bytes;
    }

    // C3 ends the file, in parts of one size; C1 has an entry for each of them and one more, C2 has two. The tables share what is before
    // by their entries.
    private long[] Places()
    {
        var parts = _plot.Tables.Kept(7) / EntriesInPart;
        var entry = (_plot.K + 7) / 8;
        var c3 = _plot.FinalBytes - parts * (_plot.K < 20 ? 10_000 : 3_000);
        var c2 = c3 - 2 * entry;
        var c1 = c2 - (parts + 1) * entry;
        var header = PointersOffset + 8 * (Tables + 3);
        double entries = _plot.Tables.FinalEntries + _plot.Tables.Kept(7);
        var places = new long[Tables + 3];
        var before = 0L;
        for (var table = 1; table <= Tables; table++)
        {
            places[table - 1] = header + (long)((c1 - header) * (before / entries));
            before += _plot.Tables.Kept(Math.Min(table + 1, Tables));
        }

        (places[7], places[8], places[9]) = (c1, c2, c3);
        return places;
    }

    private static byte[] Key(int bytes) => Encoding.ASCII.GetBytes(Words.PadRight(bytes)[..bytes]);
}

using System.Text;

namespace PlotManager.Core.PlotFiles;

/// <summary>
/// Plots of chiapos, madMax and, uncompressed, bladebit. Numbers are big endian. The header ends with where the ten tables begin: P1 to P7,
/// C1, C2, C3.
/// </summary>
internal static class V1Header
{
    public const int LeastK = 18;
    public const int MostK = 50;

    private const int Tables = 10;
    private const int C1 = 7;
    private const int C2 = 8;
    private const int C3 = 9;

    // No file is as long: what points further is no pointer.
    private const ulong Farthest = 1UL << 62;

    private const string Version = "v1.0";

    public static ReadOnlySpan<byte> Magic => "Proof of Space Plot"u8;

    public static PlotFile Read(PlotFile file, ReadOnlySpan<byte> head)
    {
        var bytes = new HeaderBytes(head[Magic.Length..]);
        var id = bytes.Id();
        int k = bytes.Byte();
        var version = bytes.Take(bytes.BigEndian16());
        if (!bytes.IsShort && !version.SequenceEqual(Encoding.ASCII.GetBytes(Version)))
        {
            // Gigahorse writes such plots. Nothing behind an unknown version is taken for what v1.0 has there.
            return file with { State = PlotFileState.UnknownFormat, Note = PlotFileNote.UnknownVersion, NoteText = Printable(version) };
        }

        var memo = PlotMemo.Of(bytes.Take(bytes.BigEndian16()));
        Span<ulong> pointers = stackalloc ulong[Tables];
        for (var table = 0; table < Tables; table++)
        {
            pointers[table] = bytes.BigEndian64();
        }

        file = file with { Format = PlotFormat.V1, Id = id ?? file.Id, Compression = 0 };
        if (bytes.IsShort)
        {
            return PlotFileReader.Short(file);
        }

        file = file with { K = k, Keys = memo.Keys, FarmerKey = memo.FarmerKey };
        return k is < LeastK or > MostK
            ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.ImpossibleK }
            : ByPointers(file, k, Magic.Length + bytes.Position, pointers);
    }

    private static PlotFile ByPointers(PlotFile file, int k, int headerBytes, ReadOnlySpan<ulong> pointers)
    {
        if (pointers.Contains(0UL))
        {
            return file with { State = PlotFileState.Unfinished };
        }

        Span<ulong> sorted = stackalloc ulong[Tables];
        pointers.CopyTo(sorted);
        sorted.Sort();
        if (sorted[^1] > Farthest || sorted[0] < (ulong)headerBytes || HasTwins(sorted))
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction };
        }

        return pointers[0] == (ulong)headerBytes && pointers.SequenceEqual(sorted)
            ? InTableOrder(file, k, pointers)
            : InAnyOrder(file, (long)sorted[^1]);
    }

    // chiapos and madMax: C1 holds one entry for each part of C3 and one more, and each part of C3 has one size.
    private static PlotFile InTableOrder(PlotFile file, int k, ReadOnlySpan<ulong> pointers)
    {
        var entry = (ulong)(k + 7) / 8;
        var (c1, c2) = (pointers[C2] - pointers[C1], pointers[C3] - pointers[C2]);
        if (c1 % entry != 0 || c2 % entry != 0 || c2 / entry < 2)
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction };
        }

        var parts = c1 / entry - 1;
        var end = (UInt128)pointers[C3] + (UInt128)parts * (k < 20 ? 10_000u : 3_000u);
        return end > Farthest
            ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction }
            : PlotFileReader.Measured(file, (long)end);
    }

    // Bladebit aligns its header to a block and writes its C tables first: the size of what comes last is not in the header.
    private static PlotFile InAnyOrder(PlotFile file, long last) => file.Length <= last
        ? file with { State = PlotFileState.Truncated, Note = PlotFileNote.EndsBeforeTable, LeastMissingBytes = last - file.Length + 1 }
        : file with { State = PlotFileState.Whole, Note = PlotFileNote.LengthNotProvable };

    private static bool HasTwins(ReadOnlySpan<ulong> sorted)
    {
        for (var table = 1; table < sorted.Length; table++)
        {
            if (sorted[table] == sorted[table - 1])
            {
                return true;
            }
        }

        return false;
    }

    private static string Printable(ReadOnlySpan<byte> version)
    {
        const int longest = 16;
        return string.Create(Math.Min(version.Length, longest), version, (text, bytes) =>
        {
            for (var at = 0; at < text.Length; at++)
            {
                text[at] = bytes[at] is >= (byte)' ' and <= (byte)'~' ? (char)bytes[at] : '?';
            }
        });
    }
}

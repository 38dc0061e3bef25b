namespace PlotManager.Core.PlotFiles;

/// <summary>
/// Compressed plots of bladebit: as <see cref="V1Header"/>, with the tables' sizes. The memo's length and the pointers are big endian, all
/// else is little endian.
/// </summary>
internal static class V2Header
{
    private const int Tables = 10;
    private const int SupportedVersion = 2;
    private const uint IsCompressed = 1;

    // Of table 1 and table 2, which higher levels leave out.
    private const int Droppable = 2;

    // Bladebit writes whole blocks, those of the file system: 4 KiB as a rule, up to 4 MiB on network drives. The rest of the last one is
    // filled.
    private const long LargestBlock = 4 << 20;

    private const ulong Farthest = 1UL << 62;

    public static ReadOnlySpan<byte> Magic => "PLOT"u8;

    public static PlotFile Read(PlotFile file, ReadOnlySpan<byte> head)
    {
        var bytes = new HeaderBytes(head[Magic.Length..]);
        var version = bytes.LittleEndian32();
        if (!bytes.IsShort && version != SupportedVersion)
        {
            return file with { State = PlotFileState.UnknownFormat, Note = PlotFileNote.UnknownVersion, NoteText = $"{version}" };
        }

        var id = bytes.Id();
        int k = bytes.Byte();
        var memo = PlotMemo.Of(bytes.Take(bytes.BigEndian16()));
        var level = (bytes.LittleEndian32() & IsCompressed) != 0 ? bytes.Byte() : 0;
        Span<ulong> pointers = stackalloc ulong[Tables];
        Span<ulong> sizes = stackalloc ulong[Tables];
        for (var table = 0; table < Tables; table++)
        {
            pointers[table] = bytes.BigEndian64();
        }

        for (var table = 0; table < Tables; table++)
        {
            sizes[table] = bytes.LittleEndian64();
        }

        file = file with { Format = PlotFormat.V2, Id = id ?? file.Id };
        if (bytes.IsShort)
        {
            return PlotFileReader.Short(file);
        }

        file = file with { K = k, Compression = level, Keys = memo.Keys, FarmerKey = memo.FarmerKey };
        return k is < V1Header.LeastK or > V1Header.MostK
            ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.ImpossibleK }
            : ByTables(file, (ulong)(Magic.Length + bytes.Position), pointers, sizes);
    }

    private static PlotFile ByTables(PlotFile file, ulong headerBytes, ReadOnlySpan<ulong> pointers, ReadOnlySpan<ulong> sizes)
    {
        ulong end = 0;
        for (var table = 0; table < Tables; table++)
        {
            var (begin, size) = (pointers[table], sizes[table]);
            if (begin == 0 && (size != 0 || table >= Droppable))
            {
                return file with { State = PlotFileState.Unfinished };
            }

            if (begin > Farthest || size > Farthest || (begin != 0 && begin < headerBytes))
            {
                return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction };
            }

            end = Math.Max(end, begin + size);
        }

        return end > Farthest
            ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction }
            : PlotFileReader.Measured(file, (long)end, LargestBlock - 1);
    }
}

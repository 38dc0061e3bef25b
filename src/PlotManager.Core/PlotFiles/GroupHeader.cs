namespace PlotManager.Core.PlotFiles;

/// <summary>
/// Groups of plots of the second proof of space (<c>.gplot</c>), little endian. Behind the header lie the chunks, behind them up to the
/// end of the file the index of their sizes.
/// </summary>
internal static class GroupHeader
{
    private const int SupportedVersion = 2;

    // 28 for real; smaller ones for tests.
    private const int LeastK = 18;
    private const int MostK = 32;

    public static ReadOnlySpan<byte> Magic => "PoS2"u8;

    public static PlotFile Read(PlotFile file, ReadOnlySpan<byte> head)
    {
        var bytes = new HeaderBytes(head[Magic.Length..]);
        int version = bytes.Byte();
        if (!bytes.IsShort && version != SupportedVersion)
        {
            return file with { State = PlotFileState.UnknownFormat, Note = PlotFileNote.UnknownVersion, NoteText = $"{version}" };
        }

        var id = bytes.Id();
        int k = bytes.Byte();
        int strength = bytes.Byte();
        var size = bytes.LittleEndian16();
        int metaGroup = bytes.Byte();
        var indexOffset = bytes.LittleEndian64();
        var memo = PlotMemo.Of(bytes.Take(bytes.Byte()));
        file = file with { Format = PlotFormat.GPlot, Id = id ?? file.Id };
        if (bytes.IsShort)
        {
            return PlotFileReader.Short(file);
        }

        file = file with { K = k, Keys = memo.Keys, FarmerKey = memo.FarmerKey };
        if (k is < LeastK or > MostK || k % 2 != 0)
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.ImpossibleK };
        }

        var chunks = Magic.Length + bytes.Position;
        if (indexOffset == 0)
        {
            return file with { State = PlotFileState.Unfinished };
        }

        if (size == 0 || indexOffset > long.MaxValue || indexOffset < (ulong)chunks + (ulong)GroupIndex.ChunksOf(k))
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction };
        }

        return ByOffset(
            file with { Group = new PlotGroup(strength, size, metaGroup, chunks, (long)indexOffset) }, k, size, (long)indexOffset);
    }

    // Without the index: between its least and its greatest length everything may be right.
    private static PlotFile ByOffset(PlotFile file, int k, int size, long indexOffset)
    {
        var index = file.Length - indexOffset;
        var least = GroupIndex.LeastBytes(k, size);
        return index <= 0
            ? file with { State = PlotFileState.Truncated, Note = PlotFileNote.EndsBeforeTable, LeastMissingBytes = least - index }
            : index < least
                ? file with { State = PlotFileState.Truncated, Note = PlotFileNote.EndsInIndex, LeastMissingBytes = least - index }
            : index > GroupIndex.MostBytes(k) ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction }
            : file with { State = PlotFileState.Whole, Note = PlotFileNote.BuildUnknown };
    }
}

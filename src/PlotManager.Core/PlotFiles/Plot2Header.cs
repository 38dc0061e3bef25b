namespace PlotManager.Core.PlotFiles;

/// <summary>
/// Single plots of the second proof of space (<c>.plot2</c>), little endian: version, id, k, strength, index, meta group. Every version of
/// them was given up, so that nothing behind the header matters.
/// </summary>
internal static class Plot2Header
{
    public static ReadOnlySpan<byte> Magic => "pos2"u8;

    public static PlotFile Read(PlotFile file, ReadOnlySpan<byte> head)
    {
        var bytes = new HeaderBytes(head[Magic.Length..]);
        bytes.Take(1);
        var id = bytes.Id();
        int k = bytes.Byte();
        return file with
        {
            Format = PlotFormat.Plot2,
            Id = id ?? file.Id,
            K = bytes.IsShort ? file.K : k,
            State = PlotFileState.Obsolete,
            Note = PlotFileNote.MustBeMadeAgain,
        };
    }
}

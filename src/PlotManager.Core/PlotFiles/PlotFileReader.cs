namespace PlotManager.Core.PlotFiles;

/// <summary>Reads what a plot file is from its head and its length. Any bytes and any length have an answer.</summary>
public static class PlotFileReader
{
    /// <summary>
    /// The most bytes of a file's beginning that are ever looked at: the longest header with any memo that plotters write has 336.
    /// </summary>
    public const int HeadBytes = 4096;

    /// <summary>Below it no plot of any plotter is whole.</summary>
    private const int LeastPlotBytes = HeadBytes;

    /// <param name="fileName">Without directories.</param>
    /// <param name="length">The file's length when its head was read.</param>
    /// <param name="head">The first <see cref="HeadBytes"/> of the file; all of a file that has fewer.</param>
    public static PlotFile Read(string fileName, long length, ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, HeadBytes)];
        var name = PlotName.Of(fileName);
        var file = new PlotFile { Name = fileName, Length = length, Id = name.Id, K = name.K, Compression = name.Compression };
        if (length <= 0)
        {
            return file with { State = PlotFileState.Truncated, Note = PlotFileNote.Empty };
        }

        if (head.Length < Math.Min(length, HeadBytes))
        {
            return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Shrank };
        }

        return ByMagic(file, head);
    }

    /// <summary>One that could not be read at all.</summary>
    public static PlotFile Unreadable(string fileName, long length, PlotFileNote note, string? text = null)
    {
        var name = PlotName.Of(fileName);
        return new PlotFile
        {
            Name = fileName,
            Length = length,
            Id = name.Id,
            K = name.K,
            Compression = name.Compression,
            State = PlotFileState.Unreadable,
            Note = note,
            NoteText = text,
        };
    }

    private static PlotFile ByMagic(PlotFile file, ReadOnlySpan<byte> head) =>
        head.StartsWith(V1Header.Magic) ? Named(V1Header.Read(file, head))
        : head.StartsWith(V2Header.Magic) ? Named(V2Header.Read(file, head))
        : head.StartsWith(GroupHeader.Magic) ? Named(GroupHeader.Read(file, head))
        : head.StartsWith(Plot2Header.Magic) ? Plot2Header.Read(file, head)
        : V1Header.Magic.StartsWith(head) || V2Header.Magic.StartsWith(head) || GroupHeader.Magic.StartsWith(head)
            ? file with { State = PlotFileState.Truncated, Note = PlotFileNote.EndsInHeader }
        : !head.ContainsAnyExcept((byte)0) ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.ZeroHeader }
        : file.Length < LeastPlotBytes ? file with { State = PlotFileState.Unreadable, Note = PlotFileNote.TooShort }
        : file with { State = PlotFileState.UnknownFormat, Note = PlotFileNote.UnknownMagic };

    /// <summary>A whole plot whose name says another id.</summary>
    internal static PlotFile Named(PlotFile file) =>
        file.State == PlotFileState.Whole && PlotName.Of(file.Name).Id is { } claimed && claimed != file.Id
            ? file with { State = PlotFileState.NameMismatch, Note = PlotFileNote.None, NoteText = claimed }
            : file;

    /// <summary>What a header is that ends before its last field: of a file that ends there too, or of no plotter's form.</summary>
    internal static PlotFile Short(PlotFile file) => file.Length <= HeadBytes
        ? file with { State = PlotFileState.Truncated, Note = PlotFileNote.EndsInHeader }
        : file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Contradiction };

    /// <summary>A file whose end is proven.</summary>
    internal static PlotFile Measured(PlotFile file, long end, long allowance = 0) => file with
    {
        ExpectedLength = end,
        State = file.Length < end ? PlotFileState.Truncated : file.Length - end > allowance ? PlotFileState.Longer : PlotFileState.Whole,
    };
}

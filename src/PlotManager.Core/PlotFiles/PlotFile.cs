namespace PlotManager.Core.PlotFiles;

/// <summary>
/// What a plot file is, as its own bytes and its length say. No field holds anything of the secret key that a plot carries.
/// </summary>
public sealed record PlotFile
{
    /// <summary>The name without directories.</summary>
    public required string Name { get; init; }

    public required long Length { get; init; }
    public PlotFormat Format { get; init; }

    /// <summary>64 hex digits, of the header. Of the name where the header cannot be judged.</summary>
    public string? Id { get; init; }

    public int? K { get; init; }

    /// <summary>The compression level; 0 for a plot that is not compressed.</summary>
    public int? Compression { get; init; }

    public PlotKeys? Keys { get; init; }

    /// <summary>The first 8 hex digits of the farmer's public key.</summary>
    public string? FarmerKey { get; init; }

    /// <summary>What only a <c>.gplot</c> has.</summary>
    public PlotGroup? Group { get; init; }

    /// <summary>How long the whole file is; null where the header does not prove it.</summary>
    public long? ExpectedLength { get; init; }

    public PlotFileState State { get; init; }
    public PlotFileNote Note { get; init; }

    /// <summary>What the note is about, such as the unknown version; printable, and short.</summary>
    public string? NoteText { get; init; }

    /// <summary>Bytes that a truncated file lacks; null where that cannot be told.</summary>
    public long? MissingBytes => State != PlotFileState.Truncated ? null : ExpectedLength is { } whole ? whole - Length : LeastMissingBytes;

    /// <summary>Bytes that a truncated file lacks at least, where its whole length is not known.</summary>
    public long? LeastMissingBytes { get; init; }

    /// <summary>Bytes behind the end of the plot.</summary>
    public long? SurplusBytes => State == PlotFileState.Longer ? Length - ExpectedLength : null;

    /// <summary>Whether it ends where FAT32 cuts a file off, at 4 GiB less one byte.</summary>
    public bool FillsFat32 => Length == uint.MaxValue;

    /// <summary>Whether something is wrong with the file. What cannot be judged is not wrong.</summary>
    public bool IsBad => State is not (PlotFileState.Whole or PlotFileState.UnknownFormat);
}

/// <summary>A group of plots in one file.</summary>
/// <param name="Size">How many plots.</param>
/// <param name="MetaGroup">Groups of one drive should differ in it.</param>
/// <param name="ChunksOffset">Where the header ends.</param>
/// <param name="IndexOffset">Where the index begins that ends the file; 0 while the plotter still writes.</param>
public sealed record PlotGroup(int Strength, int Size, int MetaGroup, long ChunksOffset, long IndexOffset);

public enum PlotFormat
{
    Unknown,

    /// <summary>"Proof of Space Plot" v1.0: chiapos, madMax, bladebit without compression.</summary>
    V1,

    /// <summary>Compressed plots of bladebit.</summary>
    V2,

    /// <summary>Groups of the second proof of space.</summary>
    GPlot,

    /// <summary>Single plots of the second proof of space in a form that was given up.</summary>
    Plot2,
}

/// <summary>Which keys a plot is bound to.</summary>
public enum PlotKeys
{
    Contract,
    PoolKey,
}

public enum PlotFileState
{
    /// <summary>Nothing speaks against it.</summary>
    Whole,

    /// <summary>It ends before the plot does.</summary>
    Truncated,

    /// <summary>It goes on behind the end of the plot.</summary>
    Longer,

    /// <summary>The plotter never wrote where the tables are, which it does last.</summary>
    Unfinished,

    /// <summary>The id in its name is another plot's.</summary>
    NameMismatch,

    /// <summary>It cannot be read, or its header contradicts itself.</summary>
    Unreadable,

    /// <summary>A format whose rules are not known: it cannot be judged.</summary>
    UnknownFormat,

    /// <summary>A format that no farmer takes any more.</summary>
    Obsolete,
}

/// <summary>Why a file has its state, where the state alone does not say.</summary>
public enum PlotFileNote
{
    None,

    /// <summary>The format does not tell its length; no table begins behind the file's end.</summary>
    LengthNotProvable,

    /// <summary>The header does not tell plots of an early build from final ones.</summary>
    BuildUnknown,

    /// <summary>A build of the plotter that farmers accept no more.</summary>
    MustBeMadeAgain,

    Empty,
    EndsInHeader,

    /// <summary>A table begins at or behind the file's end.</summary>
    EndsBeforeTable,
    EndsInIndex,

    /// <summary>Where the header should be are zeros.</summary>
    ZeroHeader,

    /// <summary>Too short for any plot, and of no known format.</summary>
    TooShort,
    ImpossibleK,

    /// <summary>Pointers or fields that no plotter writes.</summary>
    Contradiction,

    /// <summary>The sizes in the index are not those of the chunks.</summary>
    IndexMismatch,

    /// <summary>Another magic number than those known.</summary>
    UnknownMagic,

    /// <summary>A known magic number, an unknown version.</summary>
    UnknownVersion,

    /// <summary>Became shorter while it was read.</summary>
    Shrank,

    NotAFile,
    CannotBeRead,
}

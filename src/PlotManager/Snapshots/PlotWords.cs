using PlotManager.Core.PlotFiles;
using PlotManager.Core.Text;

namespace PlotManager.Snapshots;

/// <summary>What a plot file is, in the words of screens, JSON and CSV.</summary>
internal static class PlotWords
{
    public static string State(PlotFileState state) => state switch
    {
        PlotFileState.Whole => "whole",
        PlotFileState.Truncated => "truncated",
        PlotFileState.Longer => "longer",
        PlotFileState.Unfinished => "unfinished",
        PlotFileState.NameMismatch => "name_mismatch",
        PlotFileState.Unreadable => "unreadable",
        PlotFileState.Obsolete => "obsolete",
        _ => "unknown_format",
    };

    public static string Format(PlotFormat format) => format switch
    {
        PlotFormat.V1 => "v1",
        PlotFormat.V2 => "v2",
        PlotFormat.GPlot => "gplot",
        PlotFormat.Plot2 => "plot2",
        _ => "unknown",
    };

    public static string? Keys(PlotKeys? keys) => keys switch
    {
        PlotKeys.Contract => "contract",
        PlotKeys.PoolKey => "pool key",
        _ => null,
    };

    /// <summary>Why a file has its state; null where the state says all.</summary>
    public static string? Detail(PlotFile file) => file.State switch
    {
        PlotFileState.Truncated => Truncated(file),
        PlotFileState.Longer => $"{Bytes(file.SurplusBytes!.Value)} behind its end",
        PlotFileState.Unfinished => "the plotter never wrote where its tables are",
        PlotFileState.NameMismatch => $"it holds plot {Short(file.Id)}, its name says {Short(file.NoteText)}",
        _ => Note(file),
    };

    private static string Truncated(PlotFile file)
    {
        var missing = (file.MissingBytes, file.ExpectedLength) switch
        {
            ({ } bytes, not null) => $"{Bytes(bytes)} short",
            ({ } bytes, null) => $"at least {Bytes(bytes)} short",
            _ => file.Note == PlotFileNote.Empty ? "it is empty" : "it ends within its header",
        };
        return file.FillsFat32 ? $"{missing}: it has 4 GiB, the most that FAT32 holds" : missing;
    }

    private static string? Note(PlotFile file) => file.Note switch
    {
        PlotFileNote.LengthNotProvable => "length not provable",
        PlotFileNote.BuildUnknown => "build unknown",
        PlotFileNote.MustBeMadeAgain => "no farmer takes it any more: it must be made again",
        PlotFileNote.ZeroHeader => "it begins with zeros where its header should be",
        PlotFileNote.TooShort => "it is too short for any plot",
        PlotFileNote.ImpossibleK => "its header names a k that no plot has",
        PlotFileNote.Contradiction => "its header contradicts itself",
        PlotFileNote.IndexMismatch => "its index does not fit its chunks",
        PlotFileNote.UnknownMagic => "its format is unknown: it cannot be judged",
        PlotFileNote.UnknownVersion => $"format {file.NoteText} is unknown: it cannot be judged",
        PlotFileNote.Shrank => "it became shorter while it was read",
        PlotFileNote.NotAFile => $"it is {file.NoteText}, not a file",
        PlotFileNote.CannotBeRead => $"it cannot be read: {file.NoteText}",
        _ => null,
    };

    /// <summary>As much of a plot id as tells it from others.</summary>
    public static string Short(string? id) => id is { Length: > 8 } ? id[..8] : id ?? "?";

    private static string Bytes(long bytes) => bytes == 1 ? "1 byte" : bytes < Figures.Mib ? $"{bytes} bytes" : Figures.Size(bytes);
}

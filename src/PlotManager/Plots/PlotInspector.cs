using System.Security.Cryptography;
using PlotManager.Core.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Plots;

/// <summary>
/// Reads plot files: one read of the head of each, and on demand the index of a <c>.gplot</c>, piece by piece. A plot's head holds a
/// secret key, so that what was read of it is wiped.
/// </summary>
internal static class PlotInspector
{
    private const int Piece = 256 * 1024;

    /// <param name="deep">Whether to read the index of a <c>.gplot</c> too.</param>
    /// <returns>What cannot be read is a value that says so.</returns>
    public static PlotFile Inspect(IFiles files, FileFinding found, bool deep)
    {
        var name = Path.GetFileName(found.Path);
        var head = new byte[(int)Math.Clamp(found.Length, 0, PlotFileReader.HeadBytes)];
        try
        {
            var length = head.Length == 0 ? 0 : files.Read(found.Path, 0, head);
            var file = PlotFileReader.Read(name, found.Length, head.AsSpan(0, length));
            return deep && !file.IsBad && file.Group is { } group ? WithIndex(files, found, file, group) : file;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return PlotFileReader.Unreadable(name, found.Length, PlotFileNote.CannotBeRead, unreadable.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(head);
        }
    }

    private static PlotFile WithIndex(IFiles files, FileFinding found, PlotFile file, PlotGroup group)
    {
        var index = new GroupIndex(file.K!.Value, group);
        var piece = new byte[Piece];
        for (var offset = group.IndexOffset; offset < found.Length && !index.IsOver;)
        {
            var length = files.Read(found.Path, offset, piece.AsMemory(0, (int)Math.Min(Piece, found.Length - offset)));
            if (length == 0)
            {
                return file with { State = PlotFileState.Unreadable, Note = PlotFileNote.Shrank };
            }

            index.Add(piece.AsSpan(0, length));
            offset += length;
        }

        return index.Judge(file);
    }
}

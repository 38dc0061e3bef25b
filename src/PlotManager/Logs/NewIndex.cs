using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>A new index while it is written, beside the place it will take.</summary>
internal sealed class NewIndex : IDisposable
{
    private readonly string _place;
    private readonly string _temporary;
    private FileStream? _file;

    private NewIndex(string place, string temporary, FileStream file) => (_place, _temporary, _file) = (place, temporary, file);

    /// <summary>Null where it cannot be written.</summary>
    public static NewIndex? Begin(string place)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            var temporary = $"{place}.{Guid.NewGuid():n}.tmp";
            return new NewIndex(
                place, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(ReadOnlySpan<byte> line)
    {
        try
        {
            _file?.Write(line);
            _file?.WriteByte((byte)'\n');
        }
        catch (IOException)
        {
            GiveUp(); // a full drive: no index this time
        }
    }

    public void Finish()
    {
        try
        {
            _file?.Flush();
            _file?.Dispose();
            if (_file is not null)
            {
                SharedFile.Put(_temporary, _place);
            }

            _file = null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            GiveUp(); // the old one stands; it is only less up to date
        }
    }

    public void Dispose()
    {
        if (_file is not null)
        {
            GiveUp();
        }
    }

    private void GiveUp()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            _file = null; // what it had not written yet is not wanted either
        }
        _file = null;
        Remove();
    }

    private void Remove()
    {
        try
        {
            SharedFile.Delete(_temporary);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _file = null; // a drive that lets nothing be removed keeps a few megabytes of ours
        }
    }
}

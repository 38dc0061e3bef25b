using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>What one log file says.</summary>
/// <param name="Plotter">Null: its lines are no known plotter's, and nothing was read of it.</param>
public sealed record LogReading(PlotterProfile? Plotter, RunLog Log);

/// <summary>
/// Reads whole logs, one after another, through one buffer: what it needs does not grow with the logs. Not for two threads.
/// </summary>
/// <param name="told">By so many of a log's first bytes its plotter is told; if they do not tell, by more.</param>
public sealed class LogFile(ProfileCatalog catalog, int told = PlotterGuess.Enough)
{
    /// <summary>The header alone: it tells nearly always, and among ten thousand logs it is quicker.</summary>
    public const int Header = 2 * 1024;

    /// <summary>Of a longer log only so many bytes of its beginning are read, and the end: a plotter's log has some megabytes.</summary>
    private const long Longest = 256L << 20;

    // Most logs are smaller: they are opened once.
    private const int Piece = 512 * 1024;

    private readonly PlotterGuess _guess = new(catalog);
    private byte[] _buffer = new byte[Piece];

    /// <param name="plotter">Null: told by the log's lines.</param>
    /// <exception cref="IOException">It cannot be read, or is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public LogReading Read(IFiles files, string path, PlotterProfile? plotter = null)
    {
        try
        {
            return ReadWhole(files, path, plotter);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _buffer = new byte[Piece]; // a read that was given up may still write into the old one
            throw;
        }
    }

    private LogReading ReadWhole(IFiles files, string path, PlotterProfile? plotter)
    {
        var length = files.Read(path, 0, _buffer);
        var log = new LogText();
        var text = log.Utf8(_buffer.AsSpan(0, length));
        plotter ??= Guess(text);
        if (plotter is null)
        {
            return new LogReading(null, new RunLog());
        }

        var reader = new PlotLogReader(plotter);
        reader.Feed(text);
        for (long offset = length; length == Piece; offset += length) // less is the end, without asking again
        {
            if (offset == Longest && files.Look(path) is { } found && LogLimits.EndOf(found.Length) > offset)
            {
                offset = LogLimits.EndOf(found.Length);
                reader.LeaveOut();
                log.LeaveOut();
            }

            length = files.Read(path, offset, _buffer);
            reader.Feed(log.Utf8(_buffer.AsSpan(0, length)));
        }

        return new LogReading(plotter, reader.Finish());
    }

    private PlotterProfile? Guess(ReadOnlySpan<byte> beginning) =>
        _guess.Of(beginning[..Math.Min(told, beginning.Length)]) ?? (beginning.Length > told ? _guess.Of(beginning) : null);
}

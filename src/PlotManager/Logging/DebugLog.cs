using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Platform;

namespace PlotManager.Logging;

/// <summary>
/// debug.log: one line an event, "time level job plot message", local time with its offset, "-" where there is no job or plot. At 10 MB
/// it becomes debug.log.1, that one debug.log.2, and so on; five are kept. A log that cannot be written stops nothing: that is said once
/// on the error output, and again only after writing has worked in between.
/// </summary>
public sealed class DebugLog : IEventLog, IDisposable
{
    public const long DefaultLimit = 10 * 1024 * 1024;
    public const int Kept = 5;

    private readonly Lock _turn = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly TextWriter _complaints;
    private readonly long _limit;
    private FileStream? _file;
    private bool _failing;
    private bool _ended;

    /// <param name="path">The file; its folder exists.</param>
    /// <param name="level">Events less grave are left out.</param>
    /// <param name="complaints">Where it is said that nothing can be written, usually the error output.</param>
    public DebugLog(string path, LogLevel level, SecretMask mask, TimeProvider time, TextWriter complaints, long limit = DefaultLimit)
    {
        _path = path;
        _time = time;
        _complaints = complaints;
        _limit = limit;
        Level = level;
        Mask = mask;
    }

    /// <summary>May be changed while running, as by a reload.</summary>
    public LogLevel Level { get; set; }

    /// <summary>The secrets of the config now in force.</summary>
    public SecretMask Mask { get; set; }

    public void Write(LogLevel level, string message, string? job = null, string? plot = null)
    {
        if (level > Level)
        {
            return;
        }

        var line = Encoding.UTF8.GetBytes(EventLine.Of(_time.GetLocalNow(), level, message, job, plot, Mask) + "\n");
        lock (_turn)
        {
            if (_ended)
            {
                return;
            }

            try
            {
                _file = Opened(line.Length);
                _file.Write(line);
                _failing = false;
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                Complain(full.Message);
            }
        }
    }

    public void Dispose()
    {
        lock (_turn)
        {
            _ended = true;
            Close();
        }
    }

    private FileStream Opened(int bytes)
    {
        // Somebody may have moved or removed it: what is written must be found under its name.
        if (_file is not null && !File.Exists(_path))
        {
            Close();
        }

        _file ??= Open();
        if (_file.Length > 0 && _file.Length + bytes > _limit)
        {
            Close();
            Rotate();
            _file = Open();
        }

        return _file;
    }

    private FileStream Open() => FileKind.Waiting(_path) is { } other
        ? throw new IOException($"it is {other}, not a file; remove it")
        : SharedFile.Append(_path);

    private void Rotate()
    {
        for (var number = Kept - 1; number >= 1; number--)
        {
            if (File.Exists($"{_path}.{number}"))
            {
                SharedFile.Put($"{_path}.{number}", $"{_path}.{number + 1}");
            }
        }

        SharedFile.Put(_path, $"{_path}.1");
    }

    private void Complain(string reason)
    {
        Close();
        if (!_failing)
        {
            _failing = true;
            try
            {
                _complaints.WriteLine($"{_path} cannot be written: {reason}; events are lost until it can");
            }
            catch (IOException)
            {
                // The error output is a file on the same full disk: there is nowhere left to say it.
            }
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}

using System.IO.Pipes;
using System.Text;
using PlotManager.Commands.Running;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands;

/// <summary>
/// What a manager in the background says before it is up. It comes through a pipe, which neither a full drive nor a folder that cannot be
/// written stops, and is told at once; a copy goes to start.log. The manager says the end mark when it is up. On Windows start.log is all
/// there is.
/// </summary>
internal sealed class ChildWords : IDisposable
{
    private readonly FarmPaths _paths;
    private readonly CommandEnvironment _environment;
    private readonly AnonymousPipeServerStream? _pipe = OperatingSystem.IsWindows()
        ? null
        : new(PipeDirection.In, HandleInheritability.None);
    private readonly string _head;
    private string? _logRefusal;
    private Task _telling = Task.CompletedTask;

    public ChildWords(FarmPaths paths, CommandEnvironment environment)
    {
        (_paths, _environment) = (paths, environment);
        _head = $"{environment.Machine.Value.Time.GetLocalNow():yyyy-MM-dd HH:mm:ss zzz} plotmanager start\n";
        BeginLog();
    }

    /// <summary>Whether it has said anything.</summary>
    public bool Any { get; private set; }

    /// <exception cref="LaunchException">It was not started.</exception>
    public ProcessIdentity Launch(Farm farm)
    {
        var order = OwnProgram.Current().Order(RunCommand.InBackground(farm.RunArguments(), _paths.StartLog), _paths.StartLog);
        var child = _environment.Machine.Value.Launcher.Launch(order with { Output = _pipe?.ClientSafePipeHandle });
        if (_pipe is not null)
        {
            _pipe.DisposeLocalCopyOfClientHandle();
            _telling = TellAsync(_pipe);
        }

        return child;
    }

    /// <summary>Warns that what the manager says from now on is written nowhere, where that is so.</summary>
    public void WarnOfLog()
    {
        if (_logRefusal is not null)
        {
            _environment.Complain($"warning: what the manager says from now on is lost: {_logRefusal}");
        }
    }

    /// <summary>Waits until all is told: the manager is up, or has ended. False: it is neither yet.</summary>
    public async Task<bool> AllAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (_pipe is null)
        {
            Tell(_logRefusal is null ? SharedFile.ReadText(_paths.StartLog)[_head.Length..] : "");
            return true;
        }

        try
        {
            await _telling.WaitAsync(patience < TimeSpan.Zero ? TimeSpan.Zero : patience, _environment.Machine.Value.Time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _pipe?.Dispose();

    private async Task TellAsync(AnonymousPipeServerStream pipe)
    {
        using var reader = new StreamReader(pipe, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        while (await reader.ReadLineAsync() is { } line && line != OwnOutput.EndMark)
        {
            Tell(line + Environment.NewLine);
        }
    }

    private void Tell(string text)
    {
        Any |= text.Length > 0;
        _environment.Error.Write(text);
        if (_pipe is not null && _logRefusal is null)
        {
            Try(() => SharedFile.AppendText(_paths.StartLog, text));
        }
    }

    // Its first line takes the file's first block: on a drive that fills up later, what the manager says then still finds room.
    private void BeginLog() =>
        _logRefusal = Try(() =>
        {
            _environment.Machine.Value.Entries.MakeFile(_paths.StartLog);
            SharedFile.WriteText(_paths.StartLog, _head);
        });

    // The copy is for later readers: whoever typed the command has read the words.
    private static string? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }
}

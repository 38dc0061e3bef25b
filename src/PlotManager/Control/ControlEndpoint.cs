using System.Net.Sockets;
using PlotManager.Core.Configuration;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Logging;
using PlotManager.Platform;

namespace PlotManager.Control;

/// <summary>
/// Where commands reach the manager: its control socket, and manager.json, which names it. Both are watched: the login manager removes a
/// user's runtime folder at logout, and people remove state folders. What is gone is opened and written anew.
/// </summary>
/// <param name="held">While another manager has the farm's lock, nothing of that one's is touched.</param>
/// <param name="report">Told why commands do not reach this manager, null when they do.</param>
public sealed class ControlEndpoint(
    FarmPaths paths, CommandEnvironment environment, IControlled controlled, FarmLock held, IEventLog log, Action<string?> report)
        : IAsyncDisposable
{
    /// <summary>The variable that names who installed the manager as a service of Windows, by security identifier.</summary>
    public const string Installer = "PLOTMANAGER_INSTALLER";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly IEntries _entries = environment.Machine.Value.Entries;
    private (ControlServer Server, string Path, string? Identity)? _socket;
    private readonly List<Task> _leaving = [];
    private readonly CancellationTokenSource _cutOff = new();
    private string? _factsIdentity;
    private int _opened;

    /// <exception cref="CommandFault">No folder can hold the socket, or manager.json cannot be written.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ListenAsync(cancellationToken);
            WriteFacts();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"commands could not reach a manager of {paths.ConfigFile}: {refused.Message}");
        }
    }

    /// <summary>Keeps the manager within reach until it ends.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Between, environment.Machine.Value.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await CheckAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // the manager ends
        }
    }

    /// <summary>Looks once whether the socket and manager.json are still the ones of this manager, and makes anew what is not.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (held.Keep() is not null)
        {
            return; // the journal's problem says so
        }

        try
        {
            if (_socket is not { } open || IdentityOf(open.Path) != open.Identity)
            {
                var gone = _socket;
                await ListenAsync(cancellationToken);
                if (gone is { } old)
                {
                    _leaving.Add(old.Server.EndAsync(_cutOff.Token)); // a kill that runs has its answer still
                }

                WriteFacts();
                log.Write(
                    LogLevel.Warning, $"the control socket {gone?.Path} was removed; commands reach this manager at {_socket?.Path} now");
            }
            else if (_entries.Find(paths.Facts)?.Identity != _factsIdentity)
            {
                WriteFacts();
                log.Write(LogLevel.Warning, $"{paths.Facts} was removed or replaced and is written anew");
            }

            report(null);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            report($"commands do not reach this manager: {refused.Message}");
        }
    }

    /// <summary>Removes its own socket and manager.json, and only those: another manager's may have their names.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cutOff.CancelAsync();
        await Task.WhenAll(_leaving);
        try
        {
            if (held.IsHeld && _entries.Find(paths.Facts) is { } facts && facts.Identity == _factsIdentity)
            {
                SharedFile.Delete(paths.Facts);
            }

            // The runtime removes a listening socket by its name, whoever's that is by now.
            if (_socket is { } open && (IdentityOf(open.Path) is not { } named || named == open.Identity))
            {
                await CloseAsync();
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            log.Write(LogLevel.Warning, $"the control socket or manager.json cannot be removed: {refused.Message}");
        }
    }

    private IEnumerable<string> Candidates() => OperatingSystem.IsWindows()
        ? [ControlPipe.NewAddress(Fingerprint.Of(paths.StateFolder))]
        : SocketFolders.Candidates(paths, environment, _opened);

    // Nobody can take a pipe away from its server.
    private string? IdentityOf(string address) => ControlPipe.IsOne(address) ? address : _entries.Find(address)?.Identity;

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        foreach (var path in Candidates())
        {
            try
            {
                var server = await ControlServer.StartAsync(path, controlled, cancellationToken, environment.Variable(Installer));
                _socket = (server, path, IdentityOf(path));
                _opened++;
                return;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or SocketException)
            {
                refusals.Add($"{path}: {refused.Message}"); // this drive has no sockets, or the folder went again
            }
        }

        throw new IOException(
            refusals.Count == 0 ? "no folder can hold the control socket; set XDG_RUNTIME_DIR to a folder of yours with a short path "
                + "that is closed to others (mode 700)" : $"the control socket cannot be opened ({string.Join("; ", refusals)})");
    }

    private async Task CloseAsync()
    {
        if (_socket is { } open)
        {
            _socket = null;
            await open.Server.DisposeAsync();
        }
    }

    private void WriteFacts()
    {
        var self = environment.Machine.Value.Processes.Self;
        new ManagerFacts(self.Pid, self.StartTicks, self.BootId, _socket!.Value.Path, ProgramVersion.Text).Write(paths.Facts, _entries);
        _factsIdentity = _entries.Find(paths.Facts)?.Identity;
    }
}

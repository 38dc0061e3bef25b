using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// Who may open a manager's pipe, and whose pipe a client believes. Anybody can make a pipe of any name: a client looks who made the one
/// that it has opened before it says a word.
/// </summary>
[SupportedOSPlatform("windows")]
public static partial class WindowsControlPipe
{
    /// <summary>
    /// The manager's account and the computer's administrators, and the one who installed the service; nobody else. Only the account
    /// itself can add instances.
    /// </summary>
    /// <param name="installer">The security identifier of who installed the manager as a service; null: it is none.</param>
    public static PipeSecurity Access(string? installer)
    {
        var access = new PipeSecurity();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        var self = CurrentUser();
        access.SetOwner(self); // else it could be the administrators, of whose processes there are many
        Allow(self, PipeAccessRights.FullControl);
        Allow(new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null), PipeAccessRights.ReadWrite);
        if (installer is not null)
        {
            Allow(new SecurityIdentifier(installer), PipeAccessRights.ReadWrite);
        }

        return access;

        void Allow(SecurityIdentifier who, PipeAccessRights rights) =>
            access.AddAccessRule(new PipeAccessRule(who, rights, AccessControlType.Allow));
    }

    /// <summary>Opens a manager's pipe, if it is that manager's.</summary>
    /// <param name="server">The manager's pid, as manager.json has it.</param>
    /// <param name="facts">Its manager.json; an administrator believes the user who wrote it.</param>
    /// <returns>Null, and why not, where somebody else made the pipe.</returns>
    /// <exception cref="IOException">Nobody listens there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static async Task<(Stream? Pipe, string? Distrusted)> ConnectAsync(
        string address, int server, string? facts, CancellationToken cancel)
    {
        // The server learns nothing about us that it could act with.
        var pipe = new NamedPipeClientStream(
            ".", ControlPipe.Name(address), PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.WriteThrough,
            TokenImpersonationLevel.Anonymous);
        try
        {
            await OpenAsync(pipe, address, cancel);
            if (Distrust(pipe, address, server, facts) is not { } reason)
            {
                return (pipe, null);
            }

            await pipe.DisposeAsync();
            return (null, reason);
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    // The runtime would go on waiting for a pipe that is gone.
    private static async Task OpenAsync(NamedPipeClientStream pipe, string address, CancellationToken cancel)
    {
        const int Tries = 50;
        const uint TryMilliseconds = 100;
        for (var left = Tries; left > 0; left--)
        {
            if (WaitNamedPipe(address, TryMilliseconds))
            {
                try
                {
                    await pipe.ConnectAsync(TimeSpan.Zero, cancel);
                    return;
                }
                catch (TimeoutException)
                {
                    continue; // somebody else was first
                }
            }

            if (Marshal.GetLastPInvokeError() == Win32.FileNotFound)
            {
                throw new IOException($"{address}: nobody listens there");
            }

            cancel.ThrowIfCancellationRequested();
        }

        throw new IOException($"{address}: all its instances are busy");
    }

    private static string? Distrust(NamedPipeClientStream pipe, string address, int server, string? facts)
    {
        if (!GetNamedPipeServerProcessId(pipe.SafePipeHandle, out uint pid))
        {
            return $"whose {address} is cannot be told: {Win32.LastMessage()}";
        }

        if (pid != server)
        {
            return $"{address} belongs to the process {pid}, not to the manager (pid {server})";
        }

        var owner = (SecurityIdentifier?)pipe.GetAccessControl().GetOwner(typeof(SecurityIdentifier));
        return owner is null ? $"whose {address} is cannot be told"
            : IsTrusted(owner, CurrentUser()) || (Environment.IsPrivilegedProcess && owner == OwnerOf(facts)) ? null
            : $"{address} belongs to {owner.Value}, not to this user, a service or the administrators";
    }

    /// <summary>This user, or who could act as this user anyway: the system, its services and its administrators.</summary>
    internal static bool IsTrusted(SecurityIdentifier owner, SecurityIdentifier user) =>
        owner == user
        || owner.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || owner.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || owner.IsWellKnown(WellKnownSidType.LocalServiceSid)
        || owner.IsWellKnown(WellKnownSidType.NetworkServiceSid)
        || owner.Value.StartsWith("S-1-5-80-", StringComparison.Ordinal); // a service's own account

    private static SecurityIdentifier? OwnerOf(string? file) =>
        file is null ? null
        : (SecurityIdentifier?)new FileInfo(file).GetAccessControl(AccessControlSections.Owner).GetOwner(typeof(SecurityIdentifier));

    private static SecurityIdentifier CurrentUser()
    {
        using var identity = WindowsIdentity.GetCurrent(TokenAccessLevels.Query);
        return identity.User ?? throw new IOException("the system does not tell whose process this is");
    }

    [LibraryImport("kernel32", EntryPoint = "WaitNamedPipeW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WaitNamedPipe(string name, uint milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetNamedPipeServerProcessId(SafePipeHandle pipe, out uint pid);
}

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Principal;

namespace PlotManager.Platform;

/// <summary>The right to log on as a service, which an account of a person does not have by itself.</summary>
[SupportedOSPlatform("windows")]
public static unsafe partial class LogonRight
{
    private const uint LookupNames = 0x800, CreateAccount = 0x10;
    private const string Right = "SeServiceLogonRight";

    [StructLayout(LayoutKind.Sequential)]
    private struct Text
    {
        internal ushort Bytes, Capacity;
        internal char* Letters;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        internal int Length;
        internal nint Root, Name;
        internal uint Flags;
        internal nint Descriptor, Quality;
    }

    /// <summary>Null where the account has it now; why it could not be given, else.</summary>
    public static string? Give(string account)
    {
        SecurityIdentifier user;
        try
        {
            user = (SecurityIdentifier)new NTAccount(account).Translate(typeof(SecurityIdentifier));
        }
        catch (IdentityNotMappedException)
        {
            return $"there is no account {account}";
        }

        var bytes = new byte[user.BinaryLength];
        user.GetBinaryForm(bytes, 0);
        var attributes = new Attributes { Length = sizeof(Attributes) };
        int status = LsaOpenPolicy(0, &attributes, LookupNames | CreateAccount, out nint policy);
        if (status != 0)
        {
            return Message(status);
        }

        fixed (char* letters = Right)
        fixed (byte* identifier = bytes)
        {
            var text = new Text { Bytes = (ushort)(Right.Length * 2), Capacity = (ushort)(Right.Length * 2 + 2), Letters = letters };
            status = LsaAddAccountRights(policy, identifier, &text, 1);
        }

        _ = LsaClose(policy);
        return status == 0 ? null : Message(status);
    }

    private static string Message(int status) => Marshal.GetPInvokeErrorMessage((int)LsaNtStatusToWinError(status)).TrimEnd();

    [LibraryImport("advapi32")]
    private static partial int LsaOpenPolicy(nint system, Attributes* attributes, uint access, out nint policy);

    [LibraryImport("advapi32")]
    private static partial int LsaAddAccountRights(nint policy, byte* account, Text* rights, uint count);

    [LibraryImport("advapi32")]
    private static partial int LsaClose(nint policy);

    [LibraryImport("advapi32")]
    private static partial uint LsaNtStatusToWinError(int status);
}

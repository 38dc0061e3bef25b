using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PlotManager.Platform;

/// <summary>One process of the table that NtQuerySystemInformation(SystemProcessInformation) gives.</summary>
/// <param name="CreateTime">In 100 ns since 1601, UTC.</param>
/// <param name="IsSuspended">Every thread waits because it is suspended.</param>
internal sealed record WindowsProcess(int Pid, int ParentPid, string Name, long CreateTime, bool IsSuspended);

/// <summary>
/// Reads SYSTEM_PROCESS_INFORMATION records, each followed by its threads, as 64-bit Windows lays them out (the part of it that the
/// runtime's own Process class relies on).
/// </summary>
internal static class WindowsProcessTable
{
    private const int ThreadCountAt = 0x04, CreateTimeAt = 0x20, NameAt = 0x38, PidAt = 0x50, ParentAt = 0x58, ThreadsAt = 0x100;
    private const int ThreadBytes = 0x50, ThreadStateAt = 0x44, WaitReasonAt = 0x48;
    private const int Waiting = 5, Suspended = 5;

    /// <param name="table">The bytes.</param>
    /// <param name="address">Where they lay when they were written: names are pointers into them.</param>
    internal static IReadOnlyList<WindowsProcess> Parse(ReadOnlySpan<byte> table, ulong address)
    {
        var processes = new List<WindowsProcess>();
        for (var rest = table; rest.Length >= ThreadsAt;)
        {
            processes.Add(One(rest, table, address));
            int next = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (next <= 0 || next > rest.Length)
            {
                break;
            }

            rest = rest[next..];
        }
        return processes;
    }

    private static WindowsProcess One(ReadOnlySpan<byte> record, ReadOnlySpan<byte> table, ulong address)
    {
        int threads = BinaryPrimitives.ReadInt32LittleEndian(record[ThreadCountAt..]);
        bool suspended = threads > 0;
        for (int i = 0; i < threads && suspended; i++)
        {
            int at = ThreadsAt + i * ThreadBytes;
            suspended = at + ThreadBytes <= record.Length
                && BinaryPrimitives.ReadInt32LittleEndian(record[(at + ThreadStateAt)..]) == Waiting
                && BinaryPrimitives.ReadInt32LittleEndian(record[(at + WaitReasonAt)..]) == Suspended;
        }
        return new WindowsProcess(
            (int)BinaryPrimitives.ReadInt64LittleEndian(record[PidAt..]),
            (int)BinaryPrimitives.ReadInt64LittleEndian(record[ParentAt..]),
            Text(record[NameAt..], table, address),
            BinaryPrimitives.ReadInt64LittleEndian(record[CreateTimeAt..]),
            suspended);
    }

    // UNICODE_STRING: length in bytes (2), capacity (2), padding (4), pointer (8)
    private static string Text(ReadOnlySpan<byte> text, ReadOnlySpan<byte> table, ulong address)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(text);
        ulong pointer = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
        ulong start = pointer - address;
        return pointer < address || start + (ulong)length > (ulong)table.Length
            ? ""
            : new string(MemoryMarshal.Cast<byte, char>(table.Slice((int)start, length)));
    }
}

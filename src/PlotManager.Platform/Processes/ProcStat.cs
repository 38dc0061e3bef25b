using System.Buffers.Text;

namespace PlotManager.Platform;

/// <summary>One line of /proc/PID/stat (proc_pid_stat(5)).</summary>
/// <param name="StackStart">Another one after each exec; 0 where it may not be seen.</param>
internal readonly record struct ProcStat(
    int Pid, char State, int ParentPid, int GroupId, int SessionId, int Threads, long StartTicks, ulong StackStart = 0)
{
    private const int StackField = 28;
    private const long KernelThread = 0x200000; // PF_KTHREAD in linux/sched.h

    /// <summary>No process but a thread of the kernel.</summary>
    internal bool IsKernel { get; init; }

    /// <summary>
    /// Dead but not reaped. A process whose first thread has ended while others work shows state Z as well; it lives as long as it has
    /// more than that one.
    /// </summary>
    internal bool IsZombie => State is 'Z' or 'X' or 'x' && Threads <= 1;

    internal ProcessCondition Condition =>
        IsZombie ? ProcessCondition.Zombie : State is 'T' or 't' ? ProcessCondition.Suspended : ProcessCondition.Running;

    /// <summary>
    /// Null if it is not such a line. The command name may hold spaces, brackets and line ends: it ends at the last bracket.
    /// </summary>
    internal static ProcStat? Parse(ReadOnlySpan<byte> line)
    {
        int open = line.IndexOf((byte)'('), close = line.LastIndexOf((byte)')');
        if (open < 1 || close < open || !Utf8Parser.TryParse(line, out int pid, out _))
        {
            return null;
        }
        // Fields from the third on: state ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt utime stime cutime cstime
        // priority nice num_threads itrealvalue starttime; then vsize rss rsslim startcode endcode startstack
        var rest = line[(close + 1)..];
        Span<long> fields = stackalloc long[23];
        ulong stack = 0;
        char state = '\0';
        int number = 3;
        foreach (var range in rest.Split((byte)' '))
        {
            var field = rest[range];
            if (field.IsEmpty)
            {
                continue;
            }

            if (number == 3)
            {
                state = (char)field[0];
            }
            else if (number == StackField)
            {
                _ = Utf8Parser.TryParse(field, out stack, out _);
                break;
            }
            else if (number >= fields.Length)
            {
                // of no interest
            }
            else if (Utf8Parser.TryParse(field, out long value, out _))
            {
                fields[number] = value;
            }
            else
            {
                return null;
            }

            number++;
        }
        return number <= 22
            ? null
            : new ProcStat(pid, state, (int)fields[4], (int)fields[5], (int)fields[6], (int)fields[20], fields[22], stack)
            {
                IsKernel = (fields[9] & KernelThread) != 0,
            };
    }
}

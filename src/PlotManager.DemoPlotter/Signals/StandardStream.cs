using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter.Signals;

/// <summary>
/// Standard output or error of a Unix process, written to directly. The streams of <see cref="Console"/> prepare a terminal at their first
/// write and take SIGINT, SIGQUIT and SIGCHLD over with it; a plotter leaves them to the system.
/// </summary>
internal sealed class StandardStream(int descriptor) : Stream
{
    private const int Interrupted = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output (1) or standard error (2) of this process.</summary>
    public static Stream Open(int descriptor)
    {
        // Windows has no such signals to lose, and no such call.
        if (OperatingSystem.IsWindows())
        {
            return descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        }

        return new StandardStream(descriptor);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = (int)WriteBytes(descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }

            buffer = buffer[Math.Max(0, written)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Every write is handed to the system at once.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteBytes(int descriptor, in byte first, nuint count);
}

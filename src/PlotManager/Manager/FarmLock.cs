using PlotManager.Commands;

namespace PlotManager.Manager;

/// <summary>Keeps a second manager of this config out. The system lets go of it however the process ends.</summary>
public sealed class FarmLock : IDisposable
{
    /// <summary>A command that works without a manager holds it for a moment: so many tenths of a second are waited.</summary>
    private const int Attempts = 30;

    private readonly FileStream _held;

    private FarmLock(FileStream held) => _held = held;

    /// <exception cref="CommandFault">Another manager holds it, or it cannot be written.</exception>
    public static FarmLock Take(FarmPaths paths)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FarmLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException held) when (IsHeld(held))
            {
                if (attempt == Attempts)
                {
                    throw new CommandFault($"a manager of {paths.ConfigFile} already runs; see plotmanager status, or use plotmanager restart");
                }

                Thread.Sleep(100);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CommandFault($"{paths.Lock} cannot be written: {refused.Message}");
            }
        }
    }

    /// <summary>Whether a file could not be opened because another process has locked it: EWOULDBLOCK, or Windows' sharing violation.</summary>
    internal static bool IsHeld(IOException refusal) =>
        refusal.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

    public void Dispose() => _held.Dispose();
}

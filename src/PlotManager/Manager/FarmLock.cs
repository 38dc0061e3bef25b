using PlotManager.Commands;

namespace PlotManager.Manager;

/// <summary>Keeps a second manager of this config out. The system lets go of it however the process ends.</summary>
public sealed class FarmLock : IDisposable
{
    private readonly FileStream _held;

    private FarmLock(FileStream held) => _held = held;

    /// <exception cref="CommandFault">Another manager holds it.</exception>
    public static FarmLock Take(FarmPaths paths)
    {
        try
        {
            return new FarmLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new CommandFault($"a manager of {paths.ConfigFile} already runs; see plotmanager status, or use plotmanager restart");
        }
    }

    public void Dispose() => _held.Dispose();
}

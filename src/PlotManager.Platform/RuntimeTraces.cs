namespace PlotManager.Platform;

/// <summary>
/// The pipes and the socket that .NET lays into the folder for temporary files for debuggers, at every start of a program. A process that
/// is killed leaves them there for ever. Ours take them away as they begin; DOTNET_EnableDiagnostics=1 keeps them.
/// </summary>
public static class RuntimeTraces
{
    private static readonly string[] Names = ["clr-debug-pipe-{0}-in", "clr-debug-pipe-{0}-out", "dotnet-diagnostic-{0}-socket"];

    public static void Remove(Func<string, string?> variable)
    {
        // Elsewhere they are no files, or have names that only the runtime knows.
        if (!OperatingSystem.IsLinux() || variable("DOTNET_EnableDiagnostics") is not null
            || ProcFiles.Identity(Environment.ProcessId) is not { } self)
        {
            return;
        }

        foreach (var name in Names)
        {
            try
            {
                File.Delete(Path.Combine(Path.GetTempPath(), string.Format(null, name, $"{self.Pid}-{self.StartTicks}")));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return; // then they stay, as with any program of .NET
            }
        }
    }
}

using PlotManager.Core.Keys;
using PlotManager.Platform;

namespace PlotManager.Hosting;

/// <summary>The true surroundings of a running program.</summary>
public static class ProgramEnvironment
{
    public static CommandEnvironment Of(TextWriter output, TextWriter error) => new()
    {
        Out = new StandardWriter(output, refusal => throw new CommandFault($"the output cannot be written: {refusal}")),
        Error = new StandardWriter(error, _ => { }), // there is nobody left to tell
        WorkingDirectory = WorkingDirectory(),
        Config = new ConfigEnvironment(
            Environment.GetFolderPath(
                Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable, OperatingSystem.IsWindows()),
        Machine = new Lazy<Machine>(ThisMachine.Open),
        Interactive = !Console.IsOutputRedirected
            && !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal),
        Answers = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In,
    };

    /// <summary>Of a manager that <c>start</c> has begun: whoever reads what it says may be gone.</summary>
    public static CommandEnvironment InBackground() => Of(TextWriter.Null, OwnOutput.ErrorWriter()) with
    {
        Out = new StandardWriter(OwnOutput.OutputWriter(), _ => { }),
    };

    private static string? WorkingDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

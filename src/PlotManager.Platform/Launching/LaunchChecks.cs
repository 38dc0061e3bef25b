namespace PlotManager.Platform;

/// <summary>What can be found wrong with an order before anything is started, on every system.</summary>
internal static class LaunchChecks
{
    private const int LowestNice = -20, HighestNice = 19;

    /// <param name="executionProblem">Why the system would not run a file, null if it would.</param>
    /// <param name="logProblem">Makes the log if it is missing; why it cannot be written, null if it can.</param>
    /// <exception cref="LaunchException">With the reason in one line.</exception>
    internal static void Check(LaunchOrder order, Func<string, string?> executionProblem, Func<string, string?> logProblem)
    {
        var texts = order.Arguments.Append(order.Executable)
            .Append(order.LogFile)
            .Concat(order.Environment.Select(variable => variable.Key + variable.Value));
        var problem = texts.Any(text => text.Contains('\0')) ? "an argument or variable holds a NUL character"
            : Directory.Exists(order.Executable) ? "it is a directory, not a program"
            : !File.Exists(order.Executable) ? "there is no such file"
            : executionProblem(order.Executable) is { } cannotRun ? cannotRun
            : order.WorkingDirectory != null && !Directory.Exists(order.WorkingDirectory)
                ? $"the working directory {order.WorkingDirectory} does not exist"
            : order.UnixPriority is < LowestNice or > HighestNice
                ? $"the priority {order.UnixPriority} is not in {LowestNice}..{HighestNice}"
            : order.Output is null && logProblem(order.LogFile) is { } cannotWrite ? $"cannot write the log {order.LogFile}: {cannotWrite}"
            : null;
        if (problem != null)
        {
            throw new LaunchException($"cannot start {order.Executable}: {problem}");
        }
    }

    /// <summary>Through the runtime.</summary>
    internal static string? LogProblem(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return null;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return refusal.Message;
        }
    }
}

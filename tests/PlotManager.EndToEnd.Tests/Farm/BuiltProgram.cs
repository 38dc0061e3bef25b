using System.Diagnostics;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>What a run of the built program came to.</summary>
public sealed record Outcome(int ExitCode, string Out, string Error);

/// <summary>The built program, run from outside as a user would.</summary>
public static class BuiltProgram
{
    public static readonly string File = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plotmanager.exe" : "plotmanager");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Task<Outcome> Run(string folder, params string[] arguments) => Run(folder, null, arguments);

    public static async Task<Outcome> Run(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Begin(folder, environment, arguments);
        return await OutcomeOf(process, arguments);
    }

    private static async Task<Outcome> OutcomeOf(Process process, string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Outcome(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"plotmanager {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} s", late);
        }
    }

    /// <summary>As another user, who has no home; the test is skipped where this one may not become another.</summary>
    public static async Task<Outcome> RunAsNobody(string folder, params string[] arguments)
    {
        const string nobody = "65534";
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("only root can run the program as another user");
        }

        using var process = Process.Start(new ProcessStartInfo("setpriv", [$"--reuid={nobody}", $"--regid={nobody}", "--clear-groups", File, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = "/nonexistent" },
        })!;
        var outcome = await OutcomeOf(process, arguments);
        if (outcome.ExitCode is 126 or 127)
        {
            Assert.Skip($"another user cannot run the program here: {outcome.Error.Trim()}");
        }

        return outcome;
    }

    public static Process Begin(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        // A test run in the background of a shell has SIGINT ignored, and its children inherit that; a user's terminal has not.
        string[] words = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", File, .. arguments] : [File, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

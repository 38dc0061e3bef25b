using System.Diagnostics;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>What a run of the built program came to.</summary>
public sealed record Outcome(int ExitCode, string Out, string Error);

/// <summary>The built program, run from outside as a user would.</summary>
public static class BuiltProgram
{
    public static readonly string File =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plotmanager.exe" : "plotmanager");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Task<Outcome> Run(string folder, params string[] arguments) => Run(folder, null, arguments);

    public static async Task<Outcome> Run(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Begin(folder, environment, arguments);
        return await OutcomeOf(process, arguments);
    }

    public static async Task<Outcome> OutcomeOf(Process process, string[] arguments)
    {
        var outcome = await OutcomeHere(process, arguments);
        if (!Wine.IsOn)
        {
            return outcome;
        }

        var errors = Wine.ErrorsOf(process);
        var text = await System.IO.File.ReadAllTextAsync(errors);
        System.IO.File.Delete(errors);
        return outcome with { Out = Wine.Heard(outcome.Out), Error = Wine.Heard(text) };
    }

    private static async Task<Outcome> OutcomeHere(Process process, string[] arguments)
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
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("only root can run the program as another user");
        }

        var program = CopyInto(Path.Combine(folder, "program"));
        var probe = await RunAsNobody(program, folder, ["--version"]);
        Assert.SkipUnless(probe.ExitCode == 0, $"another user cannot run the program here: {probe.Error.Trim()}");
        return await RunAsNobody(program, folder, arguments);
    }

    private static async Task<Outcome> RunAsNobody(string program, string folder, string[] arguments)
    {
        const string nobody = "65534";
        using var process = Process.Start(
            new ProcessStartInfo("setpriv", [$"--reuid={nobody}", $"--regid={nobody}", "--clear-groups", program, .. arguments])
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["HOME"] = "/nonexistent" },
            })!;
        return await OutcomeOf(process, arguments);
    }

    // The folder it was built in may be closed to others, as the home of a user is.
    private static string CopyInto(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(AppContext.BaseDirectory, file);
            var copy = Path.Combine(folder, name);
            if (!System.IO.File.Exists(copy)
                && (!name.StartsWith("runtimes", StringComparison.Ordinal) || name.Contains("linux", StringComparison.Ordinal)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                System.IO.File.Copy(file, copy);
            }
        }

        return Path.Combine(folder, Path.GetFileName(File));
    }

    public static Process Begin(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        // A test run in the background of a shell has SIGINT ignored, and its children inherit that; a user's terminal has not.
        string[] words = Wine.IsOn ? Wine.Words(Path.GetTempFileName(), arguments)
            : OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", File, .. arguments]
            : [File, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // These processes live for seconds: code is not compiled a second time, for speed that nothing would come to use.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "FFFFFF";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

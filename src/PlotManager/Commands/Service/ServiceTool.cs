using System.Diagnostics;
using PlotManager.Core.Control;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>What a tool of the system came to.</summary>
internal sealed record ToolAnswer(int ExitCode, string Out, string Error)
{
    /// <summary>In one line.</summary>
    public string Reason => (Error.Trim().Length > 0 ? Error : Out).Trim().ReplaceLineEndings(" ") is { Length: > 0 } said
        ? said
        : $"exit code {ExitCode}";
}

/// <summary>Runs a tool of the system and waits for its end.</summary>
internal class ServiceTool
{
    public virtual ToolAnswer Run(string name, IReadOnlyList<string> words)
    {
        using var tool = Process.Start(new ProcessStartInfo(name, words)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new IOException($"{name} cannot be started");
        var error = tool.StandardError.ReadToEndAsync();
        var output = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        return new ToolAnswer(tool.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

/// <summary>The file of a service.</summary>
internal static class ServiceFile
{
    /// <summary>Writes it, or leaves one that says the same. Null: it is there now.</summary>
    public static ControlAnswer? Write(string file, string text, string name)
    {
        if (FileKind.OtherThanFile(file) is { } other)
        {
            return new ControlAnswer(false, $"{file} is {other}; remove it, or give another name with --name NAME");
        }

        if (File.Exists(file))
        {
            return SharedFile.ReadText(file) == text ? null : new ControlAnswer(
                false, $"there is another service {name} ({file}): another farm's, or one for other paths; remove it with plotmanager "
                    + "service uninstall, or give another name with --name NAME");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        SharedFile.WriteText(file, text);
        return null;
    }
}

using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using PlotManager.Configuration;
using PlotManager.Core.Yaml;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Configuring;

/// <summary><c>config edit</c>: the config in one's own editor; what comes back is kept only if it has no errors.</summary>
public sealed class ConfigCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var edit = new Command("edit", "Open the config in $VISUAL or $EDITOR; it is checked before it is kept");
        edit.SetAction(Edit);
        return new Command("config", "Edit the config") { edit };
    }

    private int Edit(ParseResult parsed)
    {
        var file = FarmPaths.ChooseConfig(parsed.GetValue(SharedOptions.Config), environment);
        var before = ConfigFile.Bytes(file, environment);
        if (environment.Answers is null)
        {
            throw new CommandFault("config edit needs a terminal", ExitCode.Usage);
        }

        // Beside the config, so that the drive is the same and the name tells what it is; its rights are the config's.
        var draft = $"{file}.edit";
        File.Copy(file, draft, overwrite: true);
        while (true)
        {
            RunEditor(draft);
            var after = ConfigFile.Bytes(draft, environment);
            if (after.AsSpan().SequenceEqual(before))
            {
                SharedFile.Delete(draft);
                environment.Out.WriteLine("Nothing was changed.");
                return ExitCode.Done;
            }

            var problems = ConfigFile.Reading(after, file, environment).Problems;
            foreach (var problem in problems)
            {
                environment.Out.WriteLine(problem);
            }

            if (problems.All(problem => problem.Severity != Severity.Error))
            {
                SharedFile.Put(draft, file);
                var shown = ConfigFile.Shown(file, environment.WorkingDirectory);
                environment.Out.WriteLine($"{shown} is saved; a manager that runs takes it over.");
                return ExitCode.Done;
            }

            environment.Out.Write("It has errors and is not saved. Edit it again? [Y/n] ");
            environment.Out.Flush();
            if (environment.Answers.ReadLine()?.Trim() is null or "n" or "N" or "no")
            {
                throw new CommandFault($"{file} is as it was; what you wrote is in {draft}");
            }
        }
    }

    private void RunEditor(string file)
    {
        var named = new[] { environment.Variable("VISUAL"), environment.Variable("EDITOR") };
        var editor = named.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? (OperatingSystem.IsWindows() ? "notepad" : "vi");

        // As a shell does: a name, and perhaps options behind it.
        var words = editor.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], [.. words[1..], file]) { UseShellExecute = false })!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new CommandFault($"the editor {words[0]} ended with exit code {process.ExitCode}; the config is as it was");
            }
        }
        catch (Win32Exception refused)
        {
            throw new CommandFault($"the editor {words[0]} cannot be started ({refused.Message}); set EDITOR to one that is there");
        }
    }
}

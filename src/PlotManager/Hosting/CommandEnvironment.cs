using PlotManager.Core.Control;
using PlotManager.Core.Keys;
using PlotManager.Platform;

namespace PlotManager.Hosting;

/// <summary>What every command is handed: where it writes, which machine it is on. Tests hand in their own.</summary>
public sealed record CommandEnvironment
{
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }

    /// <summary>Null where it was removed.</summary>
    public required string? WorkingDirectory { get; init; }

    public required ConfigEnvironment Config { get; init; }

    /// <summary>Opened when first asked for: commands that need no system do not touch it.</summary>
    public required Lazy<Machine> Machine { get; init; }

    /// <summary>Whether the output is a terminal that people look at; no control codes are written otherwise.</summary>
    public required bool Interactive { get; init; }

    /// <summary>Where people type their answers to a question; null where nobody can be asked.</summary>
    public TextReader? Answers { get; init; }

    public string? Variable(string name) => Config.Variable(name);

    /// <summary>The absolute path of one that was typed; a ~ at its beginning is the home folder, which no shell may have said.</summary>
    /// <exception cref="CommandFault">It is relative, and the working directory was removed.</exception>
    public string FullPath(string typed) =>
        typed == "~" || typed.StartsWith("~/", StringComparison.Ordinal) ? Path.GetFullPath(Config.Home + typed[1..])
        : WorkingDirectory is { } folder ? Path.GetFullPath(typed, folder)
        : Path.IsPathFullyQualified(typed) ? Path.GetFullPath(typed)
        : throw new CommandFault(
            $"{typed} cannot be found, for the working directory was removed; change to another one with cd, or give absolute paths",
            ExitCode.Usage);

    /// <summary>Writes one line about something that went wrong, for people.</summary>
    public void Complain(string line) => Error.WriteLine($"plotmanager: {line}");

    /// <summary>
    /// Prints one JSON text. Where the output's encoding cannot take every letter, those beyond ASCII are escaped, as JSON allows: who
    /// reads it need not know the console's code page.
    /// </summary>
    public void TellJson(string json) => Out.WriteLine(AsciiForms.HasAll(Out.Encoding) ? json : AsciiForms.Escaped(json));

    /// <summary>Prints the manager's answer, and what it warns of.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(ControlAnswer answer)
    {
        if (answer.Warning is { } warning)
        {
            Complain($"warning: {warning}");
        }

        (answer.Done ? Out : Error).WriteLine(answer.Text);
        return answer.Done ? ExitCode.Done : ExitCode.No;
    }
}

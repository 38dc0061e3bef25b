using System.CommandLine;
using System.Text;
using System.Text.Json;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Core.Yaml;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Configuring;

/// <summary>
/// <c>check</c>: everything that is wrong with a config, then whether this machine can do what it asks for. Starts nothing.
/// </summary>
public sealed class CheckCommand(CommandEnvironment environment)
{
    private readonly Option<bool> _json = SharedOptions.Json("what was found");
    private readonly Option<bool> _syntaxOnly = new("--syntax-only") { Description = "Look at the file alone, not at the machine" };

    public Command Build()
    {
        var command = new Command(
            "check",
            "Tell everything that is wrong with the config, then look at plotters, directories, drives and rights") { _json, _syntaxOnly };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var file = FarmPaths.ChooseConfig(parsed.GetValue(SharedOptions.Config), environment);
        var reading = ConfigFile.Read(file, environment);
        var findings = reading.Config is { } config && !parsed.GetValue(_syntaxOnly) ? LookAtMachine(config) : [];
        var errors = reading.Problems.Count(problem => problem.Severity == Severity.Error)
            + findings.Count(finding => finding.Severity == Severity.Error);
        var warnings = reading.Problems.Count(problem => problem.Severity == Severity.Warning)
            + findings.Count(finding => finding.Severity == Severity.Warning);
        if (parsed.GetValue(_json))
        {
            WriteJson(reading, findings, errors, warnings);
        }
        else
        {
            WriteText(reading, findings, errors, warnings);
        }

        return errors == 0 ? ExitCode.Done : ExitCode.No;
    }

    private IReadOnlyList<MachineFinding> LookAtMachine(Config config)
    {
        var machine = environment.Machine.Value;
        return new MachineCheck(machine.Drives, machine.Files, MachineTraits.OfThisMachine(), environment.Variable, VersionProbe.Ask).Look(
            config);
    }

    private void WriteText(ConfigReading reading, IReadOnlyList<MachineFinding> findings, int errors, int warnings)
    {
        var lines = new List<Line>();
        if (!reading.Problems.IsEmpty)
        {
            lines.Add(Line.Of("config", Ink.Title));
            lines.AddRange(reading.Problems.SelectMany(Lines));
        }

        foreach (var group in findings.GroupBy(finding => finding.Group))
        {
            lines.Add(Line.Of(group.Key, Ink.Title));
            lines.AddRange(group.Select(finding => Found(finding.Severity, $"{finding.Subject}: {finding.Text}")));
        }

        lines.Add(errors + warnings == 0
            ? Line.Of("no problems", Ink.Good)
            : Line.Of($"{Figures.Count(errors, "error")}, {Figures.Count(warnings, "warning")}", errors > 0 ? Ink.Bad : Ink.Warning));
        Page.WriteAll(lines, environment);
    }

    private IEnumerable<Line> Lines(ConfigProblem problem)
    {
        var path = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        IEnumerable<Line> line =
            [Found(problem.Severity, $"{problem.File}:{problem.Line}:{problem.Column}: {path}{problem.Message}")];
        return environment.Interactive ? line.Concat(Caret(problem)) : line;
    }

    // The first word says how bad it is.
    private static Line Found(Severity? severity, string text)
    {
        var (word, ink) = severity switch
        {
            Severity.Error => ("error", Ink.Bad),
            Severity.Warning => ("warning", Ink.Warning),
            _ => ("ok", Ink.Good),
        };
        return Line.Of($"  {word,-7}", ink).Add($"  {text}");
    }

    //  41 |     max_concurrent_with_start_early: 2
    //     |                                      ^
    private static IEnumerable<Line> Caret(ConfigProblem problem)
    {
        if (problem.SourceLine.Length == 0)
        {
            yield break;
        }

        var margin = $" {problem.Line} | ";
        yield return Line.Of(margin + problem.SourceLine);
        if (problem.Column <= problem.SourceLine.Length + 1)
        {
            yield return Line.Of($"{"| ".PadLeft(margin.Length)}{new string(' ', problem.Column - 1)}^");
        }
    }

    private void WriteJson(ConfigReading reading, IReadOnlyList<MachineFinding> findings, int errors, int warnings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = ReadableJson.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", errors == 0);
            writer.WriteNumber("errors", errors);
            writer.WriteNumber("warnings", warnings);
            writer.WriteStartArray("problems");
            foreach (var problem in reading.Problems)
            {
                writer.WriteStartObject();
                writer.WriteString("file", problem.File);
                writer.WriteNumber("line", problem.Line);
                writer.WriteNumber("column", problem.Column);
                writer.WriteString("severity", problem.Severity == Severity.Error ? "error" : "warning");
                writer.WriteString("key", problem.Path);
                writer.WriteString("message", problem.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("machine");
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("subject", finding.Subject);
                writer.WriteString("severity", finding.Word);
                writer.WriteString("text", finding.Text);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        environment.TellJson(ReadableJson.Seen(Encoding.UTF8.GetString(stream.ToArray())));
    }
}

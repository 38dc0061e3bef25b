using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using PlotManager.Core.Text;
using PlotManager.Hosting;

namespace PlotManager.Commands.Completion;

/// <summary>
/// <c>[suggest:POSITION] LINE</c>: what may stand at a position of a line that is being typed without the program's own name, one offer a
/// line, with a tab and the description behind it.
/// </summary>
internal sealed class PrintOffers(SuggestDirective directive, CommandEnvironment environment) : SynchronousCommandLineAction
{
    /// <summary>A line that is being typed is not right yet.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        var written = parseResult.GetResult(directive)?.Values.SingleOrDefault();
        var position = int.TryParse(written, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, line.Length) : line.Length;
        var program = parseResult.RootCommandResult.Command;
        ValueOffers.AddTo(program, environment);
        foreach (var offer in program.Parse(line).GetCompletions(position).Where(IsUsual))
        {
            environment.Out.WriteLine(
                string.IsNullOrEmpty(offer.Detail) ? offer.Label : $"{offer.Label}\t{Printable.Strip(offer.Detail.Split('\n')[0])}");
        }

        return ExitCode.Done;
    }

    // The library also takes /h and -? for help, which nobody completes.
    private static bool IsUsual(CompletionItem offer) => !offer.Label.StartsWith('/') && !offer.Label.Contains('?');
}

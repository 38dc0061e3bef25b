using System.Text;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotters.Logs.Lines;
using PlotManager.Core.Text;

namespace PlotManager.Core.Checkers;

/// <summary>From what a checker has written and how it ended to its verdict. Pure.</summary>
/// <remarks>
/// What speaks against a plot counts before what speaks for it, a word for it before figures, and figures before a line which says that
/// the checker could not judge. Exit codes count for nothing: <c>chia plots check</c> ends with 0 whatever it found.
/// </remarks>
public static class CheckOutput
{
    private const int LongestWords = 200;

    /// <param name="output">All that is kept of the checker's output, or the end of it.</param>
    /// <param name="end">How its process ended.</param>
    public static CheckFinding Judge(
        CheckerProfile checker, ReadOnlySpan<byte> output, PlotFormat format, int challenges, CheckerEnd end = default)
    {
        var said = new Said();
        var captures = new Captures();
        foreach (var range in output.SplitAny("\n\r"u8))
        {
            var line = Ansi.Stripped(output[range]).Trim(" \t"u8);
            if (!line.IsEmpty)
            {
                said.LastLine = Words(Encoding.UTF8.GetString(line));
                said.Take(checker, line, captures);
            }
        }

        return said.Finding(checker.FewestProofs(challenges, format), checker.Challenges(challenges), end);
    }

    private static string Words(string line)
    {
        var words = Printable.Strip(LogSecrets.Mask(line)).Trim();
        return words.Length > LongestWords ? words[..LongestWords] + "…" : words;
    }

    private sealed class Said
    {
        private readonly Dictionary<CheckSays, string> _words = [];
        private int? _proofs;
        private int _wrong;

        public string LastLine { get; set; } = "";

        public void Take(CheckerProfile checker, ReadOnlySpan<byte> line, Captures captures)
        {
            foreach (var rule in checker.Lines)
            {
                if (rule.Pattern.TryMatch(line, isWhole: true, captures))
                {
                    _proofs = captures.Int(LogField.Proofs) ?? _proofs;
                    _wrong += captures.Int(LogField.Failures) ?? 0;
                    _words.TryAdd(rule.Says, captures.Text(LogField.Message) is { Length: > 0 } message
                        ? $"{(rule.Words is null ? "" : $"{rule.Words}: ")}{Words(message)}"
                        : rule.Words ?? LastLine);
                    return;
                }
            }
        }

        public CheckFinding Finding(int fewest, int challenges, CheckerEnd end)
        {
            if (_words.TryGetValue(CheckSays.Bad, out var bad))
            {
                return new CheckFinding(CheckVerdict.Bad, _proofs, bad);
            }

            if (_wrong > 0)
            {
                return new CheckFinding(CheckVerdict.Bad, _proofs, $"{_wrong} of its proofs are wrong");
            }

            if (_words.ContainsKey(CheckSays.Good))
            {
                return new CheckFinding(CheckVerdict.Good, _proofs, null);
            }

            if (_proofs is { } proofs)
            {
                return proofs >= fewest
                    ? new CheckFinding(CheckVerdict.Good, proofs, null)
                    : new CheckFinding(
                        CheckVerdict.Bad,
                        proofs,
                        $"it gives {proofs} proofs for {challenges} challenges, and a good plot at least {fewest}");
            }

            return new CheckFinding(
                CheckVerdict.NotJudged, null, _words.GetValueOrDefault(CheckSays.CannotTell) ?? Silence(end));
        }

        private string Silence(CheckerEnd end)
        {
            var how = end switch
            {
                { Signal: { } signal } => $"the checker was ended by signal {signal}",
                { ExitCode: { } code and not 0 } => $"the checker ended with exit code {code}",
                _ => "the checker ended without a result",
            };
            return LastLine.Length > 0 ? $"{how}: {LastLine}" : how;
        }
    }
}

/// <summary>How a checker's process ended; where nobody has told, neither is known.</summary>
public readonly record struct CheckerEnd(int? ExitCode, int? Signal);

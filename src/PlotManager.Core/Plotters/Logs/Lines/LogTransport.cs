using System.Text;
using System.Text.RegularExpressions;

namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>
/// What brought a log here may have put a time, a host or a container's name before each line: journald, syslog, docker, docker compose,
/// Kubernetes,
/// <c>ts</c>, pm2. Such a prefix is taken off where nearly all lines have one; a plotter's own times stand before few.
/// </summary>
internal partial struct LogTransport
{
    /// <summary>So many lines of a log tell whether it was transported.</summary>
    private const int Enough = 12;

    /// <summary>Of these, so many may lack the prefix: a shell's line, or one that was cut.</summary>
    private const int MayLack = 2;

    // A longer prefix is none.
    private const int Longest = 160;

    private int _seen;
    private int _lacking;

    /// <summary>Whether a line may have a prefix: each line must be looked at.</summary>
    public readonly bool IsPossible => _lacking <= MayLack || _seen < Enough;

    /// <summary>Takes note of a line that is not empty.</summary>
    public void See(ReadOnlySpan<byte> line)
    {
        if (_seen < Enough)
        {
            _seen++;
            _lacking += LengthOf(line) == 0 ? 1 : 0;
        }
    }

    /// <summary>The length of the first prefix, 0 if the line has none. Behind it may be another.</summary>
    public static int LengthOf(ReadOnlySpan<byte> line)
    {
        // Each of its bytes is one character: it has no others than ASCII.
        return Prefix().Match(Encoding.Latin1.GetString(line.Length > Longest ? line[..Longest] : line)).Length;
    }

    [GeneratedRegex(
        """
        ^(?:
            # docker compose: `plotter-1  | `; pm2: `0|plotter  | `
            (?: \d+\| )? [A-Za-z][\w.-]{0,60} [ ]{1,40} \|[ ]
          | \[ [^\]\d]{0,16} (?:
                \d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d (?:[.,]\d{1,9})? [ ]? (?:Z|UTC|[+-]\d\d:?\d\d)?
              | (?:\w{3}[ ])? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ ]{1,2}\d{1,2}[ ](?:\d{4}[ ])?\d\d:\d\d:\d\d(?:\.\d{1,9})?
              | \d\d:\d\d:\d\d(?:\.\d{1,9})?
            ) [^\]]{0,16} \] :?[ ]?
          | (?: \d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d (?:[.,]\d{1,9})? (?:Z|[ ]?UTC|[ ]?[+-]\d\d:?\d\d)?
              | (?:\w{3}[ ])? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ ]{1,2}\d{1,2}[ ](?:\d{4}[ ])?\d\d:\d\d:\d\d(?:\.\d{1,9})?
              | \d\d:\d\d:\d\d(?:\.\d{1,9})?
            ) (?: :?[ ] | $ )
            # Kubernetes: `stdout F `; journald and syslog: `host program[123]: `
            (?: (?:stdout|stderr)[ ][FP][ ] | [\w.-]{1,64}[ ][\w./@-]{1,48}(?:\[\d{1,10}\])?:(?:[ ]|$) )?
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}

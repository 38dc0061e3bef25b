using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PlotManager.Core.Plotters.Logs.Failures;

/// <summary>What the C library and the shell write at the end of a log whose plotter was killed or crashed.</summary>
internal static partial class LastWords
{
    /// <summary>The death that the last lines tell; null if they tell none.</summary>
    public static Failure? Of(ImmutableArray<string> lines)
    {
        foreach (var line in lines.Reverse())
        {
            if (Killed().IsMatch(line))
            {
                return new Failure(FailureCause.Killed, $"killed, by hand or because memory ran out: {line}");
            }

            if (Crashed().IsMatch(line))
            {
                return new Failure(FailureCause.Crashed, $"{FailureText.Plain(FailureCause.Crashed)}: {line}");
            }
        }

        return null;
    }

    // Bash: `./plot.sh: line 21: 46186 Killed   ./chia_plot -n 1`; other shells, and bash without a script: `Killed` alone or behind a
    // number.
    [GeneratedRegex(@"^(\S+: line \d+: *|\[\d+\][+-]? *)?(\d+ +)?(Killed|Terminated)\b(?!:)", RegexOptions.ExplicitCapture)]
    private static partial Regex Killed();

    [GeneratedRegex(
        @"^(\S+: line \d+: *|\[\d+\][+-]? *)?(\d+ +)?(Segmentation fault|Bus error|Illegal instruction"
            + @"|Floating point exception|Trace/breakpoint trap|Aborted)\b(?!!)"
        + @"|\*\*\* stack smashing detected \*\*\*|^(double free or corruption|free\(\): |malloc\(\): |munmap_chunk\(\): "
            + @"|corrupted (size|double-linked))|^\*\*\* Crashed"
        + @"|Access violation|0xC0000005|pure virtual method called",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Crashed();
}

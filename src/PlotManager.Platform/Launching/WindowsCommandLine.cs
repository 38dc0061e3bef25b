using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// A Windows process gets one text, which its C runtime takes apart: blanks separate, quotes hold together, and 2n backslashes before a
/// quote stand for n, 2n+1 for n and the quote itself ("Parsing C command-line arguments" of the Microsoft C runtime).
/// </summary>
public static class WindowsCommandLine
{
    /// <summary>CreateProcessW takes no more characters, the closing NUL included.</summary>
    internal const int Longest = 32_767;

    /// <exception cref="LaunchException">It cannot be said in one command line.</exception>
    public static string Build(string executable, IEnumerable<string> arguments)
    {
        if (Path.GetExtension(executable).ToUpperInvariant() is ".BAT" or ".CMD")
        {
            throw new LaunchException($"cannot start {executable}: a batch file is run by a shell, which reads arguments by rules of "
                + "its own; name the program itself");
        }
        // The first word has a simpler rule: quotes hold it together and nothing is escaped. A path cannot hold a quote.
        var line = new StringBuilder().Append('"').Append(executable).Append('"');
        foreach (var argument in arguments)
        {
            AppendQuoted(line.Append(' '), argument);
        }

        return line.Length < Longest
            ? line.ToString()
            : throw new LaunchException(
                $"cannot start {executable}: its arguments are longer than the {Longest} characters that Windows allows");
    }

    /// <summary>The words behind the executable, each in quotes where it needs them.</summary>
    public static string Arguments(IEnumerable<string> arguments)
    {
        var line = new StringBuilder();
        foreach (var argument in arguments)
        {
            AppendQuoted(line.Length == 0 ? line : line.Append(' '), argument);
        }

        return line.ToString();
    }

    /// <summary>The arguments as the program will see them.</summary>
    internal static IReadOnlyList<string> Split(string commandLine)
    {
        var arguments = new List<string>();
        int at = 0;
        if (commandLine.Length > 0)
        {
            arguments.Add(FirstWord(commandLine, ref at));
        }

        while (true)
        {
            while (at < commandLine.Length && commandLine[at] is ' ' or '\t')
            {
                at++;
            }

            if (at >= commandLine.Length)
            {
                return arguments;
            }

            arguments.Add(Word(commandLine, ref at));
        }
    }

    private static void AppendQuoted(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(" \t\n\v\"") < 0)
        {
            line.Append(argument);
            return;
        }
        line.Append('"');
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }
            line.Append('\\', c == '"' ? 2 * backslashes + 1 : backslashes).Append(c);
            backslashes = 0;
        }
        line.Append('\\', 2 * backslashes).Append('"');
    }

    private static string FirstWord(string text, ref int at)
    {
        var word = new StringBuilder();
        bool quoted = false;
        for (; at < text.Length && (quoted || text[at] is not (' ' or '\t')); at++)
        {
            if (text[at] == '"')
            {
                quoted = !quoted;
            }
            else
            {
                word.Append(text[at]);
            }
        }
        return word.ToString();
    }

    private static string Word(string text, ref int at)
    {
        var word = new StringBuilder();
        bool quoted = false;
        while (at < text.Length && (quoted || text[at] is not (' ' or '\t')))
        {
            int backslashes = 0;
            for (; at < text.Length && text[at] == '\\'; at++)
            {
                backslashes++;
            }

            if (at >= text.Length || text[at] != '"')
            {
                word.Append('\\', backslashes);
                if (at < text.Length && (quoted || text[at] is not (' ' or '\t')))
                {
                    word.Append(text[at++]);
                }

                continue;
            }
            word.Append('\\', backslashes / 2);
            if (backslashes % 2 == 1)
            {
                word.Append('"');
            }
            else if (quoted && at + 1 < text.Length && text[at + 1] == '"')
            {
                word.Append(text[at++]); // a doubled quote within quotes is one, and they go on
            }
            else
            {
                quoted = !quoted;
            }

            at++;
        }
        return word.ToString();
    }
}

using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Text;

namespace PlotManager.Core.Keys;

/// <summary>Paths as people write them into paths as the system takes them.</summary>
public static class ConfigPath
{
    /// <summary>No system takes longer ones: Windows has 32,767 characters, Linux 4,095 bytes.</summary>
    public const int Longest = 32_767;

    /// <summary>
    /// Expands <c>~</c>, <c>$NAME</c>, <c>${NAME}</c> and <c>%NAME%</c>; takes a relative path from the environment's folder; drops
    /// doubled separators, <c>.</c> components and a separator at the end. Of Windows, separators are backslashes and the drive's letter
    /// is a capital, as the system itself has them: the texts of one directory are compared in many places.
    /// </summary>
    /// <param name="orName">A bare name stays one: it is to be found on PATH.</param>
    /// <returns>The path, and what is doubtful about it.</returns>
    public static (string Path, ImmutableArray<string> Doubts) Expand(string written, bool orName, ConfigEnvironment environment)
    {
        if (Paths.IsElsewhere(written))
        {
            return (written, []);
        }

        var doubts = ImmutableArray.CreateBuilder<string>();
        var path = Variables(Tilde(written, environment, doubts), environment, doubts);
        if (orName && path.AsSpan().IndexOfAny('/', '\\') < 0 && !HasDrive(path))
        {
            return (path, doubts.ToImmutable());
        }

        if (!environment.Windows && HasDrive(path))
        {
            doubts.Add(Messages.WindowsPath);
        }
        else if (IsRelative(path, environment.Windows) && environment.Folder is { } folder)
        {
            path = folder + (environment.Windows ? '\\' : '/') + path;
        }

        var tidy = Tidy(path, environment.Windows);
        if (environment.Windows)
        {
            doubts.AddRange(WindowsNames.Doubts(tidy, isFolder: !orName));
        }

        return (tidy, doubts.ToImmutable());
    }

    /// <summary>The same text for all spellings of one directory, for comparison only.</summary>
    public static string Comparable(string path, bool windows) => windows ? path.Replace('/', '\\').ToUpperInvariant() : path;

    private static string Tilde(string path, ConfigEnvironment environment, ImmutableArray<string>.Builder doubts)
    {
        if (path.Length == 0 || path[0] != '~')
        {
            return path;
        }

        if (path.Length == 1 || path[1] == '/' || (environment.Windows && path[1] == '\\'))
        {
            return environment.Home + path[1..];
        }

        doubts.Add(Messages.OthersHome);
        return path;
    }

    private static string Variables(string path, ConfigEnvironment environment, ImmutableArray<string>.Builder doubts)
    {
        if (path.AsSpan().IndexOfAny('$', '%') < 0)
        {
            return path;
        }

        var expanded = new StringBuilder();
        for (var index = 0; index < path.Length;)
        {
            var (name, length) = VariableAt(path, index);
            if (name.Length == 0)
            {
                expanded.Append(path[index++]);
                continue;
            }
            var value = environment.Variable(name);
            if (value is null)
            {
                doubts.Add(Messages.NoSuchVariable(path.Substring(index, length)));
            }

            expanded.Append(value ?? path.Substring(index, length));
            index += length;
        }
        return expanded.ToString();
    }

    private static (string Name, int Length) VariableAt(string path, int index)
    {
        var rest = path.AsSpan(index);
        if (rest is ['$', '{', ..] && rest.IndexOf('}') is > 2 and var brace && IsName(rest[2..brace]))
        {
            return (rest[2..brace].ToString(), brace + 1);
        }

        if (rest is ['$', ..])
        {
            var end = 1;
            while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] == '_'))
            {
                end++;
            }

            return end > 1 && IsName(rest[1..end]) ? (rest[1..end].ToString(), end) : ("", 0);
        }
        if (rest is ['%', ..] && rest[1..].IndexOf('%') is > 0 and var percent && IsName(rest.Slice(1, percent)))
        {
            return (rest.Slice(1, percent).ToString(), percent + 2);
        }

        return ("", 0);
    }

    // Windows has names such as ProgramFiles(x86).
    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '(' or ')'))
            {
                return false;
            }
        }
        return !char.IsAsciiDigit(text[0]);
    }

    private static bool HasDrive(string path) => path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';

    private static bool IsRelative(string path, bool windows) =>
        windows ? !HasDrive(path) && path is not ['/' or '\\', ..] : path is not ['/', ..];

    private static string Tidy(string path, bool windows)
    {
        bool IsSeparator(char character) => character == '/' || (windows && character == '\\');

        var tidy = new StringBuilder(path.Length);
        for (var index = 0; index < path.Length; index++)
        {
            var startsComponent = tidy.Length == 0 || IsSeparator(tidy[^1]);
            var endsComponent = index + 1 == path.Length || IsSeparator(path[index + 1]);
            // A network path begins with two separators.
            var doubled = IsSeparator(path[index]) && tidy.Length > 0 && startsComponent && !(windows && tidy.Length == 1);
            if (doubled)
            {
                continue;
            }

            if (path[index] == '.' && startsComponent && endsComponent && path.Length > 1 && tidy.Length > 0)
            {
                continue;
            }

            tidy.Append(windows && path[index] == '/' ? '\\' : path[index]);
        }
        while (tidy.Length > 1 && IsSeparator(tidy[^1]) && !(windows && tidy.Length == 3 && tidy[1] == ':'))
        {
            tidy.Length--;
        }

        if (windows && HasDrive(path))
        {
            tidy[0] = char.ToUpperInvariant(tidy[0]);
        }

        return tidy.ToString();
    }
}

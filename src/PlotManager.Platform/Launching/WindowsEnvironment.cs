using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// The environment of a Windows process: NAME=VALUE texts, each closed by a NUL, sorted without regard to case, a NUL at the end.
/// </summary>
internal static class WindowsEnvironment
{
    /// <summary>Later values of one name, in whatever case, replace earlier ones.</summary>
    internal static string Block(IEnumerable<KeyValuePair<string, string>> variables)
    {
        // CreateProcessW: "sorted alphabetically by name, case-insensitive, Unicode order, without regard to locale".
        var sorted = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in variables)
        {
            sorted.Remove(name); // so that the name is written as the later one has it
            sorted[name] = value;
        }
        var block = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            block.Append(name).Append('=').Append(value).Append('\0');
        }

        return (sorted.Count == 0 ? block.Append('\0') : block).Append('\0').ToString();
    }

    /// <summary>One value out of such a block, null if it is not there.</summary>
    internal static string? Value(ReadOnlySpan<char> block, string name)
    {
        while (!block.IsEmpty && block[0] != '\0')
        {
            int end = block.IndexOf('\0');
            var variable = end < 0 ? block : block[..end];
            if (variable.Length > name.Length
                && variable[name.Length] == '='
                && variable.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return variable[(name.Length + 1)..].ToString();
            }

            block = end < 0 ? default : block[(end + 1)..];
        }
        return null;
    }
}

namespace PlotManager.Core.Text;

/// <summary>Paths as texts, of either system: which one a log or a process comes from is seen by the path itself.</summary>
public static class Paths
{
    /// <summary><c>/x</c>, <c>C:\x</c>, <c>C:/x</c>, <c>\\server\share</c>, and <c>@RAM</c> and <c>@host</c> of Gigahorse.</summary>
    public static bool LooksAbsolute(ReadOnlySpan<byte> path) =>
        path.Length > 0 && (path[0] is (byte)'/' or (byte)'@' || path.StartsWith("\\\\"u8)
            || (path.Length > 2 && path[1] == ':' && path[2] is (byte)'\\' or (byte)'/' && char.IsAsciiLetter((char)path[0])));

    public static bool LooksAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('@') || path.StartsWith("\\\\", StringComparison.Ordinal)
        || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/' && char.IsAsciiLetter(path[0]));

    /// <summary>Absolute where the working directory is known, without a separator at the end.</summary>
    public static string Resolve(string path, string? workingDirectory)
    {
        if (LooksAbsolute(path) || workingDirectory is null)
        {
            return WithoutSeparator(path);
        }

        var separator = workingDirectory.Contains('\\', StringComparison.Ordinal) ? '\\' : '/';
        var parts = WithoutSeparator(workingDirectory).Split(separator).ToList();
        foreach (var part in path.Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 1)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }
        var joined = string.Join(separator, parts);
        return joined.Length == 0 ? "/" : joined;
    }

    /// <summary><c>/mnt/a/</c> is <c>/mnt/a</c>; the root and <c>C:\</c> stay what they are.</summary>
    public static string WithoutSeparator(string path)
    {
        var trimmed = path.TrimEnd('/', '\\');
        return trimmed.Length == 0 ? path[..Math.Min(1, path.Length)] : trimmed is [_, ':'] ? trimmed + '\\' : trimmed;
    }

    /// <summary>
    /// C++ quotes paths with a backslash before every backslash and quotation mark, <c>"F:\\a\\b"</c>: it goes again. A path with a
    /// backslash before anything else was not quoted so.
    /// </summary>
    public static string Unescaped(string path)
    {
        var plain = path.Replace(@"\\", "\0", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        return plain.Contains('\\') ? path : plain.Replace('\0', '\\');
    }

    /// <summary>The last part of a path.</summary>
    public static string NameOf(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    /// <summary>Null for a bare name.</summary>
    public static string? DirectoryOf(string path)
    {
        var end = path.AsSpan().LastIndexOfAny('/', '\\');
        return end < 0 ? null : WithoutSeparator(path[..(end + 1)]);
    }

    /// <summary>
    /// Where a file is that a plotter names by its own working directory: in the directory that is known for good. An absolute path stays
    /// as it is.
    /// </summary>
    public static string? InDirectory(string? file, string? directory) =>
        file is null || directory is null || LooksAbsolute(file) || !LooksAbsolute(directory) ? file : Join(directory, NameOf(file));

    public static string Join(string directory, string name) =>
        WithoutSeparator(directory) + (directory.Contains('\\', StringComparison.Ordinal) ? "\\" : "/") + name;

    /// <summary>Gigahorse's <c>@host</c>, to which it sends its plots, and <c>@RAM</c>.</summary>
    public static bool IsElsewhere(string directory) => directory is ['@', _, ..] && directory.AsSpan().IndexOfAny('/', '\\') < 0;
}

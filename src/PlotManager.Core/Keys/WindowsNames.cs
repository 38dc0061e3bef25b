using System.Collections.Frozen;
using System.Collections.Immutable;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>Paths that Windows takes for something else, or that its programs cannot open.</summary>
internal static class WindowsNames
{
    /// <summary>MAX_PATH: most programs go no further, though the system itself does.</summary>
    private const int Longest = 260;

    /// <summary>A temp file of chia with a two-digit k: plot-k32-DATE-ID.plot.p1.t3.sort_bucket_127.tmp.</summary>
    private const int LongestFile = 121;

    // Devices, in every folder and whatever stands behind a dot.
    private static readonly FrozenSet<string> Devices =
        ((string[])["CON", "PRN", "AUX", "NUL", .. Numbered("COM"), .. Numbered("LPT")]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="isFolder">Whether plotters make files in it.</param>
    public static IEnumerable<string> Doubts(string path, bool isFolder)
    {
        foreach (var name in path.Split('\\').Where(name => name is not ("" or "." or "..")))
        {
            if (Devices.Contains(name.Split('.')[0].TrimEnd()))
            {
                yield return Messages.IsADevice(YamlMessages.Shown(name));
            }
            else if (name[^1] is '.' or ' ')
            {
                yield return Messages.EndIsDropped(YamlMessages.Shown(name));
            }
        }

        // With a separator between them, and the zero at its end.
        if (isFolder && path.Length + 1 + LongestFile + 1 > Longest)
        {
            yield return Messages.LongForPrograms(path.Length);
        }
    }

    private static ImmutableArray<string> Numbered(string name) => [.. Enumerable.Range(1, 9).Select(number => $"{name}{number}")];
}

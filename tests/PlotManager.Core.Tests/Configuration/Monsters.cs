namespace PlotManager.Core.Tests.Configuration;

/// <summary>Texts as large as a config may be, each of which asks much of one part of the reader.</summary>
public static class Monsters
{
    private const int Largest = 512 * 1024;

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["a line of 10 MiB"] = "chia_location: " + new string('x', 20 * Largest),
        ["a line of nearly half a MiB"] = "chia_location: " + new string('x', Largest - 100),
        ["a key of nearly half a MiB"] = new string('x', Largest - 100) + ": 1",
        ["a quoted line of nearly half a MiB"] = "chia_location: \"" + new string('x', Largest - 100),
        ["a comment of nearly half a MiB"] = "#" + new string('x', Largest - 100),
        ["lists in lists"] = Times("[", Largest),
        ["maps in maps"] = Times("{a: ", Largest / 4),
        ["lists in lists by dashes"] = Times("- ", Largest / 2),
        ["keys that are keys"] = Times("? ", Largest / 2),
        ["ever deeper sections"] = Lines(1000, line => new string(' ', line) + "a:"),
        ["a billion laughs"] = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + Lines(30, n => $"a{n + 1}: &a{n + 1} [{Times($"*a{n}, ", 9)}]"),
        ["a billion merges"] = "a0: &a0 {x0: 1, y0: 1}\n" + Lines(30, n => $"a{n + 1}: &a{n + 1}\n  <<: [*a{n}, *a{n}]\n  x{n + 1}: 1"),
        ["merges of merges"] = "a0: &a0 {" + Times("k: 1, ", 1000) + "}\nb:\n" + Lines(1000, _ => "  <<: *a0"),
        ["a long text by many aliases"] = "a: &a /"
            + new string('x', 250_000)
            + "\njobs:\n  - temporary_directory: ["
            + Times("*a, ", 40_000)
            + "]",
        ["an anchor in itself"] = "a: &a [*a, *a]",
        ["unknown keys without end"] = Lines(14_000, n => $"jbos{n}: 1"),
        ["one key again and again"] = Lines(14_000, _ => "jobs: 1"),
        ["jobs without end"] = "jobs:\n" + Lines(5_000, n => $"  - name: {n}\n    temporary_directory: /mnt/{n}"),
        ["jobs of one name"] = "jobs:\n" + Lines(5_000, _ => "  - name: a\n    temporary_directory: /mnt/a"),
        ["empty jobs"] = "jobs:\n" + Times("- \n", 28_000),
        ["directories without end"] = "jobs:\n  - temporary_directory:\n" + Lines(28_000, n => $"    - /{n % 10}"),
        ["mistyped lines"] = Lines(3_000, n => $"key{n}:value"),
        ["values that begin wrongly"] = Lines(3_000, n => $"key{n}: @value"),
        ["tabs"] = Lines(50_000, _ => "\ta: b"),
        ["quotes"] = Lines(50_000, _ => "a: 'it's'"),
        ["new lines"] = new string('\n', Largest - 10) + "a: 1",
        ["blanks"] = new string(' ', Largest - 10) + "a",
        ["documents"] = Times("---\n", Largest / 4),
        ["variables"] = "chia_location: /" + Times("$A%B%", 100_000),
        ["dots and slashes"] = "chia_location: " + Times("/./", 150_000),
        ["zeroes"] = new string('\0', Largest),
        ["a secret's name again and again"] = Lines(20_000, _ => "telegram_token https://"),
    };

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));
}

using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Configuration;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>No sequence of bytes makes the reader throw, or take more than a second.</summary>
public sealed class AnyBytesTests
{
    private const int Largest = 512 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly byte[] Smallest = Encoding.UTF8.GetBytes(Reader.Smallest);

    // What YAML gives a meaning to, besides letters.
    private static readonly string[] Fragments =
        ["[", "]", "{", "}", ":", ": ", ",", "- ", "-", "? ", "&a ", "*a", "!", "!!x ", "|", ">", "'", "\"", "%", "@", "`", "#", " #", "\n", "\r", "\r\n", "\t", " ", "  ", "\\", "\\x", "<<: ", "---\n", "...\n", "~", "\0", "\u0085", "\u2028", "\uFEFF", "\uD800", "9", "size", "jobs"];

    [Fact]
    public void Read_RandomBytes_Answers() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Answers(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_MutatedConfig_Answers()
    {
        var mutation =
            from count in Gen.Choose(1, 6)
            from edits in Gen.ArrayOf(
                from at in Gen.Choose(0, Smallest.Length)
                from drop in Gen.Choose(0, 5)
                from fragment in Gen.Elements(Fragments)
                select (at, drop, fragment), count)
            select edits;
        Prop.ForAll(mutation.ToArbitrary(), edits =>
        {
            var text = Reader.Smallest;
            foreach (var (at, drop, fragment) in edits)
            {
                var start = Math.Min(at, text.Length);
                text = text[..start] + fragment + text[Math.Min(start + drop, text.Length)..];
            }
            return Answers(Encoding.UTF8.GetBytes(text));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Read_FragmentsOfYaml_Answers() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(Fragments)).ToArbitrary(), fragments => Answers(Encoding.UTF8.GetBytes(string.Concat(fragments))))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Read_Monster_AnswersWithinASecond(string name, string text)
    {
        name.ShouldNotBeEmpty();
        var bytes = Encoding.UTF8.GetBytes(text);
        // What is compiled at first use, and what others do on this machine meanwhile, is not what is measured: the best of a few counts.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && best >= Longest; attempt++)
        {
            var clock = Stopwatch.StartNew();
            Answers(bytes, Reader.Linux).ShouldBeTrue();
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }
        best.ShouldBeLessThan(Longest);
    }

    public static TheoryData<string, string> Monsters()
    {
        static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
        static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));

        var monsters = new (string Name, string Text)[]
        {
            ("a line of 10 MiB", "chia_location: " + new string('x', 20 * Largest)),
            ("a line of nearly half a MiB", "chia_location: " + new string('x', Largest - 100)),
            ("a key of nearly half a MiB", new string('x', Largest - 100) + ": 1"),
            ("a quoted line of nearly half a MiB", "chia_location: \"" + new string('x', Largest - 100)),
            ("a comment of nearly half a MiB", "#" + new string('x', Largest - 100)),
            ("lists in lists", Times("[", Largest)),
            ("maps in maps", Times("{a: ", Largest / 4)),
            ("lists in lists by dashes", Times("- ", Largest / 2)),
            ("keys that are keys", Times("? ", Largest / 2)),
            ("ever deeper sections", Lines(1000, line => new string(' ', line) + "a:")),
            ("a billion laughs", "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + Lines(30, n => $"a{n + 1}: &a{n + 1} [{Times($"*a{n}, ", 9)}]")),
            ("a billion merges", "a0: &a0 {x0: 1, y0: 1}\n" + Lines(30, n => $"a{n + 1}: &a{n + 1}\n  <<: [*a{n}, *a{n}]\n  x{n + 1}: 1")),
            ("merges of merges", "a0: &a0 {" + Times("k: 1, ", 1000) + "}\nb:\n" + Lines(1000, _ => "  <<: *a0")),
            ("a long text by many aliases", "a: &a /" + new string('x', 250_000) + "\njobs:\n  - temporary_directory: [" + Times("*a, ", 40_000) + "]"),
            ("an anchor in itself", "a: &a [*a, *a]"),
            ("unknown keys without end", Lines(14_000, n => $"jbos{n}: 1")),
            ("one key again and again", Lines(14_000, _ => "jobs: 1")),
            ("jobs without end", "jobs:\n" + Lines(5_000, n => $"  - name: {n}\n    temporary_directory: /mnt/{n}")),
            ("jobs of one name", "jobs:\n" + Lines(5_000, _ => "  - name: a\n    temporary_directory: /mnt/a")),
            ("empty jobs", "jobs:\n" + Times("- \n", 28_000)),
            ("directories without end", "jobs:\n  - temporary_directory:\n" + Lines(28_000, n => $"    - /{n % 10}")),
            ("mistyped lines", Lines(3_000, n => $"key{n}:value")),
            ("values that begin wrongly", Lines(3_000, n => $"key{n}: @value")),
            ("tabs", Lines(50_000, _ => "\ta: b")),
            ("quotes", Lines(50_000, _ => "a: 'it's'")),
            ("new lines", new string('\n', Largest - 10) + "a: 1"),
            ("blanks", new string(' ', Largest - 10) + "a"),
            ("documents", Times("---\n", Largest / 4)),
            ("variables", "chia_location: /" + Times("$A%B%", 100_000)),
            ("dots and slashes", "chia_location: " + Times("/./", 150_000)),
            ("zeroes", new string('\0', Largest)),
            ("a secret's name again and again", Lines(20_000, _ => "telegram_token https://")),
        };
        var data = new TheoryData<string, string>();
        foreach (var (name, text) in monsters)
        {
            data.Add(name, text);
        }

        return data;
    }

    [Fact]
    public void Read_FileOfAnotherKind_AsksWhetherItIsTheRightOne() =>
        ConfigReader.Read(new byte[(512 * 1024) + 1], "plot.plot", Reader.Linux, Reader.Profiles).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("plot.plot:1:1: error: the file is larger than 512 KiB, the most a config may have; is it the right file?");

    // A config or an error, places that are there, and nothing thrown.
    private static bool Answers(byte[] bytes) => Answers(bytes, Reader.Linux) && Answers(bytes, Reader.Windows);

    private static bool Answers(byte[] bytes, ConfigEnvironment environment)
    {
        var reading = ConfigReader.Read(bytes, "config.yaml", environment, Reader.Profiles);
        var hasErrors = reading.Problems.Any(problem => problem.Severity == Severity.Error);
        return reading.Config is null == hasErrors
            && reading.Problems.Length <= Problems.Limit + 1
            && reading.Problems.Select(problem => (problem.Line, problem.Column)).SequenceEqual(reading.Problems.Select(problem => (problem.Line, problem.Column)).Order())
            && reading.Problems.All(problem => problem.Line >= 1 && problem.Column >= 1 && problem.Message.Length <= 1000);
    }
}

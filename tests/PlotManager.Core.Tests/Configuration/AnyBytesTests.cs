using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Configuration;
using PlotManager.Core.Keys;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Tests.Configuration;

/// <summary>No sequence of bytes makes the reader throw, or think for ever.</summary>
public sealed class AnyBytesTests
{
    private static readonly byte[] Smallest = Encoding.UTF8.GetBytes(Reader.Smallest);

    // What YAML gives a meaning to, besides letters.
    private static readonly string[] Fragments =
        [
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            ",",
            "- ",
            "-",
            "? ",
            "&a ",
            "*a",
            "!",
            "!!x ",
            "|",
            ">",
            "'",
            "\"",
            "%",
            "@",
            "`",
            "#",
            " #",
            "\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "  ",
            "\\",
            "\\x",
            "<<: ",
            "---\n",
            "...\n",
            "~",
            "\0",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD800",
            "9",
            "size",
            "jobs",
        ];

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
        Prop.ForAll(
            Gen.ArrayOf(Gen.Elements(Fragments)).ToArbitrary(), fragments => Answers(Encoding.UTF8.GetBytes(string.Concat(fragments))))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>The bound is for answers that never come; how long they take is measured by <c>MonsterBenchmark</c>.</summary>
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(MonsterNames))]
    public async Task Read_Monster_Answers(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(Monsters.All[name]);
        (await Task.Run(() => Answers(bytes), TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    public static TheoryData<string> MonsterNames() => [.. Monsters.All.Keys];

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
            && reading.Problems.Select(problem => (problem.Line, problem.Column))
                .SequenceEqual(reading.Problems.Select(problem => (problem.Line, problem.Column)).Order())
            && reading.Problems.All(problem => problem.Line >= 1 && problem.Column >= 1 && problem.Message.Length <= 1000);
    }
}

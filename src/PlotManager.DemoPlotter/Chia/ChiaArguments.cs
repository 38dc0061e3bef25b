using System.Globalization;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// The options of <c>chia plots create</c>, as its option parser (click) takes them: <c>-k18</c>, <c>-k 18</c>, <c>--size=18</c>,
/// <c>--size 18</c>, <c>-ex</c>.
/// </summary>
internal sealed class ChiaArguments
{
    private static readonly Option[] Options =
    [
        new("k", "size", OptionKind.Number, (a, v) => a.K = int.Parse(v, CultureInfo.InvariantCulture)),
        new(null, "override-k", OptionKind.Flag, (a, _) => a.OverrideK = true),
        new("n", "num", OptionKind.Number, (a, v) => a.Count = int.Parse(v, CultureInfo.InvariantCulture)),
        new("b", "buffer", OptionKind.Number, (a, v) => a.BufferMib = int.Parse(v, CultureInfo.InvariantCulture)),
        new("r", "num_threads", OptionKind.Number, (a, v) => a.Threads = int.Parse(v, CultureInfo.InvariantCulture)),
        new("u", "buckets", OptionKind.Number, (a, v) => a.Buckets = int.Parse(v, CultureInfo.InvariantCulture)),
        new("a", "alt_fingerprint", OptionKind.Number, (_, _) => { }),
        new("c", "pool_contract_address", OptionKind.Text, (a, v) => a.Contract = v),
        new("f", "farmer_public_key", OptionKind.Text, (a, v) => a.FarmerKey = v),
        new("p", "pool_public_key", OptionKind.Text, (a, v) => a.PoolKey = v),
        new("t", "tmp_dir", OptionKind.Text, (a, v) => a.Temp = Normal(v)),
        new("2", "tmp2_dir", OptionKind.Text, (a, v) => a.Temp2 = v.Length == 0 ? null : Normal(v)),
        new("d", "final_dir", OptionKind.Text, (a, v) => a.Final = Normal(v)),
        new("i", "plotid", OptionKind.Text, (_, _) => { }),
        new("m", "memo", OptionKind.Text, (_, _) => { }),
        new("e", "nobitfield", OptionKind.Flag, (a, _) => a.NoBitfield = true),
        new("x", "exclude_final_dir", OptionKind.Flag, (a, _) => a.ExcludeFinal = true),
        new("D", "connect-to-daemon", OptionKind.Flag, (_, _) => { }),
        new("h", "help", OptionKind.Flag, (a, _) => a.Help = true),
    ];

    public int K { get; private set; } = 32;
    public bool OverrideK { get; private set; }
    public int Count { get; private set; } = 1;
    public int BufferMib { get; private set; } = 3389;
    public int Threads { get; private set; } = 2;
    public int Buckets { get; private set; } = 128;
    public string? Contract { get; private set; }
    public string? FarmerKey { get; private set; }
    public string? PoolKey { get; private set; }
    public string Temp { get; private set; } = ".";
    public string? Temp2 { get; private set; }
    public string Final { get; private set; } = ".";
    public bool NoBitfield { get; private set; }
    public bool ExcludeFinal { get; private set; }
    public bool Help { get; private set; }

    /// <exception cref="ChiaUsageException">The words are no such command line; carries the parser's own text.</exception>
    public static ChiaArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new ChiaArguments();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                arguments.TakeLong(words, ref i);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                arguments.TakeShort(words, ref i);
            }
            else
            {
                throw new ChiaUsageException($"Got unexpected extra argument ({word})");
            }
        }

        return arguments;
    }

    private void TakeLong(IReadOnlyList<string> words, ref int i)
    {
        var word = words[i];
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word : word[..equals];
        var option = Array.Find(Options, option => option.IsCalled(name))
            ?? throw new ChiaUsageException($"No such option: {name}{CloseMatches.Hint(name, Options.Select(option => option.LongName))}");
        if (option.Kind == OptionKind.Flag)
        {
            if (equals >= 0)
            {
                throw new ChiaUsageException($"Option '{name}' does not take a value.");
            }

            option.Set(this, "");
            return;
        }

        Set(option, equals >= 0 ? word[(equals + 1)..] : Next(words, ref i, name));
    }

    private void TakeShort(IReadOnlyList<string> words, ref int i)
    {
        var word = words[i];
        for (var at = 1; at < word.Length; at++)
        {
            var name = word[at].ToString();
            var option = Array.Find(Options, option => option.Letter == name) ?? throw new ChiaUsageException($"No such option: -{name}");
            if (option.Kind == OptionKind.Flag)
            {
                option.Set(this, "");
                continue;
            }

            Set(option, at + 1 < word.Length ? word[(at + 1)..] : Next(words, ref i, "-" + name));
            return;
        }
    }

    private void Set(Option option, string value)
    {
        if (option.Kind == OptionKind.Number && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new ChiaUsageException($"Invalid value for {option.Names}: '{value}' is not a valid integer.");
        }

        option.Set(this, value);
    }

    private static string Next(IReadOnlyList<string> words, ref int i, string name) =>
        i + 1 < words.Count ? words[++i] : throw new ChiaUsageException($"Option '{name}' requires an argument.");

    /// <summary>As Python's paths print: no slash at the end.</summary>
    private static string Normal(string path) => path.Length > 1 ? Path.TrimEndingDirectorySeparator(path) : path;

    private enum OptionKind
    {
        Flag,
        Number,
        Text,
    }

    private sealed record Option(string? Letter, string Name, OptionKind Kind, Action<ChiaArguments, string> Set)
    {
        public string LongName => "--" + Name;

        /// <summary>Older ones write their long names with underscores, newer ones with dashes.</summary>
        public bool IsCalled(string longName) => LongName.Replace('_', '-') == longName.Replace('_', '-');

        public string Names => Letter is null ? $"'{LongName}'" : $"'-{Letter}' / '{LongName}'";
    }
}

/// <summary>A command line that the option parser refuses: its text, and exit code 2.</summary>
internal sealed class ChiaUsageException(string text) : Exception(text);

using System.Globalization;

namespace PlotManager.DemoPlotter.MadMax;

/// <summary>
/// The options of <c>chia_plot</c>, as its option parser (cxxopts) takes them: <c>-k18</c>, <c>-k 18</c>, <c>--size=18</c>, <c>--size
/// 18</c>.
/// </summary>
internal sealed record MadMaxArguments
{
    public int Count { get; private set; } = 1;
    public int Port { get; private set; } = 8444;
    public int K { get; private set; } = 32;
    public int Threads { get; private set; } = 4;
    public int Threads2 { get; private set; } = 1;
    public int Buckets { get; private set; } = 256;
    public int Buckets3 { get; private set; }
    public string Temp { get; private set; } = "";
    public string Temp2 { get; private set; } = "";
    public string Stage { get; private set; } = "";
    public string Final { get; private set; } = "";
    public string PoolKey { get; private set; } = "";
    public string Contract { get; private set; } = "";
    public string FarmerKey { get; private set; } = "";
    public bool WaitForCopy { get; private set; }
    public bool DirectOut { get; private set; }
    public bool AlternateTemps { get; private set; }
    public bool UniqueTemps { get; private set; }
    public bool Help { get; private set; }

    /// <summary>Endless: any negative count.</summary>
    public bool Endless => Count < 0;

    /// <exception cref="MadMaxParseException">A value is missing or of the wrong type. Unknown options are let pass, as the real one
    /// does.</exception>
    public static MadMaxArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new MadMaxArguments();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = word.IndexOf('=');
                var name = equals < 0 ? word[2..] : word[2..equals];
                if (Setter(name) is not { } set)
                {
                    continue;
                }

                var value = equals >= 0 ? word[(equals + 1)..] : TakesNoValue(name) ? "true" : Next(words, ref i, name);
                set(arguments, value);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                ParseShort(arguments, words, ref i);
            }
        }

        return arguments.WithDefaults();
    }

    private MadMaxArguments WithDefaults()
    {
        if (Temp2.Length == 0)
        {
            Temp2 = Temp;
        }

        if (Final.Length == 0)
        {
            Final = Temp;
        }

        if (Stage.Length == 0)
        {
            Stage = Temp;
        }

        if (Buckets3 <= 0)
        {
            Buckets3 = Buckets;
        }

        return this;
    }

    private static void ParseShort(MadMaxArguments arguments, IReadOnlyList<string> words, ref int i)
    {
        var word = words[i];
        for (var at = 1; at < word.Length; at++)
        {
            var name = word[at].ToString();
            if (Setter(name) is not { } set)
            {
                return;
            }

            if (TakesNoValue(name))
            {
                set(arguments, "true");
                continue;
            }

            set(arguments, at + 1 < word.Length ? word[(at + 1)..] : Next(words, ref i, name));
            return;
        }
    }

    private static string Next(IReadOnlyList<string> words, ref int i, string name) =>
        i + 1 < words.Count
            ? words[++i]
            : throw new MadMaxParseException("cxxopts::missing_argument_exception", $"Option ‘{name}’ is missing an argument");

    private static bool TakesNoValue(string name) =>
        name is "w" or "waitforcopy" or "D" or "directout" or "G" or "tmptoggle" or "Z" or "unique" or "help";

    private static Action<MadMaxArguments, string>? Setter(string name) => name switch
    {
        "n" or "count" => (a, v) => a.Count = Number(v),
        "x" or "port" => (a, v) => a.Port = Number(v),
        "k" or "size" => (a, v) => a.K = Number(v),
        "r" or "threads" => (a, v) => a.Threads = Number(v),
        "u" or "buckets" => (a, v) => a.Buckets = Number(v),
        "v" or "buckets3" => (a, v) => a.Buckets3 = Number(v),
        "K" or "rmulti2" => (a, v) => a.Threads2 = Number(v),
        "t" or "tmpdir" => (a, v) => a.Temp = v,
        "2" or "tmpdir2" => (a, v) => a.Temp2 = v,
        "s" or "stagedir" => (a, v) => a.Stage = v,
        "d" or "finaldir" => (a, v) => a.Final = v,
        "p" or "poolkey" => (a, v) => a.PoolKey = v,
        "c" or "contract" => (a, v) => a.Contract = v,
        "f" or "farmerkey" => (a, v) => a.FarmerKey = v,
        "w" or "waitforcopy" => (a, _) => a.WaitForCopy = true,
        "D" or "directout" => (a, _) => a.DirectOut = true,
        "G" or "tmptoggle" => (a, _) => a.AlternateTemps = true,
        "Z" or "unique" => (a, _) => a.UniqueTemps = true,
        "help" => (a, _) => a.Help = true,
        _ => null,
    };

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new MadMaxParseException("cxxopts::argument_incorrect_type", $"Argument ‘{value}’ failed to parse");
}

/// <summary>An exception that the real plotter does not catch: it aborts with its type and text.</summary>
internal sealed class MadMaxParseException(string type, string what) : Exception(what)
{
    public string Type { get; } = type;
}

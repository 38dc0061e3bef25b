namespace PlotManager.Core.Plotters.Logs.Failures;

/// <summary>
/// What of a log's line may be shown, sent or written elsewhere. chia (2.x as well) writes <c>Memo: </c> and 112 or 128 bytes in hex
/// before a plot begins: pool key or contract, farmer's public key, and then the plot's private key. bladebit shows the same on request.
/// Every quote of a log, be it in a notice, a problem, the debug log or on a screen, passes through here.
/// </summary>
public static class LogSecrets
{
    public const string Masked = "***";

    // A public key is the longest hex number that a plotter may show: 48 bytes.
    private const int LongestPublic = 96;

    // Behind a name without a colon this many hex digits are a value, and "memo file" is none.
    private const int ShortestValue = 16;

    private static readonly string[] Names =
    [
        "memo", "secret key", "secret_key", "private key", "private_key", "sk", "mnemonic", "seed", "passphrase",
    ];

    /// <summary>The line up to its first secret. All that stands behind is left out, whatever way it is written.</summary>
    public static string Mask(string line)
    {
        var end = Names.Select(name => ValueBehind(line, name)).Append(LongNumber(line)).Min();
        return end < line.Length ? line[..end] + Masked : line;
    }

    // Where a value begins that this name stands before: the end of the line if there is none.
    private static int ValueBehind(string line, string name)
    {
        for (var at = 0; (at = line.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var isWord = at == 0 || !char.IsAsciiLetter(line[at - 1]);
            var (value, isTold) = (at + name.Length, false);
            for (; value < line.Length && line[value] is ' ' or '\t' or '"' or '\'' or ':' or '='; value++)
            {
                isTold |= line[value] is ':' or '=';
            }

            var digits = line.AsSpan(value).StartsWith("0x", StringComparison.Ordinal) ? value + 2 : value;
            if (isWord && (isTold || (value > at + name.Length && Digits(line, digits) >= ShortestValue)))
            {
                return value;
            }
        }

        return line.Length;
    }

    private static int LongNumber(string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var digits = Digits(line, at);
            if (digits > LongestPublic)
            {
                return at;
            }

            at += digits;
        }

        return line.Length;
    }

    private static int Digits(string line, int from)
    {
        var at = from;
        while (at < line.Length && char.IsAsciiHexDigit(line[at]))
        {
            at++;
        }

        return at - from;
    }
}

using System.Buffers;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>Checks of the keys and addresses that a plot is made for. They never quote what they check.</summary>
internal static class PlotKeys
{
    public const int PublicKeyDigits = 96;
    public const string PublicKeyPattern = "^\\s*([0-9a-fA-F]{96})?\\s*$";
    public const string AddressPattern = "^\\s*((xch|txch|XCH|TXCH)1[0-9a-zA-Z]{58})?\\s*$";

    // A puzzle hash of 32 bytes is 52 groups of five bits; the checksum has six more (BIP 350).
    private const int AddressDigits = 58;
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);
    private const uint Bech32mConstant = 0x2bc830a3;
    private static readonly uint[] Generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    public static string? WrongPublicKey(string key)
    {
        if (key.Length != PublicKeyDigits)
        {
            return $"has {key.Length} characters; a public key has {PublicKeyDigits} hex "
                + $"digits{(key.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? ", without 0x" : "")}";
        }

        return key.All(char.IsAsciiHexDigit) ? null : $"has characters that are no hex digits; a public key has {PublicKeyDigits} of them";
    }

    public static string? WrongAddress(string address)
    {
        if (address.Any(char.IsAsciiLetterLower) && address.Any(char.IsAsciiLetterUpper))
        {
            return "mixes capital and small letters; an address has one kind only";
        }

        var text = address.ToLowerInvariant();
        var prefix = text.StartsWith("txch1", StringComparison.Ordinal) ? "txch" : "xch";
        if (!text.StartsWith(prefix + "1", StringComparison.Ordinal))
        {
            return "must begin with xch1 (txch1 on the test network)";
        }

        var data = text.AsSpan(prefix.Length + 1);
        if (data.Length != AddressDigits)
        {
            return $"has {data.Length} characters behind {prefix}1; an address has {AddressDigits}";
        }

        if (data.ContainsAnyExcept(Digits))
        {
            return "has a character that no address has (1, b, i and o never occur in it)";
        }

        return Checksum(prefix, data) == Bech32mConstant ? null : "has a wrong checksum: a character is mistyped or missing";
    }

    private static uint Checksum(string prefix, ReadOnlySpan<char> data)
    {
        var sum = 1u;
        foreach (var character in prefix)
        {
            sum = Next(sum, character >> 5);
        }

        sum = Next(sum, 0);
        foreach (var character in prefix)
        {
            sum = Next(sum, character & 31);
        }

        foreach (var character in data)
        {
            sum = Next(sum, Alphabet.IndexOf(character, StringComparison.Ordinal));
        }

        return sum;
    }

    private static uint Next(uint sum, int value)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ (uint)value;
        for (var bit = 0; bit < Generators.Length; bit++)
        {
            if (((top >> bit) & 1) != 0)
            {
                sum ^= Generators[bit];
            }
        }
        return sum;
    }
}

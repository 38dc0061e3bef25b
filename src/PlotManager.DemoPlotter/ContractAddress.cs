namespace PlotManager.DemoPlotter;

/// <summary>A pool contract address (<c>xch1...</c>, <c>txch1...</c>): 32 bytes in bech32m (BIP 350).</summary>
internal static class ContractAddress
{
    private const string Digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Bech32mChecksum = 0x2bc830a3;
    private const int ChecksumLength = 6;
    private const int DataLength = 52;
    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>The 64 hex digits in the address; null when it is not one.</summary>
    public static string? PuzzleHash(string address)
    {
        var one = address.LastIndexOf('1');
        if (one < 1 || address.Length - one - 1 != DataLength + ChecksumLength)
        {
            return null;
        }

        var prefix = address[..one];
        var values = address[(one + 1)..].Select(letter => Digits.IndexOf(letter)).ToArray();
        if (values.Contains(-1))
        {
            return null;
        }

        var checksum = 1u;
        foreach (var value in prefix.Select(letter => letter >> 5).Append(0).Concat(prefix.Select(letter => letter & 31)).Concat(values))
        {
            checksum = Step(checksum, value);
        }

        return checksum == Bech32mChecksum ? Convert.ToHexStringLower(Bytes(values[..DataLength])) : null;
    }

    private static uint Step(uint checksum, int value)
    {
        var top = checksum >> 25;
        checksum = ((checksum & 0x1ffffff) << 5) ^ (uint)value;
        for (var bit = 0; bit < Generator.Length; bit++)
        {
            if (((top >> bit) & 1) == 1)
            {
                checksum ^= Generator[bit];
            }
        }

        return checksum;
    }

    /// <summary>Five bits a digit to eight bits a byte; the last four bits are padding.</summary>
    private static byte[] Bytes(int[] values)
    {
        var bytes = new byte[values.Length * 5 / 8];
        var (held, bits, at) = (0, 0, 0);
        foreach (var value in values)
        {
            held = ((held << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8 || at == bytes.Length)
            {
                continue;
            }

            bits -= 8;
            bytes[at++] = (byte)(held >> bits);
        }

        return bytes;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace PlotManager.Core.Tests.PlotFiles;

/// <summary>Headers written field by field, as the formats say.</summary>
internal static class HandMade
{
    /// <summary>The last 32 bytes of every memo, which nothing may show.</summary>
    public const string Secret = "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2";

    public const string Id = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /// <summary>Pool contract, farmer key, secret key.</summary>
    public static readonly byte[] ContractMemo = [.. Enumerable.Repeat(
        (byte)0xC0, 32), 0xFA, 0x12, 0xBE, 0x34, .. Enumerable.Repeat((byte)0xFF, 44), .. Convert.FromHexString(Secret)];

    /// <summary>Pool key, farmer key, secret key.</summary>
    public static readonly byte[] PoolKeyMemo = [.. Enumerable.Repeat(
        (byte)0xC1, 48), 0xFA, 0x12, 0xBE, 0x34, .. Enumerable.Repeat((byte)0xFF, 44), .. Convert.FromHexString(Secret)];

    public static byte[] V1(byte k, byte[] memo, IEnumerable<ulong> pointers, string version = "v1.0") =>
    [
        .. "Proof of Space Plot"u8, .. Convert.FromHexString(Id), k, .. Big16(version.Length), .. Encoding.ASCII.GetBytes(version),
        .. Big16(memo.Length), .. memo, .. pointers.SelectMany(Big64),
    ];

    public static byte[] V2(byte k, byte[] memo, byte? level, IEnumerable<ulong> pointers, IEnumerable<ulong> sizes, uint version = 2) =>
    [
        .. "PLOT"u8, .. Little32(
            version), .. Convert.FromHexString(Id), k, .. Big16(memo.Length), .. memo, .. Little32(level is null ? 0u : 1u),
        .. level is { } known ? new[] { known } : [], .. pointers.SelectMany(Big64), .. sizes.SelectMany(Little64),
    ];

    public static byte[] Group(byte k, byte[] memo, int size, ulong indexOffset, byte version = 2, byte strength = 2, byte metaGroup = 7) =>
    [
        .. "PoS2"u8, version, .. Convert.FromHexString(Id), k, strength, (byte)size, (byte)(size >> 8), metaGroup, .. Little64(indexOffset),
        (byte)memo.Length, .. memo,
    ];

    /// <summary>The first bytes of a file of this length that begins so and has zeros behind it.</summary>
    public static byte[] HeadOf(byte[] header, long length)
    {
        var head = new byte[Math.Min(length, 4096)];
        header.AsSpan(0, Math.Min(header.Length, head.Length)).CopyTo(head);
        return head;
    }

    private static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Big64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}

using System.Buffers.Binary;

namespace PlotManager.Core.PlotFiles;

/// <summary>Takes fields off the head of a file. Behind its end every field is zero, and <see cref="IsShort"/> says so.</summary>
internal ref struct HeaderBytes(ReadOnlySpan<byte> head)
{
    private ReadOnlySpan<byte> _left = head;

    /// <summary>How many bytes were taken.</summary>
    public int Position { get; private set; }

    /// <summary>Whether a field was taken that the head does not hold.</summary>
    public bool IsShort { get; private set; }

    public ReadOnlySpan<byte> Take(int count)
    {
        Position += count;
        if (count > _left.Length)
        {
            _left = default;
            IsShort = true;
            return default;
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public int BigEndian16() => Take(2) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : 0;

    public int LittleEndian16() => Take(2) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : 0;

    public uint LittleEndian32() => Take(4) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public ulong BigEndian64() => Take(8) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    public ulong LittleEndian64() => Take(8) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    /// <summary>A plot id in hex digits; null if the head ends before it does.</summary>
    public string? Id() => Take(32) is { IsEmpty: false } bytes ? Convert.ToHexStringLower(bytes) : null;
}

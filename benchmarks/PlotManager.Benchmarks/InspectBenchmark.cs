using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Benchmarks;

/// <summary>What a plot's first bytes say of it: the head of a k32 plot in table order, as <c>plots</c> reads it.</summary>
[MemoryDiagnoser]
public class InspectBenchmark
{
    private const long Length = 108_000_030_052;
    private const string Name = "plot-k32-2026-11-22-10-00-00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff.plot";

    private static readonly ulong[] Pointers =
    [
        252, 14_000_000_000, 29_000_000_000, 44_000_000_000, 59_000_000_000, 74_000_000_000, 92_000_000_000, 108_000_000_000,
        108_000_000_044, 108_000_000_052,
    ];

    private readonly byte[] _head = new byte[PlotFileReader.HeadBytes];

    [GlobalSetup]
    public void Setup()
    {
        const int memo = 128;
        var at = 0;
        Put("Proof of Space Plot"u8);
        Put(Convert.FromHexString("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
        Put([32, 0, 4]);
        Put("v1.0"u8);
        Put([0, memo]);
        Put(new byte[memo]);
        foreach (var pointer in Pointers)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_head.AsSpan(at), pointer);
            at += sizeof(ulong);
        }

        if (Inspect().State != PlotFileState.Whole)
        {
            throw new InvalidOperationException("this head is not one of a whole plot");
        }

        void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_head.AsSpan(at));
            at += bytes.Length;
        }
    }

    [Benchmark]
    public PlotFile Inspect() => PlotFileReader.Read(Name, Length, _head);
}

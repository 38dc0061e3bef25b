using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

/// <summary>Whatever lies in a file that is named like a plot has an answer, and no answer holds the secret key.</summary>
public sealed class AnyPlotFileTests
{
    private static readonly byte[][] Headers =
    [
        .. RealHead.All.Select(real => real.Head),
        HandMade.V1(32, HandMade.PoolKeyMemo, Enumerable.Range(1, 10).Select(table => (ulong)table * 10_000_000_000)),
        HandMade.V2(32, HandMade.ContractMemo, 5, Enumerable.Repeat(500UL, 10), Enumerable.Repeat(1000UL, 10)),
        HandMade.Group(18, HandMade.ContractMemo, 1, 962_723),
        [.. "pos2"u8, 2, .. new byte[200]],
    ];

    [Fact]
    public void Read_AnyBytesAndLength_Answers() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<string>(), (
            bytes, length, name) => Answers(name ?? "", length, bytes))
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void Read_DamagedHeaders_Answer(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var header = Headers[random.Next(Headers.Length)].ToArray();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(header.Length);
                switch (random.Next(3))
                {
                    case 0: header[at] ^= (byte)(1 << random.Next(8)); break;
                    case 1: random.NextBytes(header.AsSpan(at, Math.Min(8, header.Length - at))); break;
                    default: header.AsSpan(at, Math.Min(8, header.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0); break;
                }
            }

            var length = random.Next(4) switch
            {
                0 =>
                random.Next(600),
                1 => long.MaxValue,
                2 => random.NextInt64(),
                _ => random.NextInt64(1L << 37)
            };
            Answers("p.plot", length, HandMade.HeadOf(header, length)).ShouldBeTrue($"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Judge_AnyIndex_Answers(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var file = PlotFileReader.Read(
                "g.gplot", 1_000_000, HandMade.HeadOf(HandMade.Group(18, [], random.Next(1, 65_536), 900_000), 1_000_000));
            var bytes = new byte[random.Next(20_000)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
            {
                bytes.AsSpan().Fill((byte)random.Next(256));
            }

            var index = new GroupIndex(18, file.Group!);
            index.Add(bytes);

            Enum.IsDefined(index.Judge(file).State).ShouldBeTrue();
        }
    }

    [Fact]
    public void Read_ShrankWhileRead_Unreadable()
    {
        var real = RealHead.All[0];

        PlotFileReader.Read(real.Name, real.Size, real.Head).Note.ShouldBe(PlotFileNote.Shrank); // 4096 bytes could have been had
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Read_EmptyFile_Truncated(long length) => PlotFileReader.Read("p.plot", length, []).State.ShouldBe(PlotFileState.Truncated);

    [Fact]
    public void Read_Zeros_Unreadable() => PlotFileReader.Read("p.plot", 1L << 36, new byte[4096]).Note.ShouldBe(PlotFileNote.ZeroHeader);

    [Fact]
    public void Read_UnknownMagic_CannotBeJudged_UnlessNoPlotIsAsShort()
    {
        var head = new byte[4096];
        head[0] = 1;

        PlotFileReader.Read("drplot-pro4x.drplot", 1L << 36, head).State.ShouldBe(PlotFileState.UnknownFormat);
        PlotFileReader.Read("p.plot", 100, head.AsSpan(0, 100)).Note.ShouldBe(PlotFileNote.TooShort);
    }

    [Fact]
    public void Read_Plot2_Obsolete()
    {
        var file = PlotFileReader.Read(
            "p.plot2", 1_000_000, HandMade.HeadOf([.. "pos2"u8, 1, .. Convert.FromHexString(HandMade.Id), 28, 2], 1_000_000));

        file.State.ShouldBe(PlotFileState.Obsolete);
        file.Note.ShouldBe(PlotFileNote.MustBeMadeAgain);
        file.Format.ShouldBe(PlotFormat.Plot2);
        file.Id.ShouldBe(HandMade.Id);
        file.K.ShouldBe(28);
    }

    [Fact]
    public void Read_MemoWithASecretKey_NoFieldHoldsIt()
    {
        foreach (var header in new[]
        {
            HandMade.V1(
                32, HandMade.ContractMemo, Enumerable.Repeat(0UL, 10)), HandMade.V1(32, HandMade.PoolKeyMemo, Enumerable.Repeat(0UL, 10)),
            HandMade.V2(32, HandMade.ContractMemo, 7, Enumerable.Repeat(0UL, 10), Enumerable.Repeat(0UL, 10)), HandMade.Group(
                18, HandMade.PoolKeyMemo, 1, 100_000),
        })
        {
            var file = PlotFileReader.Read("p.plot", 200_000, HandMade.HeadOf(header, 200_000));

            file.Keys.ShouldNotBeNull();
            JsonSerializer.Serialize(file).ShouldNotContain(HandMade.Secret[..6], Case.Insensitive);
        }
    }

    private static bool Answers(string name, long length, byte[] head)
    {
        var file = PlotFileReader.Read(name, length, head);
        return Enum.IsDefined(file.State)
            && Enum.IsDefined(file.Note)
            && file.MissingBytes is null or > 0
            && file.SurplusBytes is null or > 0
            && (file.State != PlotFileState.Whole || file.IsBad == false);
    }
}

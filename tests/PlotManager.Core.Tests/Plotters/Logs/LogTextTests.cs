using System.Text;
using PlotManager.Core.Plotters.Logs;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class LogTextTests
{
    private static readonly Encoding BigEndian = Encoding.BigEndianUnicode;

    public static TheoryData<string> Logs => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Logs))]
    public void Utf8_ARecordedLogAsPowerShellWritesIt_SaysTheSame(string name)
    {
        var text = Encoding.UTF8.GetString(Fixture.Bytes(name));
        var whole = Said(name, Encoding.UTF8.GetBytes(text), int.MaxValue, withText: false);
        Said(name, WithMark(Encoding.Unicode, text), int.MaxValue).ShouldBe(whole);
        Said(name, WithMark(Encoding.Unicode, text), 1).ShouldBe(whole);
        Said(name, WithMark(BigEndian, text), 4097).ShouldBe(whole);
        Said(name, WithMark(Encoding.UTF8, text), 1).ShouldBe(whole);
        Said(name, [.. WithMark(Encoding.Unicode, text), (byte)'C'], 5).ShouldBe(whole, "half a character says nothing");
    }

    [Theory]
    [InlineData("FFFE48006900", "Hi")]
    [InlineData("FEFF00480069", "Hi")]
    [InlineData("EFBBBF4869", "Hi")]
    [InlineData("FFFE3DD800DE4100", "😀A")] // a character of two halves
    [InlineData("FFFE3DD84100", "\uFFFDA")] // one half alone
    [InlineData("FFFE", "")]
    [InlineData("FFFE48", "")]
    [InlineData("", "")]
    public void Utf8_Marked_InPiecesOfAnyLength(string hex, string text)
    {
        for (var piece = 1; piece <= 8; piece++)
        {
            Encoding.UTF8.GetString(Text(Convert.FromHexString(hex), piece)).ShouldBe(text, $"pieces of {piece}");
        }
    }

    [Theory]
    [InlineData("FFFF4869")] // what is no mark is handed on, whatever it is
    [InlineData("FE48")]
    [InlineData("EFBB48")]
    [InlineData("EF48")]
    [InlineData("4800690A")]
    public void Utf8_NotMarked_IsTheSameBytes(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var piece = 1; piece <= 4; piece++)
        {
            Text(bytes, piece).ShouldBe(bytes, $"pieces of {piece}");
        }
    }

    private static byte[] WithMark(Encoding encoding, string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    private static byte[] Text(byte[] bytes, int piece)
    {
        var log = new LogText();
        var text = new List<byte>();
        foreach (var part in bytes.Chunk(piece))
        {
            text.AddRange(log.Utf8(part));
        }

        return [.. text];
    }

    private static string Said(string name, byte[] bytes, int piece, bool withText = true)
    {
        var (log, reader) = (new LogText(), new PlotLogReader(Fixture.Profile(name)));
        foreach (var part in bytes.Chunk(Math.Min(piece, Math.Max(1, bytes.Length))))
        {
            reader.Feed(withText ? log.Utf8(part) : part);
        }

        return Fixture.Describe(reader.Finish());
    }
}

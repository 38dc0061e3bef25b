using System.Text;
using System.Text.Json;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;

namespace PlotManager.Tests.Hosting;

public sealed class AsciiFormsTests
{
    [Fact]
    public void For_Utf8_LeavesAllAsItIs() => AsciiForms.For(Encoding.UTF8).ShouldBeNull();

    [Fact]
    public void For_Ascii_PutsALetterOfTheSameWidthForEachSign() =>
        AsciiForms.For(Encoding.ASCII).ShouldNotBeNull()("a · b → c… █▓▒░ ≤ 3 — ü").ShouldBe("a - b > c~ ##+. < 3 — ü");

    [Fact]
    public void For_APageThatHasSome_KeepsThose() => AsciiForms.For(Encoding.Latin1).ShouldNotBeNull()("a · b → ü").ShouldBe("a · b > ü");

    [Fact]
    public void For_Ascii_EverySignOfTheScreensHasAForm()
    {
        var form = AsciiForms.For(Encoding.ASCII).ShouldNotBeNull();
        var signs = Glyphs.Unicode;

        string.Concat(
                signs.Dot, signs.Pointer, signs.Ellipsis, signs.Descending, signs.Arrow, signs.AtMost, $"{signs.Full}{signs.Rest}",
                $"{signs.Used}{signs.Promised}{signs.Free}{signs.Rule}")
            .Where(sign => !char.IsAscii(form(sign.ToString())[0]))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Escaped_AJsonText_IsTheSameJsonInAscii()
    {
        var escaped = AsciiForms.Escaped("{\"folder\":\"D:\\\\Plöts\\\\😀\"}");

        escaped.ShouldBe("{\"folder\":\"D:\\\\Pl\\u00f6ts\\\\\\ud83d\\ude00\"}");
        JsonDocument.Parse(escaped).RootElement.GetProperty("folder").GetString().ShouldBe("D:\\Plöts\\😀");
    }

    [Fact]
    public void StandardWriter_AnOutputOfAsciiAlone_WritesTheForms()
    {
        var bytes = new MemoryStream();
        using (var stream = new StreamWriter(bytes, Encoding.ASCII))
        using (var writer = new StandardWriter(stream, _ => { }))
        {
            writer.Write("made 3 · ");
            writer.Write('…');
            writer.WriteLine("done →");
            writer.Flush();
        }

        Encoding.ASCII.GetString(bytes.ToArray()).ReplaceLineEndings("\n").ShouldBe("made 3 - ~done >\n");
    }
}

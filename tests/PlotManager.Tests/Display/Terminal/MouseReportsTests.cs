using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Display.Terminal;

/// <summary>
/// Reports are those of xterm's control sequences, "Extended coordinates": buttons 0 left, 64 and 65 the wheel; M down, m up.
/// </summary>
public class MouseReportsTests
{
    [Theory]
    [InlineData("\x1b[<0;8;4M", MouseAct.Click, 7, 3)]
    [InlineData("\x1b[<64;1;1M", MouseAct.WheelUp, 0, 0)]
    [InlineData("\x1b[<65;200;60M", MouseAct.WheelDown, 199, 59)]
    public void Take_AReport_IsOneMoveOfTheMouse(string typed, MouseAct act, int column, int row) =>
        Typed(typed).ShouldBe([new TerminalInput(default, act, column, row)]);

    [Theory]
    [InlineData("\x1b[<0;8;4m")] // let go
    [InlineData("\x1b[<2;8;4M")] // the right button
    public void Take_AReportOfNoMeaning_IsNothing(string typed) => Typed(typed).ShouldBeEmpty();

    [Theory]
    [InlineData("q"), InlineData("\x1b"), InlineData("[<"), InlineData("\x1bq"), InlineData("\x1b[x"), InlineData("\x1b[<1;2x")]
    [InlineData("\x1b[<99999999999;1;1M")]
    public void Take_AnythingElse_IsItsKeys(string typed) =>
        new string([.. Typed(typed).Select(input => input.Key.KeyChar)]).ShouldBe(typed);

    private static List<TerminalInput> Typed(string text)
    {
        var reports = new MouseReports();
        return
        [
            .. text.Select((letter, index) => (Key: KeyOf(letter), More: index + 1 < text.Length))
                .SelectMany(typed => reports.Take(typed.Key, typed.More)),
        ];
    }

    private static ConsoleKeyInfo KeyOf(char letter) =>
        new(letter, letter == '\x1b' ? ConsoleKey.Escape : ConsoleKey.None, false, false, false);
}

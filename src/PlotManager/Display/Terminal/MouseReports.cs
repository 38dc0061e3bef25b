using System.Globalization;

namespace PlotManager.Display.Terminal;

/// <summary>
/// Tells reports of the mouse from keys. In the SGR form (mode 1006 of xterm) a report is Esc, <c>[&lt;</c>, a button, a column and a row
/// with semicolons between, and M, or m when the button is let go; the console hands its characters over one by one.
/// </summary>
internal sealed class MouseReports
{
    private const int Wheel = 64, WheelDown = 65, Left = 0;
    private const int Longest = 24;

    private readonly List<ConsoleKeyInfo> _pending = [];

    /// <param name="more">Whether the terminal has sent more behind it: a report comes in one piece, an Esc of a person alone.</param>
    public IEnumerable<TerminalInput> Take(ConsoleKeyInfo key, bool more)
    {
        _pending.Add(key);
        if (MayBecomeReport(more))
        {
            return [];
        }

        var keys = _pending.ToArray();
        _pending.Clear();
        return Report(keys) is { } report ? report.Mouse == MouseAct.None ? [] : [report] : keys.Select(one => new TerminalInput(one));
    }

    private bool MayBecomeReport(bool more) => _pending switch
    {
        [{ Key: ConsoleKey.Escape }] => more,
        [{ Key: ConsoleKey.Escape }, { KeyChar: '[' }] => more,
        [{ Key: ConsoleKey.Escape }, { KeyChar: '[' }, { KeyChar: '<' }, .. var rest] =>
            rest.Count < Longest && rest.TrueForAll(key => char.IsAsciiDigit(key.KeyChar) || key.KeyChar == ';'),
        _ => false,
    };

    // Null: these are keys. None as what the mouse did: a report of no meaning here.
    private static TerminalInput? Report(ConsoleKeyInfo[] keys)
    {
        if (keys is not [{ Key: ConsoleKey.Escape }, { KeyChar: '[' }, { KeyChar: '<' }, .. var rest, { KeyChar: 'M' or 'm' } last])
        {
            return null;
        }

        var numbers = new string([.. rest.Select(key => key.KeyChar)]).Split(';');
        if (numbers.Length != 3 || !numbers.All(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return null;
        }

        var figures = numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var act = (figures[0], last.KeyChar) switch
        {
            (Wheel, 'M') => MouseAct.WheelUp,
            (WheelDown, 'M') => MouseAct.WheelDown,
            (Left, 'M') => MouseAct.Click,
            _ => MouseAct.None,
        };
        return new TerminalInput(default, act, figures[1] - 1, figures[2] - 1);
    }
}

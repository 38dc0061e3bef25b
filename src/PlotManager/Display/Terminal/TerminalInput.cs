namespace PlotManager.Display.Terminal;

/// <summary>What the mouse did.</summary>
public enum MouseAct
{
    None,
    Click,
    WheelUp,
    WheelDown,
}

/// <summary>One thing that a person did at the terminal: a key, or the mouse at a place.</summary>
/// <param name="Column">Of the mouse, from 0 at the left.</param>
/// <param name="Row">Of the mouse, from 0 at the top.</param>
public readonly record struct TerminalInput(ConsoleKeyInfo Key, MouseAct Mouse = MouseAct.None, int Column = 0, int Row = 0);

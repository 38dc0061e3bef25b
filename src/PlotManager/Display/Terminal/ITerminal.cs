using Spectre.Console;

namespace PlotManager.Display.Terminal;

/// <summary>The interactive terminal, seen from the view.</summary>
public interface ITerminal
{
    int Width { get; }
    int Height { get; }
    Glyphs Glyphs { get; }
    ColorSystemSupport Colors { get; }

    /// <summary>Takes over the whole screen, on a page of its own, without a cursor.</summary>
    void Enter();

    /// <summary>Gives it back as it was. May be called more than once.</summary>
    void Leave();

    /// <summary>Everything in one write, so that no half frame is ever seen.</summary>
    void Write(string text);

    /// <summary>The next key or move of the mouse, null once there can be none any more.</summary>
    ValueTask<TerminalInput?> Read(CancellationToken cancellation);

    /// <summary>Rises whenever the page has to be drawn anew in full, as after the process was stopped and continued.</summary>
    int Redraws { get; }
}

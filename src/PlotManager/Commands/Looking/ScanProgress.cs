using PlotManager.Hosting;
using PlotManager.Plots;

namespace PlotManager.Commands.Looking;

/// <summary>Shows people how far a long scan is: one line of the terminal, written over and at last removed.</summary>
internal sealed class ScanProgress(PlotScan scan, TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _writing = new();
    private int _width;
    private bool _isOver;

    public static PlotInventory While(PlotScan scan, Func<PlotInventory> work, CommandEnvironment environment)
    {
        if (!environment.Interactive)
        {
            return work();
        }

        var progress = new ScanProgress(scan, environment.Error);
        using var timer = environment.Machine.Value.Time.CreateTimer(_ => progress.Show(), null, Pause, Pause);
        try
        {
            return work();
        }
        finally
        {
            progress.Remove();
        }
    }

    private void Show()
    {
        lock (_writing)
        {
            if (!_isOver)
            {
                var text = $"{scan.ReadSoFar} plots read";
                output.Write($"\r{text}");
                _width = text.Length;
            }
        }
    }

    private void Remove()
    {
        lock (_writing)
        {
            _isOver = true;
            if (_width > 0)
            {
                output.Write($"\r{new string(' ', _width)}\r");
            }
        }
    }
}

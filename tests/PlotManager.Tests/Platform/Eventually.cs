using System.Diagnostics;

namespace PlotManager.Tests.Platform;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits for something a real process does; fails when it never comes.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"waited {Patience.TotalSeconds} s in vain until {what}");
            }

            Thread.Sleep(5);
        }
    }

    /// <summary>The same without keeping a thread.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"waited {Patience.TotalSeconds} s in vain until {what}");
            }

            await Task.Delay(20, cancellationToken);
        }
    }
}

using System.Diagnostics;

namespace PlotManager.Tests.Platform;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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
}

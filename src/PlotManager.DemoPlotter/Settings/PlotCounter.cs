using System.Globalization;
using System.Text;

namespace PlotManager.DemoPlotter.Settings;

/// <summary>
/// Numbers the plots made through one link, over all its processes, in a file beside its settings: 1, 2, 3, ... That is how
/// "every third plot fails" holds for plotters that know nothing of each other.
/// </summary>
internal static class PlotCounter
{
    private const int Attempts = 500;

    public static int Next(string settingsFile)
    {
        var path = settingsFile + ".count";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                Span<byte> text = stackalloc byte[16];
                var length = file.Read(text);
                _ = int.TryParse(Encoding.ASCII.GetString(text[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out var last);
                file.SetLength(0);
                file.Write(Encoding.ASCII.GetBytes((last + 1).ToString(CultureInfo.InvariantCulture)));
                return last + 1;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another plotter holds the counter for this moment.
                Thread.Sleep(10);
            }
        }
    }
}

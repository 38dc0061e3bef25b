using System.Globalization;
using System.Text;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// <c>chia plots check</c>: looks at the head of the plot that <c>-g</c> names by its whole path, and prints what the settings say of its
/// proofs. Like the real one it prints a private key, here none, and ends with 0 whatever it has found.
/// </summary>
internal static class ChiaCheck
{
    private const int Usual = 30;
    private const int Fewest = 5;
    private const int IdOffset = 19;
    private const int IdBytes = 32;
    private const string Logger = "chia.plotting.check_plots        : ";

    /// <summary>What it calls the plot's private key: hex digits like any other, and nobody's.</summary>
    public const string NoKey = "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2";

    public static PlotterEnd Run(string[] words, PlotterProcess process)
    {
        var (challenges, path) = (Usual, "");
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "-n" or "--num" when i + 1 < words.Length
                    && int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    (challenges, i) = (Math.Max(number, Fewest), i + 1);
                    break;
                case "-g" or "--grep-string" when i + 1 < words.Length:
                    path = words[++i];
                    break;
                default:
                    process.Error.Line(
                        $"Usage: chia plots check [OPTIONS]\nTry 'chia plots check -h' for help.\n\nError: No such option: {words[i]}");
                    return PlotterEnd.Code(2);
            }
        }

        Check(path, challenges, process);
        return PlotterEnd.Code(0);
    }

    private static void Check(string path, int challenges, PlotterProcess process)
    {
        var log = new PythonLog(process.Output, process.Settings.Version, Logger);
        log.Info("Loading plots in config.yaml using plot_manager loading code (parallel read: True)\n");
        var proofs = 0;
        if (File.Exists(path) && KOf(path) is not { } k)
        {
            new PythonLog(process.Output, process.Settings.Version, "chia.plotting.manager            : ").Error(
                $"Failed to open file {path}. Invalid plot header magic Traceback (most recent call last):");
        }
        else if (File.Exists(path))
        {
            proofs = (int)Math.Round(challenges * process.Settings.ProofsPercent / 100);
            Tested(path, KOf(path)!.Value, challenges, proofs, log, process);
        }

        log.Info("");
        log.Info("Summary");
        var size = proofs > 0 ? new FileInfo(path).Length / Math.Pow(1024, 4) : 0;
        log.Info(string.Create(
            CultureInfo.InvariantCulture, $"Found {(proofs > 0 ? 1 : 0)} valid plots, total size {size:0.00000} TiB"));
    }

    private static void Tested(string path, int k, int challenges, int proofs, PythonLog log, PlotterProcess process)
    {
        log.Info($"Starting to test each plot with {challenges} challenges each\n");
        log.Info($"Testing plot {path} k={k}");
        log.Info($"\tFarmer public key:      {new string('a', 96)}");
        log.Info($"\tLocal sk:               <PrivateKey {NoKey}>");
        for (var challenge = 0; challenge < challenges; challenge++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(process.Settings.CheckSeconds / challenges));
            log.Info($"\tLooking up qualities took: 1 ms. Filepath: {path}");
        }

        process.Hold();
        var share = (double)proofs / challenges;
        var line = string.Create(CultureInfo.InvariantCulture, $"\tProofs {proofs} / {challenges}, {share:0.####}. Filepath: {path}");
        if (proofs > 0)
        {
            log.Info(line);
        }
        else
        {
            log.Error(line);
        }
    }

    // Null where it begins as no plot does.
    private static int? KOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[IdOffset + IdBytes + 1];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && Encoding.ASCII.GetString(head, 0, IdOffset) == "Proof of Space Plot"
            ? head[^1]
            : null;
    }
}

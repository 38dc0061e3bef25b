using PlotManager.DemoPlotter;
using PlotManager.DemoPlotter.Settings;
using PlotManager.DemoPlotter.Signals;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>A folder with temp, temp2 and destination in which stand-in plotters run inside the test.</summary>
internal sealed class Plotter : IDisposable
{
    public const string FarmerKey = "ac3d52e5fe7642650467ad2be950d9dc5af63bb719a76c5a3bf0df89caf0904a53f5bfec3d594ffc289626e761a1fb9c";
    public const string PoolKey = "9898e5705c604baec9215feb938bdb716c877e36b98810be381cd6ec79d6e272fe5488efe0e92098a7b8b151a9226544";
    public const string Contract = "xch1pvc9275lcn5suv6c0k3v0mq3xedcpfw2au2rjh5r4rxly9euvxrqgvg6zz";

    private readonly MemoryStream _error = new();
    private readonly WatchingStream _output;

    public Plotter(string settings = "seconds: 0")
    {
        Temp = Make("t");
        Temp2 = Make("t2");
        Destination = Make("d");
        SettingsFile = Path.Combine(Folder, "plotter.stand-in");
        File.WriteAllText(SettingsFile, settings);
        _output = new WatchingStream(this);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("standin").FullName;
    public string Temp { get; }
    public string Temp2 { get; }
    public string Destination { get; }
    public string SettingsFile { get; }

    /// <summary>Whether to note the files at each write, which takes its time.</summary>
    public bool WatchFiles { get; init; }

    /// <summary>What was written at once, with the files that were there at that moment.</summary>
    public List<Written> Writes { get; } = [];

    /// <summary>Called after each write, with what it wrote.</summary>
    public Action<string>? OnWrite { get; set; }

    public string Output => string.Concat(Writes.Select(write => write.Text));
    public string Error => System.Text.Encoding.UTF8.GetString(_error.ToArray());
    public string[] Lines => Output.Split('\n')[..^1];

    public string[] ChiaWords =>
        [
            "plots",
            "create",
            "-k",
            "18",
            "-n",
            "1",
            "-b",
            "512",
            "-u",
            "32",
            "-r",
            "2",
            "-t",
            Temp,
            "-d",
            Destination,
            "-f",
            FarmerKey,
            "-p",
            PoolKey,
        ];

    public string[] ChiaPlotWords =>
        ["-k", "18", "-n", "1", "-r", "2", "-u", "64", "-t", Temp + "/", "-d", Destination + "/", "-f", FarmerKey, "-p", PoolKey];

    public PlotterEnd Chia(params string[] more) => Run("chia", [.. ChiaWords, .. more]);

    public PlotterEnd ChiaPlot(params string[] more) => Run("chia_plot", [.. ChiaPlotWords, .. more]);

    public PlotterEnd Run(string name, string[] words)
    {
        using var signals = ProcessSignals.None();
        return StandIn.Run(name, words, new PlotterProcess
        {
            Output = new LiveLog(_output),
            Error = new LiveLog(_error),
            Settings = StandInSettings.ReadFile(SettingsFile),
            SettingsFile = SettingsFile,
            Signals = signals,
        });
    }

    public static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    internal sealed record Written(string Text, string[] Temp, string[] Temp2, string[] Destination, long TempBytes);

    private sealed class WatchingStream(Plotter plotter) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var text = System.Text.Encoding.UTF8.GetString(buffer);
            lock (plotter.Writes)
            {
                plotter.Writes.Add(plotter.WatchFiles
                    ? new Written(text, Names(plotter.Temp), Names(plotter.Temp2), Names(plotter.Destination), Bytes(plotter.Temp)
                        + Bytes(plotter.Temp2))
                    : new Written(text, [], [], [], 0));
            }

            plotter.OnWrite?.Invoke(text);
        }

        private static long Bytes(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
    }
}

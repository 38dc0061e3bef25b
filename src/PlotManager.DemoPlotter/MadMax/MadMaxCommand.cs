using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;
using PlotManager.DemoPlotter.Signals;

namespace PlotManager.DemoPlotter.MadMax;

/// <summary>
/// <c>chia_plot</c> (madMax) from its arguments to its exit code: checks them in the order and words of the real one (wrong ones end it
/// with 254, which is its -2), then makes plot after plot.
/// </summary>
internal static class MadMaxCommand
{
    private const int WrongArguments = 254;
    private const int StoppedTwice = 252;
    private const int KeyDigits = 96;

    public static PlotterEnd Run(IReadOnlyList<string> words, PlotterProcess process)
    {
        MadMaxArguments arguments;
        try
        {
            arguments = MadMaxArguments.Parse(words);
        }
        catch (MadMaxParseException problem)
        {
            return Aborted(process, problem.Type, problem.Message);
        }

        if (words.Count == 0 || arguments.Help)
        {
            process.Output.Line("Multi-threaded pipelined Chia k32 plotter - 5b5bd68");
            process.Output.Line("");
            process.Output.Line("Usage:\n  chia_plot [OPTION...]");
            return PlotterEnd.Code(0);
        }

        if (Problem(arguments) is { } text)
        {
            process.Output.Line(text);
            return PlotterEnd.Code(WrongArguments);
        }

        return new Series(arguments, process).Run();
    }

    /// <summary>Ends as an uncaught C++ exception ends a program.</summary>
    public static PlotterEnd Aborted(PlotterProcess process, string type, string what)
    {
        process.Output.Flush();
        process.Error.Line($"terminate called after throwing an instance of '{type}'\n  what():  {what}");
        return PlotterEnd.BySignal(PlotterEnd.Abort);
    }

    private static string? Problem(MadMaxArguments a)
    {
        if (a.Contract.Length == 0 && a.PoolKey.Length == 0)
        {
            return "Pool Public Key (for solo farming) or Pool Contract Address (for pool farming) needs to be specified via -p or -c, "
                + "see `chia_plot --help`.";
        }

        if (a.Contract.Length > 0 && a.PoolKey.Length > 0)
        {
            return "Choose either Pool Public Key (for solo farming) or Pool Contract Address (for pool farming), see `chia_plot --help`.";
        }

        if (a.FarmerKey.Length == 0)
        {
            return "Farmer Public Key (48 bytes) needs to be specified via -f, see `chia keys show`.";
        }

        if (a.Temp.Length == 0)
        {
            return "tmpdir needs to be specified via -t path/";
        }

        if (a.K is < PlotIdentity.SmallestK or > 32)
        {
            return $"Invalid k option: {a.K}";
        }

        if (a.K > PlotIdentity.LargestK)
        {
            return $"This is a stand-in plotter: it makes no plots of k{a.K}, only of k{PlotIdentity.SmallestK} to "
                + $"k{PlotIdentity.LargestK}.";
        }

        if (a.Port is not (8444 or 9699))
        {
            return $"Invalid port option: {a.Port}";
        }

        return KeyProblem(a) ?? DirectoryNameProblem(a) ?? NumberProblem(a) ?? DirectoryProblem(a);
    }

    private static string? KeyProblem(MadMaxArguments a)
    {
        if (a.Contract.Length == 0)
        {
            if (HexRead(a.PoolKey).Length != KeyDigits)
            {
                return $"Invalid poolkey: {HexRead(a.PoolKey)}, '{a.PoolKey}' (needs to be 48 bytes, see `chia keys show`)";
            }
        }
        else if (ContractAddress.PuzzleHash(a.Contract) is null)
        {
            return $"Invalid contract (address): 0x, '{a.Contract}' (invalid contract address (!Bech32m): {a.Contract}, see `chia "
                + "plotnft show`)";
        }

        return HexRead(a.FarmerKey).Length == KeyDigits
            ? null
            : $"Invalid farmerkey: {HexRead(a.FarmerKey)}, '{a.FarmerKey}' (needs to be 48 bytes, see `chia keys show`)";
    }

    private static string? DirectoryNameProblem(MadMaxArguments a)
    {
        foreach (var (name, path) in new[] { ("tmpdir", a.Temp), ("tmpdir2", a.Temp2), ("stagedir", a.Stage), ("finaldir", a.Final) })
        {
            if (path[^1] is not ('/' or '\\'))
            {
                return $@"Invalid {name}: {path} (needs trailing '/' or '\')";
            }
        }

        return null;
    }

    private static string? NumberProblem(MadMaxArguments a)
    {
        if (a.Threads is < 1 or > 1024)
        {
            return $"Invalid threads parameter: {a.Threads} (supported: [1..1024])";
        }

        if (LogBuckets(a.Buckets) is < 4 or > 16)
        {
            return $"Invalid buckets parameter -u: 2^{LogBuckets(a.Buckets)} (supported: 2^[4..16])";
        }

        if (LogBuckets(a.Buckets3) is < 4 or > 16)
        {
            return $"Invalid buckets parameter -v: 2^{LogBuckets(a.Buckets3)} (supported: 2^[4..16])";
        }

        return null;
    }

    private static string? DirectoryProblem(MadMaxArguments a)
    {
        foreach (var (name, path, probe) in new[]
        {
            ("tmpdir", a.Temp, ".chia_plot_tmp"), ("tmpdir2", a.Temp2, ".chia_plot_tmp2"), ("stagedir", a.Stage, ".chia_plot_stage"),
            ("finaldir", a.Final, ".chia_plot_final"),
        })
        {
            if (PlotFiles.Create(path + probe) is not null)
            {
                return $"Failed to write to {name} directory: '{path}'";
            }

            PlotFiles.Delete(path + probe);
        }

        var needed = (1 << Math.Max(LogBuckets(a.Buckets), LogBuckets(a.Buckets3))) + 2 * a.Threads + 32;
        return OpenFiles.Limit < needed
            ? $"Warning: setrlimit() failed!\nCannot open at least {needed} files, please raise maximum open file limit in OS."
            : null;
    }

    /// <summary>Below 16 the number is itself the exponent.</summary>
    public static int LogBuckets(int buckets) => buckets >= 16 ? (int)Math.Log2(buckets) : buckets;

    /// <summary>The digits as the real one reads them back: pairs only, and zero for what is no digit.</summary>
    public static string HexRead(string text) =>
        string.Concat(text[..(text.Length / 2 * 2)].Select(digit => char.IsAsciiHexDigit(digit) ? char.ToLowerInvariant(digit) : '0'));

    /// <summary>The plots of one process, one after another, with the copies of finished ones going on meanwhile.</summary>
    private sealed class Series(MadMaxArguments arguments, PlotterProcess process)
    {
        private readonly LiveLog _log = process.Output;
        private volatile bool _stop;
        private long _lastRequest;

        public PlotterEnd Run()
        {
            if (arguments.Count is > 1 or < 0)
            {
                process.Signals.OnStopRequest(StopRequested);
            }

            WriteHeader();
            using var copies = new PlotCopies(process);
            var (temp, temp2, final) = (arguments.Temp, arguments.Temp2, arguments.Final);
            var stage = arguments.Stage;
            for (var number = 1; arguments.Endless || number <= arguments.Count; number++)
            {
                if (_stop)
                {
                    _log.Line("\nProcess has been interrupted, waiting for copy/rename operations to finish ...");
                    break;
                }

                _log.Line($"Crafting plot {number} out of {arguments.Count} ({DateTime.Now:yyyy/MM/dd HH:mm:ss})");
                var failure = process.StartPlot();
                var home = arguments.DirectOut ? final : stage;
                var file = new MadMaxPlot(arguments, process, failure).Make(temp, temp2, home);
                if (final != stage && !arguments.DirectOut)
                {
                    _log.Line($"Started copy to {final}{Path.GetFileName(file)}");
                    copies.Start(file, final + Path.GetFileName(file), failure);
                    if (arguments.WaitForCopy)
                    {
                        copies.Wait();
                    }
                }

                if (arguments.AlternateTemps)
                {
                    (temp, temp2, stage) = (temp2, temp, stage == temp ? temp2 : stage);
                }
            }

            copies.Wait();
            return PlotterEnd.Code(0);
        }

        private void WriteHeader()
        {
            if (arguments.Port == 8444)
            {
                _log.Line("""

                    ****************************************************************************************
                    **   WARNING ! WARNING ! WARNING ! WARNING ! WARNING ! WARNING ! WARNING ! WARNING    **
                    **                   !! k < 32 is not supported on chia network !!                    **
                    **                  (If you want to plot for chives specify -x 9699)                  **
                    ****************************************************************************************

                    """);
            }

            _log.Line("Multi-threaded pipelined Chia k32 plotter - 5b5bd68");
            _log.Line($"Network Port: {arguments.Port} [{(arguments.Port == 8444 ? "chia" : "chives")}]");
            _log.Line($"Final Directory: {arguments.Final}");
            if (arguments.Stage != arguments.Final)
            {
                _log.Line($"Stage Directory: {arguments.Stage}");
            }

            _log.Line($"Number of Plots: {(arguments.Endless ? "infinite" : arguments.Count)}");
        }

        /// <summary>The first Ctrl-C or SIGTERM asks for an end after this plot, a second one within a second for an end now.</summary>
        private void StopRequested()
        {
            var now = Environment.TickCount64;
            if (_lastRequest != 0 && now - _lastRequest <= 1000)
            {
                _log.Line("\nDouble Ctrl-C pressed, exiting now!");
                Environment.Exit(StoppedTwice);
            }

            _lastRequest = now;
            if (_stop)
            {
                return;
            }

            _log.Line("""

                ****************************************************************************************
                **  The crafting of plots will stop after the creation and copy of the current plot.  **
                **         !! If you want to force quit now, press Ctrl-C twice in series !!          **
                ****************************************************************************************
                """);
            _stop = true;
        }
    }
}

using PlotManager.DemoPlotter.Files;
using PlotManager.DemoPlotter.Plotting;

namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// <c>chia plots create</c> from its arguments to its exit code: 1 with a traceback for what cannot be plotted, 2 for a wrong command line.
/// Two things are let pass that a real chia refuses: k 18 to 22, and stripes too large for so small a plot. Without keys it takes some of
/// its own, as a real one takes them from its keychain.
/// </summary>
internal static class ChiaCommand
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int KeyDigits = 96;
    private const int SmallestK = 25;
    private const string KeychainKey = "b0b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000057a4d0";

    public static PlotterEnd Run(string[] words, PlotterProcess process)
    {
        const string RootPath = "--root-path";
        string[] rest = words;
        string? root = null;
        if (words.Length >= 2 && words[0] == RootPath)
        {
            (root, rest) = (words[1], words[2..]);
        }
        else if (words.Length >= 1 && words[0].StartsWith(RootPath + "=", StringComparison.Ordinal))
        {
            (root, rest) = (words[0][(RootPath.Length + 1)..], words[1..]);
        }

        switch (rest)
        {
            case ["version", ..]:
                process.Output.Line(process.Settings.Version == 1 ? "1.1.6" : "2.7.3");
                return PlotterEnd.Code(0);
            case ["plots", "create", ..]:
                return Create(rest[2..], root, process);
            case ["plots", "check", ..]:
                return ChiaCheck.Run(rest[2..], process);
            case ["plots", .. var command]:
                return Usage(process, "chia plots", command);
            default:
                return Usage(process, "chia", rest);
        }
    }

    private static PlotterEnd Usage(PlotterProcess process, string command, ReadOnlySpan<string> rest)
    {
        var usage = $"Usage: {command} [OPTIONS] COMMAND [ARGS]...";
        if (rest is [] or ["-h" or "--help", ..])
        {
            process.Output.Line(usage);
            return PlotterEnd.Code(0);
        }

        process.Error.Line($"{usage}\nTry '{command} -h' for help.\n\nError: No such command '{rest[0]}'.");
        return PlotterEnd.Code(WrongUsage);
    }

    private static PlotterEnd Create(string[] words, string? root, PlotterProcess process)
    {
        ChiaArguments arguments;
        try
        {
            arguments = ChiaArguments.Parse(words);
        }
        catch (ChiaUsageException problem)
        {
            process.Error.Line($"Usage: chia plots create [OPTIONS]\nTry 'chia plots create -h' for help.\n\nError: {problem.Message}");
            return PlotterEnd.Code(WrongUsage);
        }

        if (arguments.Help)
        {
            process.Output.Line("Usage: chia plots create [OPTIONS]");
            return PlotterEnd.Code(0);
        }

        if (root is not null && !Directory.Exists(root))
        {
            const string Text = "Please initialize (or migrate) your config directory with 'chia init'";
            return Raise(process, ChiaTraceback.Origin.Keys, $"raise RuntimeError(\"{Text}\")", $"RuntimeError: {Text}");
        }

        if (SizeProblem(arguments) is { } text)
        {
            process.Output.Line(text);
            return PlotterEnd.Code(Failed);
        }

        return KeyProblem(arguments, process) ?? new Series(arguments, process).Run();
    }

    private static string? SizeProblem(ChiaArguments a) => a switch
    {
        { K: >= PlotIdentity.SmallestK and <= PlotIdentity.LargestK } => null,
        { K: < 32, OverrideK: false } =>
            "k=32 is the minimum size for farming.\nIf you are testing and you want to use smaller size please add the --override-k flag.",
        { K: < SmallestK } => $"Error: The minimum k size allowed from the cli is k={SmallestK}.",
        _ => $"This is a stand-in plotter: it makes no plots of k{a.K}, only of k{PlotIdentity.SmallestK} to k{PlotIdentity.LargestK}.",
    };

    private static PlotterEnd? KeyProblem(ChiaArguments a, PlotterProcess process)
    {
        const string FarmerLine = "farmer_public_key = G1Element.from_bytes(bytes.fromhex(args.farmer_public_key))";
        const string PoolLine = "pool_public_key = G1Element.from_bytes(bytes.fromhex(args.pool_public_key))";
        const string ChooseOne = "Choose one of pool_contract_address and pool_public_key";
        var keys = ChiaTraceback.Origin.Keys;
        if (a.FarmerKey is { } farmer && HexProblem(farmer) is { } farmerProblem)
        {
            return Raise(process, keys, FarmerLine, farmerProblem);
        }

        if (a.PoolKey is not null && a.Contract is not null)
        {
            return Raise(process, keys, $"raise RuntimeError(\"{ChooseOne}\")", $"RuntimeError: {ChooseOne}");
        }

        if (a.PoolKey is { } pool && HexProblem(pool) is { } poolProblem)
        {
            return Raise(process, keys, PoolLine, poolProblem);
        }

        if (a.Contract is { } contract && ContractAddress.PuzzleHash(contract) is null)
        {
            return Raise(process, keys, "raise ValueError(\"Invalid Address\")", "ValueError: Invalid Address");
        }

        return null;
    }

    private static string? HexProblem(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsAsciiHexDigit(key[i]))
            {
                return $"ValueError: non-hexadecimal number found in fromhex() arg at position {i}";
            }
        }

        return key.Length == KeyDigits ? null : "ValueError: Length of bytes object not equal to G1Element::SIZE";
    }

    /// <summary>Ends as an uncaught Python exception ends a program.</summary>
    public static PlotterEnd Raise(PlotterProcess process, ChiaTraceback.Origin origin, string failedLine, string lastLine)
    {
        process.Output.Flush();
        process.Error.Line(ChiaTraceback.Of(process.Settings.Version, origin, failedLine, lastLine));
        return PlotterEnd.Code(Failed);
    }

    /// <summary>Ends as an exception of the C++ part ends: with its text, then Python's traceback.</summary>
    public static PlotterEnd PlottingError(PlotterProcess process, string text)
    {
        process.Output.Line($"Caught plotting error: {text}");
        return Raise(process, ChiaTraceback.Origin.Plotting, "plotter.create_plot_disk(", "RuntimeError: std::exception");
    }

    /// <summary>The plots of one process, one after another.</summary>
    private sealed class Series(ChiaArguments arguments, PlotterProcess process)
    {
        private readonly PythonLog _log = new(process.Output, process.Settings.Version);
        private readonly string _farmerKey = arguments.FarmerKey ?? KeychainKey;
        private readonly string _poolKey = arguments.PoolKey ?? KeychainKey;

        public PlotterEnd Run()
        {
            process.Signals.NoteInterrupts();
            var old = process.Settings.Version == 1;
            if (old)
            {
                _log.Warning($"Creating plots with size k={arguments.K}, which is less than the minimum required for mainnet");
            }

            var pool = arguments.Contract is { } contract ? $"pool contract address:  {contract}" : $"pool public key:  {_poolKey}";
            _log.Info($"Creating {arguments.Count} plots of size {arguments.K}, {pool} farmer public key: {_farmerKey}");
            if (MakeDirectories() is { } problem)
            {
                return problem;
            }

            List<string> made = [];
            for (var number = 1; number <= arguments.Count; number++)
            {
                if (old)
                {
                    AnnounceOld(number);
                }

                _log.Info($"Starting plot {number}/{arguments.Count}");
                made.Add(new ChiaPlot(arguments, process, first: number == 1).Make());
                // Python sees a Ctrl-C only when the C++ part is done; the newer one runs under an event loop that sees it at the very end.
                if (old && process.Signals.Interrupted)
                {
                    return Aborted();
                }
            }

            _log.Info("Summary:");
            _log.Info($"Created a total of {made.Count} new plots");
            foreach (var name in made)
            {
                _log.Info(name);
            }

            return process.Signals.Interrupted ? Aborted() : PlotterEnd.Code(0);
        }

        private void AnnounceOld(int number)
        {
            var key = arguments.Contract is { } contract ? ContractAddress.PuzzleHash(contract) : _poolKey;
            _log.Info($"Memo: {key}{_farmerKey}{PlotIdentity.RandomHex(32)}");
            if (arguments.ExcludeFinal)
            {
                _log.Info($"NOT adding directory {Path.GetFullPath(arguments.Final)} to harvester for farming");
            }
            else if (number == 1)
            {
                _log.Info($"Adding directory {Path.GetFullPath(arguments.Final)} to harvester for farming");
            }
        }

        private PlotterEnd Aborted()
        {
            process.Error.Line("\nAborted!");
            return PlotterEnd.Code(Failed);
        }

        /// <summary>chia makes its directories if they are missing.</summary>
        private PlotterEnd? MakeDirectories()
        {
            foreach (var (name, path) in new[] { ("tmp_dir", arguments.Temp), ("tmp2_dir", arguments.Temp2
                ?? arguments.Temp), ("final_dir", arguments.Final) })
            {
                try
                {
                    Directory.CreateDirectory(path);
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    var lastLine = File.Exists(path)
                        ? $"FileExistsError: [Errno 17] File exists: '{path}'"
                        : $"PermissionError: [Errno 13] {Errors.Text(Errors.Denied)}: '{path}'";
                    return Raise(process, ChiaTraceback.Origin.Directories, $"mkdir(args.{name})", lastLine);
                }
            }

            return null;
        }
    }
}

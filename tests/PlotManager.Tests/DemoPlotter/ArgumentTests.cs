using PlotManager.DemoPlotter;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>What the real plotters say to wrong arguments, from their logs, and with which exit code.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("chia", true)]
    [InlineData("/farm/chia", true)]
    [InlineData("chia.exe", true)]
    [InlineData("./chia_plot", true)]
    [InlineData("chia_plot_k34", true)]
    [InlineData("chia_plot.exe", true)]
    [InlineData("chia-blockchain", false)]
    [InlineData("chia_wallet", false)]
    [InlineData("/chia/plotmanager", false)]
    [InlineData("dotnet", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsPlotterName_OfFirstWord_KnowsBothPlotters(string? argv0, bool expected) =>
        StandIn.IsPlotterName(argv0).ShouldBe(expected);

    [Theory]
    [InlineData("/opt/plotmanager", "/farm/chia plots create -k 18", true)]
    [InlineData("/opt/plotmanager", "chia_plot -k 18", true)]
    [InlineData("/opt/plotmanager", "plotmanager stand-in chia plots create", true)]
    [InlineData("/usr/bin/dotnet", "dotnet /src/bin/plotmanager.dll stand-in chia_plot", true)]
    [InlineData("/opt/plotmanager", "plotmanager run", false)]
    [InlineData("/opt/plotmanager", "", false)]
    [InlineData("/usr/bin/python3.11", "python3 /opt/chia plots create -k 32", false)]
    [InlineData("/opt/chia_plot", "chia_plot -k 32", false)]
    [InlineData(null, "chia plots create", false)]
    public void IsStandIn_OfAProcess_GoesByItsProgram(string? executable, string arguments, bool expected) =>
        StandIn.IsStandIn(executable, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(expected);

    [Theory]
    [InlineData("-p", "abcdef", "Invalid poolkey: abcdef, 'abcdef' (needs to be 48 bytes, see `chia keys show`)")]
    [InlineData("-p", "zz3c", "Invalid poolkey: 003c, 'zz3c' (needs to be 48 bytes, see `chia keys show`)")]
    [InlineData(
        "-f",
        Plotter.FarmerKey + "00",
        "Invalid farmerkey: " + Plotter.FarmerKey + "00, '" + Plotter.FarmerKey + "00' (needs to be 48 bytes, see `chia keys show`)")]
    [InlineData("-k", "15", "Invalid k option: 15")]
    [InlineData("-k", "33", "Invalid k option: 33")]
    [InlineData("-r", "0", "Invalid threads parameter: 0 (supported: [1..1024])")]
    [InlineData("-u", "2", "Invalid buckets parameter -u: 2^2 (supported: 2^[4..16])")]
    [InlineData("-u", "131072", "Invalid buckets parameter -u: 2^17 (supported: 2^[4..16])")]
    [InlineData("-v", "3", "Invalid buckets parameter -v: 2^3 (supported: 2^[4..16])")]
    [InlineData("-t", "/nowhere/t", "Invalid tmpdir: /nowhere/t (needs trailing '/' or '\\')")]
    [InlineData("-d", "/nowhere/d", "Invalid finaldir: /nowhere/d (needs trailing '/' or '\\')")]
    [InlineData("-t", "/nowhere/t/", "Failed to write to tmpdir directory: '/nowhere/t/'")]
    [InlineData("-2", "/nowhere/t2/", "Failed to write to tmpdir2 directory: '/nowhere/t2/'")]
    [InlineData("-d", "/nowhere/d/", "Failed to write to finaldir directory: '/nowhere/d/'")]
    [InlineData(
        "-c",
        Plotter.Contract,
        "Choose either Pool Public Key (for solo farming) or Pool Contract Address (for pool farming), see `chia_plot --help`.")]
    public void ChiaPlot_WrongValue_IsOneLineAnd254(string option, string value, string expected)
    {
        using var plotter = new Plotter();
        plotter.ChiaPlot(option, value).ShouldBe(new PlotterEnd(254, null));
        plotter.Output.ShouldBe(expected + "\n");
        Plotter.Names(plotter.Temp).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("xch1qqqqqqq")]
    [InlineData("xch1pvc9275lcn5suv6c0k3v0mq3xedcpfw2au2rjh5r4rxly9euvxrqgvg6zy")]
    public void ChiaPlot_WrongContract_IsOneLineAnd254(string address)
    {
        using var plotter = new Plotter();
        plotter.Run("chia_plot", [.. plotter.ChiaPlotWords[..^2], "-c", address]).ExitCode.ShouldBe(254);
        plotter.Output.ShouldBe(
            $"Invalid contract (address): 0x, '{address}' (invalid contract address (!Bech32m): {address}, see `chia plotnft show`)\n");
    }

    [Fact]
    public void ChiaPlot_NoKeys_SaysWhich()
    {
        using var plotter = new Plotter();
        plotter.Run("chia_plot", ["-t", plotter.Temp + "/"]).ExitCode.ShouldBe(254);
        plotter.Run("chia_plot", ["-t", plotter.Temp + "/", "-p", Plotter.PoolKey]).ExitCode.ShouldBe(254);
        plotter.Lines.ShouldBe(
        [
            "Pool Public Key (for solo farming) or Pool Contract Address (for pool farming) needs to be specified via -p or -c, see "
                + "`chia_plot --help`.",
            "Farmer Public Key (48 bytes) needs to be specified via -f, see `chia keys show`.",
        ]);
    }

    [Fact]
    public void ChiaPlot_NoNumber_AbortsAsItsParserDoes()
    {
        using var plotter = new Plotter();
        plotter.ChiaPlot("-k", "abc").ShouldBe(new PlotterEnd(134, 6));
        plotter.Error.ShouldBe("terminate called after throwing an instance of 'cxxopts::argument_incorrect_type'\n  what():  Argument "
            + "‘abc’ failed to parse\n");
    }

    [Fact]
    public void ContractAddress_Real_GivesItsPuzzleHash() =>
        ContractAddress.PuzzleHash(Plotter.Contract).ShouldBe("0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186");

    [Fact]
    public void Chia_UnknownOption_IsTheUsageAnd2()
    {
        using var plotter = new Plotter();
        plotter.Run("chia", ["--root-path", plotter.Folder, "plots", "create", "--bogus"]).ExitCode.ShouldBe(2);
        plotter.Error.ShouldBe("""
            Usage: chia plots create [OPTIONS]
            Try 'chia plots create -h' for help.

            Error: No such option: --bogus Did you mean --buckets?

            """);
    }

    [Theory]
    [InlineData(
        "-k 30",
        "k=32 is the minimum size for farming.\nIf you are testing and you want to use smaller size please add the --override-k flag.\n")]
    [InlineData("-k 24 --override-k", "Error: The minimum k size allowed from the cli is k=25.\n")]
    public void Chia_SizeTooSmall_SaysSoAndEndsWith1(string words, string expected)
    {
        using var plotter = new Plotter();
        plotter.Chia(words.Split(' ')).ExitCode.ShouldBe(1);
        plotter.Output.ShouldBe(expected);
    }

    [Theory]
    [InlineData("-f", "abcdef", "ValueError: Length of bytes object not equal to G1Element::SIZE")]
    [InlineData("-c", Plotter.Contract, "RuntimeError: Choose one of pool_contract_address and pool_public_key")]
    public void Chia_WrongKeys_AreATracebackWhoseLastLineTells(string option, string value, string expected)
    {
        using var plotter = new Plotter();
        plotter.Chia(option, value).ExitCode.ShouldBe(1);
        plotter.Output.ShouldBeEmpty();
        var lines = plotter.Error.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("Traceback (most recent call last):");
        lines[^1].ShouldBe(expected);
    }

    [Fact]
    public void Chia_WrongContract_IsATraceback()
    {
        using var plotter = new Plotter();
        plotter.Run("chia", [.. plotter.ChiaWords[..^2], "-c", "xch1qqqqqq"]).ExitCode.ShouldBe(1);
        plotter.Error.ShouldEndWith("\nValueError: Invalid Address\n");
    }

    [Fact]
    public void Chia_TooFewBuckets_IsAPlottingErrorAfterTheStartLine()
    {
        using var plotter = new Plotter();
        plotter.Chia("-u", "4").ExitCode.ShouldBe(1);
        plotter.Lines[^2].ShouldContain("Starting plot 1/1");
        plotter.Lines[^1].ShouldBe("Caught plotting error: Minimum buckets is 16");
        plotter.Error.ShouldEndWith("\nRuntimeError: std::exception\n");
    }

    [Fact]
    public void Chia_DestinationIsAFile_IsATraceback()
    {
        using var plotter = new Plotter();
        var file = Path.Combine(plotter.Folder, "file");
        File.WriteAllText(file, "");
        plotter.Chia("-d", file).ExitCode.ShouldBe(1);
        plotter.Error.ShouldEndWith($"\nFileExistsError: [Errno 17] File exists: '{file}'\n");
    }

    [Fact]
    public void Chia_NoRoot_AsksForInit()
    {
        using var plotter = new Plotter();
        plotter.Run("chia", ["--root-path", "/nowhere/chia", .. plotter.ChiaWords]).ExitCode.ShouldBe(1);
        plotter.Error.ShouldEndWith("\nRuntimeError: Please initialize (or migrate) your config directory with 'chia init'\n");
    }

    /// <summary>One command line in the four ways of writing it.</summary>
    [Theory]
    [InlineData("-k19 -n 1 -ex")]
    [InlineData("--size=19 --num 1 --nobitfield --exclude_final_dir")]
    [InlineData("--size 19 --num=1 -e --exclude-final-dir")]
    public void Chia_WaysOfWriting_AreAllTaken(string words)
    {
        using var plotter = new Plotter();
        plotter.Chia(words.Split(' ')).ExitCode.ShouldBe(0);
        plotter.Output.ShouldContain("Plot size is: 19\n");
        plotter.Output.ShouldContain("Backpropagation without bitfield into tmp files...");
    }

    [Fact]
    public void Chia_MissingDirectories_AreMade()
    {
        using var plotter = new Plotter();
        var (temp, destination) = (Path.Combine(plotter.Folder, "new", "t"), Path.Combine(plotter.Folder, "new", "d"));
        plotter.Chia("-t", temp, "-d", destination).ExitCode.ShouldBe(0);
        Plotter.Names(destination).ShouldHaveSingleItem();
    }
}

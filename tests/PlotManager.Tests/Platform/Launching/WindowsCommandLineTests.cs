using FsCheck;
using FsCheck.Fluent;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>By the table in "Parsing C command-line arguments" of the Microsoft C runtime's documentation.</summary>
public sealed class WindowsCommandLineTests
{
    [Theory]
    [InlineData(@"plain", @"plain")]
    [InlineData(@"", @"""""")]
    [InlineData(@"two words", @"""two words""")]
    [InlineData(@"C:\plots\", @"C:\plots\")] // nothing to quote: backslashes stay as they are
    [InlineData(@"C:\my plots\", @"""C:\my plots\\""")] // the last one must not hide the closing quote
    [InlineData(@"say ""hi""", @"""say \""hi\""""")]
    [InlineData(@"a\""b", @"""a\\\""b""")]
    [InlineData(@"a\\b", @"a\\b")]
    [InlineData(@"a\\ b", @"""a\\ b""")]
    [InlineData("tab\there", "\"tab\there\"")]
    [InlineData(@"%PATH%&|<>^", @"%PATH%&|<>^")] // no shell sees them
    public void Build_OneArgument_IsQuotedAsTheRuntimeReadsIt(string argument, string expected) =>
        WindowsCommandLine.Build(@"C:\Program Files\chia_plot.exe", [argument]).ShouldBe(@"""C:\Program Files\chia_plot.exe"" " + expected);

    [Theory]
    [InlineData(@"plot.exe ""abc"" d e", new[] { "plot.exe", "abc", "d", "e" })]
    [InlineData(@"plot.exe a\\b d""e f""g h", new[] { "plot.exe", @"a\\b", "de fg", "h" })]
    [InlineData(@"plot.exe a\\\""b c d", new[] { "plot.exe", @"a\""b", "c", "d" })]
    [InlineData(@"plot.exe a\\\\""b c"" d e", new[] { "plot.exe", @"a\\b c", "d", "e" })]
    [InlineData(@"plot.exe a""b"""" c d", new[] { "plot.exe", @"ab"" c d" })]
    [InlineData(@"""C:\Program Files\x\"" y", new[] { @"C:\Program Files\x\", "y" })]
    [InlineData(@"  ", new[] { "" })]
    [InlineData(@"", new string[0])]
    public void Split_DocumentedCases(string commandLine, string[] expected) => WindowsCommandLine.Split(commandLine).ShouldBe(expected);

    [Fact]
    public void Split_WhatBuildMade_IsTheArgumentsAgain()
    {
        // Mostly the characters that matter.
        var argument = Gen.Elements('"', '\\', ' ', '\t', 'a', 'ä', '\n', '\'', '%').ArrayOf().Select(chars => new string(chars));
        Prop.ForAll(argument.ListOf().ToArbitrary(), arguments =>
            WindowsCommandLine.Split(WindowsCommandLine.Build(@"C:\p q\x.exe", arguments))
                .SequenceEqual(arguments.Prepend(@"C:\p q\x.exe"))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(@"C:\farm\chia.bat")]
    [InlineData(@"C:\farm\chia.CMD")]
    public void Build_BatchFile_IsRefused(string executable) =>
        Should.Throw<LaunchException>(() => WindowsCommandLine.Build(executable, ["x"])).Message.ShouldContain("batch file");

    [Fact]
    public void Build_LongerThanWindowsAllows_IsRefused()
    {
        // "C:\x.exe" with its quotes and a blank is 11 characters; one place is the closing NUL's.
        WindowsCommandLine.Build(@"C:\x.exe", [new string('a', 32_767 - 11 - 1)]).Length.ShouldBe(32_766);
        Should.Throw<LaunchException>(() => WindowsCommandLine.Build(@"C:\x.exe", [new string('a', 32_767 - 11)])).Message
            .ShouldContain("32767");
    }
}

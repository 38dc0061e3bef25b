using PlotManager.Core.Checkers;

namespace PlotManager.Core.Tests.Checkers;

public sealed class SecretLinesTests
{
    private static readonly string Key = string.Concat(Enumerable.Repeat("2b12db76", 8));

    [Fact]
    public void Kept_LineWithAMark_IsNotKeptAtAll() =>
        new SecretLines(["Local sk"]).Kept($"INFO  \tlocal SK:    <PrivateKey {Key}>").ShouldBeNull();

    [Fact]
    public void Kept_ValueThatWasWrappedToTheNextLine_IsNotKeptEither()
    {
        var lines = new SecretLines(["Local sk"]);
        lines.Kept("\tLocal sk: <PrivateKey ").ShouldBeNull();
        lines.Kept($"{Key}>").ShouldBeNull();
        lines.Kept($"plot {Key}").ShouldBe($"plot {Key}", "a plot id has as many digits");
    }

    [Theory]
    [InlineData("Proofs 29 / 30, 0.9667. Filepath: /d/x.plot")]
    [InlineData("")]
    public void Kept_AnyOtherLine_IsKeptAsItIs(string line) => new SecretLines(["Local sk"]).Kept(line).ShouldBe(line);

    [Fact]
    public void Kept_WhatLooksLikeASecretWithoutAMark_IsMasked() =>
        new SecretLines([]).Kept($"/d/x.plot: {string.Concat(Enumerable.Repeat(Key, 4))}").ShouldBe("/d/x.plot: ***");

    [Fact]
    public void Kept_EndlessLine_IsCutOff() =>
        new SecretLines([]).Kept(new string('x', 1_000_000)).ShouldNotBeNull().Length.ShouldBe(SecretLines.LongestLine);
}

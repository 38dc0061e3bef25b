namespace PlotManager.Core.Tests.Configuration;

/// <summary>No secret stands in any problem, neither in its message nor in the source line beside it.</summary>
public sealed class SecretTests
{
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData("notifications: {notify_telegram: maybe, telegram_token: s3cr3t}")]
    [InlineData("notifications:\n  telegram_tokn: s3cr3t")]
    [InlineData("    telegram_token: s3cr3t")]
    [InlineData("    telegram_token:\n      - s3cr3t")]
    [InlineData("notifications:\n  telegram_token: s3cr3t: x")]
    [InlineData("notifications:\n  telegram_token:s3cr3t")]
    [InlineData("notifications:\n  telegram_token:\n    s3cr3t\n  telegram_token: [s3cr3t]")]
    [InlineData("notifications:\n  telegram_token: [a, s3cr3t]")]
    [InlineData("notifications:\n  twilio_from_phone: {s3cr3t: s3cr3t}")]
    [InlineData("notifications:\n  telegram_token: \"s3cr3t\\x\"")]
    [InlineData("notifications:\n  telegram_token: @s3cr3t")]
    [InlineData("notifications:\n\ttelegram_token: s3cr3t")]
    [InlineData("notifications:\n  telegram_token: s3cr3t\n   x: y")]
    [InlineData("notifications:\n  'telegram_token' : s3cr3t\n   x: y")]
    [InlineData("notifications:\n  notify_discord: x # telegram_token: s3cr3t")]
    [InlineData("notifications:\n  notify_discord: yes\n  discord_webhook_url: s3cr3t")]
    [InlineData("notifications:\n  notify_discord: yes\n  discord_webhook_url: ftp://s3cr3t")]
    [InlineData("notifications:\n  notify_discord: https://discord.com/api/webhooks/1/s3cr3t")]
    [InlineData("    farmer_public_key: s3cr3t")]
    [InlineData("    pool_contract_address: xch1s3cr3t")]
    [InlineData("    size: 33 # https://s3cr3t")]
    [InlineData("https://s3cr3t: x")]
    [InlineData("notifications: https://s3cr3t")]
    [InlineData("anchors: [&t s3cr3t]\nnotifications: {notify_telegram: *t, telegram_token: *t}")]
    public void Read_ProblemOnASecretsLine_ShowsNoSecret(string text)
    {
        var problems = Reader.Read(Reader.With(17, text)).Problems;

        problems.ShouldNotBeEmpty();
        problems.ShouldAllBe(problem => !problem.SourceLine.Contains(Secret, StringComparison.Ordinal));
        // A switch that is given a secret by an alias is nothing that the reader could know.
        if (!text.Contains("*t", StringComparison.Ordinal))
        {
            problems.ShouldAllBe(problem => !problem.Message.Contains(Secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Read_ProblemOnAnyOtherLine_ShowsTheLineAsItIs() =>
        Reader.Read(Reader.With(12, "    size: big # really")).Problems
            .ShouldHaveSingleItem().SourceLine
            .ShouldBe("    size: big # really");

    [Fact]
    public void Read_ProblemOnALongLine_ShowsItsBeginning() =>
        Reader.Read(Reader.With(12, "    size: big # " + new string('x', 1000))).Problems.ShouldHaveSingleItem().SourceLine.Length.ShouldBe(
            401);
}

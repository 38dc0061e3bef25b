using PlotManager.Core.Tests.Configuration;
namespace PlotManager.Core.Tests.Yaml;

/// <summary>Texts that are no YAML: what commonly causes it, and where.</summary>
public sealed class SyntaxDiagnosisTests
{
    [Theory]
    [InlineData(5, "  max_concurrent:10", "5:18: error: a space is missing after the colon of max_concurrent")]
    [InlineData(12, "    size:32", "12:10: error: a space is missing after the colon of size")]
    [InlineData(1, "chia_location:/opt/chia", "1:15: error: a space is missing after the colon of chia_location")]
    [InlineData(1, "chia_location: @daily", "1:16: error: a value cannot begin with @; put it in single quotes")]
    [InlineData(1, "chia_location: `which chia`", "1:16: error: a value cannot begin with `; put it in single quotes")]
    [InlineData(1, "chia_location: %APPDATA%\\chia.exe", "1:16: error: a value cannot begin with %; put it in single quotes")]
    [InlineData(10, "    temporary_directory: ]", "10:26: error: a value cannot begin with ]; put it in single quotes")]
    [InlineData(10, "    temporary_directory: |x", "10:26: error: a value cannot begin with |; put it in single quotes")]
    [InlineData(
        1,
        "chia_location: \"C:\\Users\\me\\chia.exe\"",
        "1:19: error: in double quotes a backslash begins an escape such as \\n; write a Windows path in single quotes or without quotes",
        "1:16: warning: chia_location: is a path of Windows; this machine has no drive letters")]
    [InlineData(
        1,
        "chia_location: \"D:\\chia.exe\"",
        "1:19: error: in double quotes a backslash begins an escape such as \\n; write a Windows path in single quotes or without quotes",
        "1:16: warning: chia_location: is a path of Windows; this machine has no drive letters")]
    [InlineData(1, "chia_location: \"/opt/chia", "1:16: error: the quote that begins here is not closed")]
    [InlineData(1, "chia_location: '/opt/chia", "1:16: error: the quote that begins here is not closed")]
    [InlineData(1, "chia_location: \"/opt\" chia", "1:23: error: text stands behind the closing quote; a quote within single quotes is "
        + "written twice ('')")]
    [InlineData(8, "  - name: it: self", "8:13: error: a second colon with a space behind it stands in the value; put the value in quotes")]
    [InlineData(8, "  -name: micron", "8:4: error: a space is missing after the dash")]
    [InlineData(9, "\tmax_plots: 100", "9:1: error: a tab indents this line; YAML wants spaces")]
    [InlineData(9, "  \t  max_plots: 100\n\tsize: 32", "9:3: error: a tab indents this line (and 1 more below); YAML wants spaces")]
    [InlineData(9, "  max_plots: 100", "9:3: error: this line must be indented like the key behind the dash above it, if it belongs to "
        + "the same list item")]
    [InlineData(12, "   size: 32", "12:4: error: this line is indented by 3 spaces, the line above by 4, and that does not fit "
        + "together: keys of one section begin in the same column")]
    [InlineData(12, "     size: 32", "12:6: error: this line is indented by 5 spaces, the line above by 4, and that does not fit "
        + "together: keys of one section begin in the same column")]
    [InlineData(12, "    - size: 32", "12:5: error: a list item stands among keys; indent it beneath the key it belongs to")]
    [InlineData(
        10, "    temporary_directory: - /mnt/nvme0", "10:26: error: a list begins on the line beneath its key, not behind the colon")]
    [InlineData(
        10, "    temporary_directory: [/mnt/nvme0", "10:26: error: the [ that begins here is not closed by a ] before the next key")]
    [InlineData(17, "notifications: {notify_sound: no", "17:16: error: the { that begins here is not closed by a } before the next key")]
    [InlineData(12, "    size", "12:5: error: a colon is missing behind the key")]
    [InlineData(1, "chia_location: *here", "1:16: error: no anchor &here stands above; a value that begins with * must be in quotes")]
    [InlineData(1, "chia_location: !!python/object/apply:os.system [reboot]", "1:16: error: the tag !!python/object/apply:os.system is "
        + "not allowed; remove it (a value that begins with ! must be in quotes)")]
    [InlineData(17, "---\nbackend: madmax", "17:1: error: a second document begins here (---); only one is read: remove the line")]
    [InlineData(17, "? [a, b]\n: c", "17:3: error: a key must be a plain word")]
    [InlineData(17, "<<: text", "17:5: error: << merges keys and values of another section (<<: *name), this is none")]
    [InlineData(17, "x: \u0001", "17:4: error: the character U+0001 cannot stand in a config; remove it")]
    [InlineData(17, "# a\u0000b", "17:4: error: the character U+0000 cannot stand in a config; remove it")]
    public void Read_NoYaml_SaysInPlainWordsWhatAndWhere(int line, string text, params string[] expected) =>
        Reader.ProblemsWith(line, text).ShouldBe(expected, ignoreOrder: true);

    [Fact]
    public void Read_SeveralMistypedLines_AreAllToldWithWhatIsWrongBesides() =>
        Reader.ProblemsOf(Reader.With(12, "    size:three")
            .Replace("/opt/chia", "@x", StringComparison.Ordinal)
            .Replace("max_plots: 100", "max_plots:100", StringComparison.Ordinal)
            .Replace("max_for_phase_1: 3", "max_for_phase_1: -3", StringComparison.Ordinal))
            .ShouldBe(
            [
                "config.yaml:1:16: error: a value cannot begin with @; put it in single quotes",
                "config.yaml:6:20: error: global.max_for_phase_1: -3 is less than 0, the least allowed",
                "config.yaml:9:15: error: a space is missing after the colon of max_plots",
                "config.yaml:12:10: error: a space is missing after the colon of size",
                "config.yaml:12:11: error: jobs[0].size: \"three\" is not a whole number",
            ]);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    public void Read_NothingAtAll_SaysHowToBegin(string text) =>
        Reader.ProblemsOf(text).ShouldBe(["config.yaml:1:1: error: the file has no keys; plotmanager init writes a config to start from"]);
}

using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;
using PlotManager.Logging;
using PlotManager.Tests.Commands;
using PlotManager.Tests.Display;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>
/// A plotter whose log is hostile: paths that lead elsewhere, escape sequences, bells, line ends, words that run backwards. Each test
/// is one way out of the program, and nothing of it gets out there.
/// </summary>
public sealed class EscapeTests : IDisposable
{
    private const string Nasty = "\u001b[2J\u001b]0;owned\u0007\u202Ednuora\u009b31m\u2028";

    private readonly string _folder = Directory.CreateTempSubdirectory("escapes-").FullName;
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));
    private readonly SeamCalls _calls = SeamCalls.Undisturbed();

    public EscapeTests()
    {
        _farm.Machine.Script = order => order.Arguments.Contains("/a/temp")
            ? Hostile()
            : PlotScript.Good(PlotScript.Id(2), "/b/temp", "/b-dest/plots").Steps;
        _farm.Machine.Start(["/usr/bin/chia", "plots", "create", "-k", "32", "-t", $"/x/{Nasty}/../../etc", "-d", $"/y{Nasty}"], []);
        _farm.Starts(_calls).Look();
        _farm.Pass(3);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheFarmPlotsOn()
    {
        _farm.Pass(6);
        _farm.Store.State.Job("b").Completed.ShouldBe(1);
        _farm.Store.State.Job("a").Failed.ShouldBeGreaterThan(0, "the hostile one has been read");
    }

    [Fact]
    public void Files_AreTouchedInTheFarmsOwnFoldersOnly()
    {
        string[] own = ["/a/temp", "/a-dest/plots", "/b/temp", "/b-dest/plots", "/logs", "/bin/chia"];
        var foreign = _calls.Made.Where(call => call.Name.StartsWith("Files.", StringComparison.Ordinal)).Select(call => call.Subject)
            .Where(path => !Array.Exists(own, home => path == home || path.StartsWith(home + "/", StringComparison.Ordinal))
                || path.Contains("..")).Distinct().ToList();
        // The foreign plotter's own directories, as its command line names them, are listed for its temp files; what a log says is not
        // followed.
        foreign.ShouldAllBe(path => path.StartsWith("/x/") || path.StartsWith("/y"));
        _calls.Made.ShouldNotContain(call => call.Subject.Contains("passwd")
            || call.Subject.Contains("shadow")
            || call.Subject.Contains("bashrc"));
        _calls.Made.ShouldNotContain(call => call.Name == "Files.Delete");
    }

    [Fact]
    public void Terminal_StatusAndView_GetNoControlCodes()
    {
        var options = new ScreenOptions { Width = 400, Zone = TimeZoneInfo.Utc, LogTail = [$"Computing {Nasty}"] };
        Harmless(Painter.Plain(FarmScreen.Render(_farm.Snapshot, SampleFarms.View, options).Lines), lines: true).ShouldContain("a");
    }

    [Fact]
    public void Terminal_Explain_GetsNoControlCodes() => Harmless(Painter.Plain([.. ExplainPage.Lines(_farm.Snapshot)]), lines: true);

    [Fact]
    public void Terminal_StatusAsJson_GetsNoControlCodes() => Harmless(SnapshotJson.Write(_farm.Snapshot), lines: true);

    [Fact]
    public void Terminal_HistoryInEachForm_GetsNoControlCodes()
    {
        var plots = _farm.Journal.Ended(DateTimeOffset.UnixEpoch, 100);
        plots.ShouldContain(plot => plot.Plot.Detail != null);
        using var csv = new StringWriter();
        HistoryPage.WriteCsv(plots, TimeZoneInfo.Utc, csv);
        Harmless(csv.ToString(), lines: true);
        Harmless(Painter.Plain([.. HistoryPage.Lines(plots, TimeZoneInfo.Utc, 400, "…")]), lines: true);
        foreach (var plot in plots)
        {
            Harmless(HistoryPage.Json(plot, TimeZoneInfo.Utc));
        }
    }

    [Fact]
    public void DebugLog_GetsOneLineAnEventWithoutControlCodes()
    {
        var path = Path.Combine(_folder, "debug.log");
        using (var log = new DebugLog(path, LogLevel.Debug, SecretMask.None, _farm.Machine.Clock, TextWriter.Null))
        {
            _farm.Log.ForEach(message => log.Write(LogLevel.Error, message, $"a{Nasty}\n2026-11-22 fake", $"id{Nasty}"));
        }

        var text = File.ReadAllText(path);
        text.Count(letter => letter == '\n').ShouldBe(_farm.Log.Count);
        Harmless(text, lines: true);
    }

    [Fact]
    public void Notifications_GetNoControlCodes()
    {
        var notices = _farm.Memory.Notices;
        notices.ShouldContain(notice => notice.Kind == NoticeKind.PlotFailed);
        foreach (var notice in notices)
        {
            Harmless(notice.Id);
            Harmless(notice.Title);
            Harmless(notice.Text, lines: true).Split('\n').Length.ShouldBeLessThanOrEqualTo(2, "the news and its facts");
            Harmless(notice.Job ?? "");
            (notice.PlotId ?? new string('0', 64)).ShouldAllBe(letter => char.IsAsciiHexDigit(letter));
        }
    }

    [Theory]
    [InlineData("../../x"), InlineData("/etc/cron.d/x"), InlineData("a\\u001b[2Jb"), InlineData("a\\nb")]
    public async Task JobName_ThatLeavesTheLogFolderOrTheLine_IsRefused(string name)
    {
        using var typed = new TypedCommand();
        typed.Write("config.yaml", $$"""
            chia_location: /bin/sh
            log: {folder_path: {{typed.Folder}}/logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - {name: "{{name}}", max_plots: 1, temporary_directory: {{typed.Folder}}, destination_directory: {{typed.Folder}}, size: 32, threads: 1, buckets: 128, memory_buffer: 3389, max_concurrent: 1}
            """);
        var (exit, output, error) = await typed.Run("check", "--syntax-only", "--config", Path.Combine(typed.Folder, "config.yaml"));
        exit.ShouldBe(ExitCode.No, output);
        output.ShouldContain("jobs[0].name");
        Harmless(output + error, lines: true);
    }

    private static ImmutableArray<PlotStep> Hostile() =>
        new PlotScript()
            .Says(0, $"Starting plotting progress into temporary dirs: "
                + $"/etc/{Nasty}/../.. and /etc", "ID: ../../../../etc/passwd", $"ID: {Nasty}", "Plot size is: 32", "Computing table 1")
            .Says(1, $"Could not copy \"/etc/shadow{Nasty}\" to \"/root/../etc/{Nasty}.bashrc\". Error {Nasty}. Retrying in five minutes.")
            .Says(1, $"Renamed final file from \"/etc/shadow\" to "
                + $"\"../../root/.bashrc{Nasty}\"", $"Caught plotting error: {Nasty}\r\nERROR a - all is lost{Nasty}")
            .Exits(1.5, 1).Steps;

    // Line ends only where the text is of lines by itself.
    private static string Harmless(string text, bool lines = false)
    {
        text.ShouldNotContain(letter => (char.IsControl(letter) && !(lines && letter == '\n')) || letter == '\u2028', text);
        return text;
    }
}

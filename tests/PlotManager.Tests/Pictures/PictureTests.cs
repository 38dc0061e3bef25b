using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Pictures;

/// <summary>The README's pictures: a recorded farm, drawn by the program's own renderer, and looked at in a browser.</summary>
public sealed class PictureTests
{
    private const string Renew = "UPDATE_DOCS=1 dotnet test tests/PlotManager.Tests --filter PictureTests";

    private static readonly ViewSettings View = ConfigReader.DefaultView with { IncludeSecondsForPhase = false };

    [Theory]
    [InlineData("view", 118, 37), InlineData("status", 100, null)]
    public void Picture_OfTheRepository_IsWhatTheProgramDraws(string name, int width, int? height)
    {
        var expected = Picture(width, height);
        var path = Repository.PathOf($"docs/screenshots/{name}.svg");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        (File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "").ShouldBe(
            expected, $"{path} is not what the program draws. Make it anew with: {Renew}");
    }

    /// <summary>Each letter begins where the terminal has it, and none is drawn over the next one.</summary>
    [Theory]
    [InlineData("view"), InlineData("status")]
    public async Task Picture_InABrowser_HasEveryLetterInItsPlace(string name)
    {
        var picture = await File.ReadAllTextAsync(
            Repository.PathOf($"docs/screenshots/{name}.svg"), TestContext.Current.CancellationToken);
        const string measure = """
            let letters = 0, off = 0, wide = 0;
            for (const text of document.querySelectorAll('text')) {
              const places = text.getAttribute('x').split(' ').map(Number);
              for (let at = 0; at < places.length; at++) {
                letters++;
                off = Math.max(off, Math.abs(text.getStartPositionOfChar(at).x - places[at]));
                wide = Math.max(wide, text.getEndPositionOfChar(at).x - text.getStartPositionOfChar(at).x);
              }
            }
            document.body.textContent = `letters=${letters} off=${off.toFixed(2)} wide=${wide.toFixed(2)} end`;
            """;

        var seen = await InChromium($"<!DOCTYPE html><meta charset=\"utf-8\"><body>{picture}<script>{measure}</script>");

        Figure(seen, "letters").ShouldBeGreaterThan(1000);
        Figure(seen, "off").ShouldBeLessThan(0.5);
        Figure(seen, "wide").ShouldBeLessThan(ScreenPicture.LetterWidth * 1.3, "a letter may touch the next one and not cover it");
    }

    private static string Picture(int width, int? height)
    {
        var farm = SnapshotJson.Read(File.ReadAllBytes(Repository.PathOf("docs/screenshots/farm.json")));
        var options = new ScreenOptions { Width = width, Height = height, Zone = TimeZoneInfo.Utc };
        if (height is not null)
        {
            options = options with
            {
                Live = true,
                RefreshIn = TimeSpan.FromSeconds(17),
                Selected = "r3",
                LogTail =
                [
                    "Compressing tables 4 and 5",
                    "        Bucket 41 uniform sort. Ram: 3.250GiB, u_sort min: 1.125GiB, qs min: 0.563GiB.",
                    "        Bucket 42 uniform sort. Ram: 3.250GiB, u_sort min: 1.125GiB, qs min: 0.562GiB.",
                ],
            };
        }

        return ScreenPicture.Draw(FarmScreen.Render(farm, View, options).Lines, width);
    }

    private static double Figure(string text, string name)
    {
        var from = text.IndexOf($"{name}=", StringComparison.Ordinal);
        from.ShouldBeGreaterThanOrEqualTo(0, text);
        var value = text[(from + name.Length + 1)..];
        return double.Parse(value[..value.IndexOf(' ')], CultureInfo.InvariantCulture);
    }

    private static async Task<string> InChromium(string page)
    {
        var folder = Directory.CreateTempSubdirectory("picture");
        try
        {
            var file = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(file, page, Encoding.UTF8, TestContext.Current.CancellationToken);
            using var browser = new Process
            {
                StartInfo = new ProcessStartInfo(
                    "chromium",
                    [
                        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                        $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--dump-dom", $"file://{file}",
                    ])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            };
            try
            {
                browser.Start();
            }
            catch (Win32Exception)
            {
                Assert.Skip("chromium is not installed");
            }

            var error = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
            output.ShouldContain("letters=", customMessage: await error);
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

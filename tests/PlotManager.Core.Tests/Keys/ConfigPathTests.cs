using PlotManager.Core.Keys;
using PlotManager.Core.Tests.Configuration;

namespace PlotManager.Core.Tests.Keys;

public sealed class ConfigPathTests
{
    [Theory]
    [InlineData("/mnt/a", "/mnt/a")]
    [InlineData("/mnt/a/", "/mnt/a")]
    [InlineData("/mnt/a//", "/mnt/a")]
    [InlineData("//mnt///a", "/mnt/a")]
    [InlineData("/mnt/./a/.", "/mnt/a")]
    [InlineData("/mnt/a/..", "/mnt/a/..")]
    [InlineData("/mnt/.hidden", "/mnt/.hidden")]
    [InlineData("/", "/")]
    [InlineData("~", "/home/me")]
    [InlineData("~/plots/", "/home/me/plots")]
    [InlineData("$HOME/plots", "/home/me/plots")]
    [InlineData("${HOME}/plots", "/home/me/plots")]
    [InlineData("%FARM%/a", "/mnt/farm/a")]
    [InlineData("$FARM/$HOME", "/mnt/farm/home/me")]
    [InlineData("/mnt/50%/a", "/mnt/50%/a")]
    [InlineData("/mnt/a$", "/mnt/a$")]
    [InlineData("/mnt/$1", "/mnt/$1")]
    [InlineData("/mnt/with space", "/mnt/with space")]
    [InlineData("plots", "/etc/farm/plots")]
    [InlineData("./plots", "/etc/farm/plots")]
    public void Expand_OnLinux_GivesOneSpelling(string written, string expected)
    {
        var (path, doubts) = ConfigPath.Expand(written, orName: false, Reader.Linux with { Folder = "/etc/farm" });

        path.ShouldBe(expected);
        doubts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(@"C:\Temp\", @"C:\Temp")]
    [InlineData(@"C:\", @"C:\")]
    [InlineData("D:/plots/", @"D:\plots")]
    [InlineData(@"d:\plots/./a//b", @"D:\plots\a\b")]
    [InlineData("//nas/plots", @"\\nas\plots")]
    [InlineData(@"\\nas\plots\", @"\\nas\plots")]
    [InlineData(@"%APPDATA%\chia", @"C:\Users\me\AppData\Roaming\chia")]
    [InlineData(@"~\chia", @"C:\Users\me\chia")]
    [InlineData("logs", @"D:\farm\logs")]
    public void Expand_OnWindows_GivesOneSpelling(string written, string expected)
    {
        var (path, doubts) = ConfigPath.Expand(written, orName: false, Reader.Windows with { Folder = @"D:\farm" });

        path.ShouldBe(expected);
        doubts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chia", "chia")]
    [InlineData("./chia", "/etc/farm/chia")]
    [InlineData("~/chia", "/home/me/chia")]
    public void Expand_Executable_LeavesABareNameToPath(string written, string expected) =>
        ConfigPath.Expand(written, orName: true, Reader.Linux with { Folder = "/etc/farm" }).Path.ShouldBe(expected);
}

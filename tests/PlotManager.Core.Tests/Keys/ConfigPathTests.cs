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
    [InlineData(@"D:\plots\CON", "'CON' is a device of Windows in every folder, and no name for anything else; choose another")]
    [InlineData(@"D:\nul.old\plots", "'nul.old' is a device of Windows in every folder, and no name for anything else; choose another")]
    [InlineData(@"D:\com1", "'com1' is a device of Windows in every folder, and no name for anything else; choose another")]
    [InlineData(@"D:\plots.", "Windows drops the dots and blanks at the end of 'plots.'; write the name as it is then, or choose another")]
    [InlineData(@"D:\console\com10\.hidden\..\a b", null)]
    public void Expand_NamesThatWindowsTakesForOthers_AreDoubtful(string written, string? doubt) =>
        ConfigPath.Expand(written, orName: false, Reader.Windows).Doubts.ShouldBe(doubt is null ? [] : [doubt]);

    // 260 with the zero at the end, less a separator and the 121 letters of the longest name that chia gives a file.
    [Theory]
    [InlineData(137, false)]
    [InlineData(138, true)]
    public void Expand_AFolderOfWindowsWhoseFilesAreTooLong_IsDoubtful(int length, bool doubtful)
    {
        var folder = @"D:\" + new string('x', length - 3);

        ConfigPath.Expand(folder, orName: false, Reader.Windows).Doubts.Any(doubt => doubt.Contains("260")).ShouldBe(doubtful);
        ConfigPath.Expand(folder, orName: true, Reader.Windows).Doubts.ShouldBeEmpty("nothing is made in a program");
        ConfigPath.Expand("/" + new string('x', length), orName: false, Reader.Linux).Doubts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chia", "chia")]
    [InlineData("./chia", "/etc/farm/chia")]
    [InlineData("~/chia", "/home/me/chia")]
    public void Expand_Executable_LeavesABareNameToPath(string written, string expected) =>
        ConfigPath.Expand(written, orName: true, Reader.Linux with { Folder = "/etc/farm" }).Path.ShouldBe(expected);
}

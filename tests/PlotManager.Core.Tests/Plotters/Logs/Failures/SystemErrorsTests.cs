using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Failures;

namespace PlotManager.Core.Tests.Plotters.Logs.Failures;

public sealed class SystemErrorsTests
{
    // Linux: errno(3). Windows: System Error Codes of its documentation.
    [Theory]
    [InlineData("Failed to write with error: 2", FailureCause.DirectoryVanished)]
    [InlineData("Failed to write with error: 22", FailureCause.BadArgument)]
    [InlineData("Failed to write with error: 24.", FailureCause.TooManyFiles)]
    [InlineData("Failed to write with error 27", FailureCause.FileTooLarge)]
    [InlineData("Failed to write with error 28 (0x1c).", FailureCause.TempFull)]
    [InlineData("Failed to write with error: 30", FailureCause.ReadOnly)]
    [InlineData("Failed to write with error: 13", FailureCause.Permission)]
    [InlineData("Failed to write with error 5", FailureCause.DriveFailed)]
    [InlineData("OSError: [Errno 28] Kein Platz", FailureCause.TempFull)]
    [InlineData("Io(Os { code: 28 }) (os error 28)", FailureCause.TempFull)]
    [InlineData(@"[WinError 112] Es steht nicht genug Platz zur Verfuegung: 'D:\t'", FailureCause.TempFull)]
    [InlineData(@"cannot write D:\t\x.tmp, error: 5", FailureCause.Permission)]
    [InlineData(@"cannot write D:\t\x.tmp, error code 39", FailureCause.TempFull)]
    [InlineData(@"cannot write \\nas\farm\x.tmp, error 3", FailureCause.DirectoryVanished)]
    public void CauseOf_ANumber_CountsWholeAndByItsSystem(string message, FailureCause cause) =>
        SystemErrors.CauseOf(message, null).ShouldBe(cause);

    [Theory]
    [InlineData("CUDA error: 2 (0x2)")]
    [InlineData("error 280")]
    [InlineData("error 2.5")]
    [InlineData("error 2026-11-22")]
    [InlineData("Error 1. Retrying in five minutes.")]
    [InlineData("terror 28")]
    [InlineData("exit code 2")]
    public void CauseOf_AnotherNumber_TellsNothing(string message) => SystemErrors.CauseOf(message, null).ShouldBeNull();

    [Fact]
    public void CauseOf_ABareNumberOfAPlotOnWindows_IsOneOfWindows()
    {
        SystemErrors.CauseOf("Failed to write with error 5", new PlotLog { Temp = @"D:\t" }).ShouldBe(FailureCause.Permission);
        SystemErrors.CauseOf("Failed to write with error 5", new PlotLog { Destination = @"\\nas\plots" })
            .ShouldBe(FailureCause.Permission);
        SystemErrors.CauseOf("Failed to write with error 5", new PlotLog { Temp = "/mnt/t" }).ShouldBe(FailureCause.DriveFailed);
    }
}

using System.Text;
using PlotManager.Commands;

namespace PlotManager.Tests.Commands;

/// <summary>Output into a file on a full drive, as to /dev/full.</summary>
public sealed class FullOutputTests
{
    [Theory]
    [InlineData("completion bash")]
    [InlineData("--version")]
    [InlineData("--help")]
    public async Task Output_ThatCannotBeWritten_IsToldInOneLine(string words)
    {
        using var error = new StringWriter();

        (await Root.RunAsync(words.Split(' '), ProgramEnvironment.Of(new FullDrive(), error))).ShouldBe(ExitCode.No);

        error.ToString().ShouldBe($"plotmanager: the output cannot be written: No space left on device{Environment.NewLine}");
    }

    [Fact]
    public async Task NeitherOutputNorErrors_CanBeWritten_TheExitCodeTells() =>
        (await Root.RunAsync(["--version"], ProgramEnvironment.Of(new FullDrive(), new FullDrive()))).ShouldBe(ExitCode.No);

    private sealed class FullDrive : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");
    }
}

using System.Text;
using PlotManager.Commands;
using PlotManager.Hosting;

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

        (await Root.RunAsync(words.Split(' '), ProgramEnvironment.Of(new Refusing(Full), error))).ShouldBe(ExitCode.No);

        error.ToString().ShouldBe($"plotmanager: the output cannot be written: No space left on device{Environment.NewLine}");
    }

    [Fact]
    public async Task Output_ThatIsClosed_IsToldInOneLine()
    {
        using var error = new StringWriter();
        var closed = new UnauthorizedAccessException("Access to the path is denied.", new IOException("Bad file descriptor"));

        (await Root.RunAsync(["--version"], ProgramEnvironment.Of(new Refusing(closed), error))).ShouldBe(ExitCode.No);

        error.ToString().ShouldBe($"plotmanager: the output cannot be written: Bad file descriptor{Environment.NewLine}");
    }

    [Fact]
    public async Task NeitherOutputNorErrors_CanBeWritten_TheExitCodeTells() =>
        (await Root.RunAsync(["--version"], ProgramEnvironment.Of(new Refusing(Full), new Refusing(Full)))).ShouldBe(ExitCode.No);

    private static readonly IOException Full = new("No space left on device");

    private sealed class Refusing(Exception refusal) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw refusal;
    }
}

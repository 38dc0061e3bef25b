using PlotManager.Commands;
using PlotManager.Commands.Completion;
using PlotManager.Hosting;

namespace PlotManager.Tests.Commands;

/// <summary>The program's commands as they are defined, without a machine beneath them.</summary>
internal static class ProgramShape
{
    public static CommandShape Whole { get; } = CommandShape.Of(Root.Build(ProgramEnvironment.Of(TextWriter.Null, TextWriter.Null)));
}

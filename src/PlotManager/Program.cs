using PlotManager.Acting.Checking;
using PlotManager.Commands;
using PlotManager.Commands.Running;
using PlotManager.DemoPlotter;
using PlotManager.Hosting;
using PlotManager.Platform;

RuntimeTraces.Remove(Environment.GetEnvironmentVariable);
if (OpenFileLimit.Refusal(OpenFileLimit.OfACommand) is { } refusal)
{
    OpenFileLimit.Complain(refusal);
    return ExitCode.No;
}

// Called by a plotter's name, this program is the stand-in plotter: see docs/decisions.
if (StandIn.InvokedAs() is { } name && StandIn.IsPlotterName(name))
{
    return StandIn.Run(name, args);
}

// The same without a link, where the program is started by another one.
if (args is [StandIn.Command, var plotter, .. var rest] && StandIn.IsPlotterName(plotter))
{
    return StandIn.Run(plotter, rest);
}

// Between a checker of plots and its log.
if (args is [CheckFilter.Command, .. var check])
{
    return CheckFilter.Run(check, Console.Out);
}

OwnConsole.TakeUtf8();
return await Root.RunAsync(
    args, RunCommand.IsInBackground(args) ? ProgramEnvironment.InBackground() : ProgramEnvironment.Of(Console.Out, Console.Error));

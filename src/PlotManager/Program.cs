using PlotManager.DemoPlotter;

if (StandIn.InvokedAs() is { } name && StandIn.IsPlotterName(name))
    return StandIn.Run(name, args);
return 0;

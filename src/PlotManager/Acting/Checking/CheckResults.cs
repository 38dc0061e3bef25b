using PlotManager.Core.Control;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Store;

namespace PlotManager.Acting.Checking;

/// <summary>Writes down what a command has found out about a plot's proofs.</summary>
public static class CheckResults
{
    public static ControlAnswer Take(FarmStore store, CheckRecord? check)
    {
        if (check is not { Verdict: not null })
        {
            return new ControlAnswer(false, "a check without a verdict is not written down");
        }

        // Its process was the command's, and so was its log.
        store.Commit(new FarmEvent.PlotChecked(check with { State = RunState.Ended, Process = null, LogFile = null }));
        return new ControlAnswer(true, $"The check of {check.File} is written down.");
    }

    public static ControlAnswer NoFarm { get; } =
        new(false, "the results are not kept: no manager has run for this farm yet, so it has no journal");
}

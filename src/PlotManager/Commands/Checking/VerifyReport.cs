using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Text;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Hosting;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Checking;

/// <summary>Prints each verdict as it comes, and the sum of all at the end.</summary>
/// <param name="plots">How many are to be checked.</param>
internal sealed class VerifyReport(CommandEnvironment environment, int plots, bool json)
{
    private int _told;
    private int _good;
    private int _bad;

    public void Checked(PlotOnDisk plot, CheckRecord check)
    {
        _good += check.Verdict == CheckVerdict.Good ? 1 : 0;
        _bad += check.Verdict == CheckVerdict.Bad ? 1 : 0;
        var figures = check.Proofs is { } proofs ? $" ({proofs} proofs of {check.Challenges} challenges)" : "";
        Tell(plot, check, CheckWords.Verdict(check.Verdict), $"{figures}{(check.Detail is { } why ? $": {why}" : "")}", check.Detail);
    }

    /// <summary>Its own bytes say that it is bad.</summary>
    public void Bad(PlotOnDisk plot)
    {
        _bad++;
        var why = $"{PlotWords.State(plot.File.State)}{(PlotsPage.Detail(plot) is { } detail ? $", {detail}" : "")}";
        Tell(plot, null, CheckWords.Verdict(CheckVerdict.Bad), $": {why}", why);
    }

    public void PassedOver(PlotOnDisk plot, string why) => Tell(plot, null, "not checked", $": {why}", why);

    /// <returns>The exit code: whether all plots are good.</returns>
    public int Finish()
    {
        if (plots == 0)
        {
            environment.Complain("there are no plots to check");
            return ExitCode.No;
        }

        if (!json)
        {
            var others = _told - _good - _bad;
            environment.Out.WriteLine(
                $"{Figures.Count(_told, "plot")}: {_good} good, {_bad} bad{(others > 0 ? $", {others} without a verdict" : "")}");
        }

        return _good == plots ? ExitCode.Done : ExitCode.No;
    }

    private void Tell(PlotOnDisk plot, CheckRecord? check, string verdict, string words, string? detail)
    {
        _told++;
        if (json)
        {
            environment.TellJson(CheckJson.Write(plot, check, verdict, detail, environment.Machine.Value.Time.LocalTimeZone));
        }
        else
        {
            environment.Out.WriteLine($"{_told}/{plots} {Printable.Strip(plot.Path)} is {verdict}{Printable.Strip(words)}");
        }

        environment.Out.Flush();
    }
}

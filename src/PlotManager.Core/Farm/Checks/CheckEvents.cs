using System.Collections.Immutable;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm.Checks;

/// <summary>What an event changes in the checks that are not over.</summary>
public static class CheckEvents
{
    /// <summary>An event of a check that is not among them, because it is over, changes nothing.</summary>
    public static ImmutableArray<CheckRecord> After(this ImmutableArray<CheckRecord> checks, FarmEvent.OfCheck happened)
    {
        var index = checks.IndexOf(happened.CheckId);
        return happened switch
        {
            FarmEvent.CheckWanted wanted => index < 0 ? checks.Add(wanted.Check) : checks,
            _ when index < 0 => checks,
            FarmEvent.CheckIntended intended => checks.SetItem(index, intended.Check),
            FarmEvent.CheckForgotten =>
                checks.SetItem(index, checks[index] with { State = RunState.Intended, Process = null, LogFile = null }),
            FarmEvent.CheckLaunched launched => checks.SetItem(index, checks[index].Launched(launched.Process)),
            FarmEvent.PlotChecked => checks.RemoveAt(index),
            _ => checks,
        };
    }

    /// <summary>Null for one that is over.</summary>
    public static CheckRecord? Find(this ImmutableArray<CheckRecord> checks, string checkId) =>
        checks.IndexOf(checkId) is var index and >= 0 ? checks[index] : null;

    private static int IndexOf(this ImmutableArray<CheckRecord> checks, string checkId)
    {
        for (var index = 0; index < checks.Length; index++)
        {
            if (checks[index].CheckId == checkId)
            {
                return index;
            }
        }

        return -1;
    }
}

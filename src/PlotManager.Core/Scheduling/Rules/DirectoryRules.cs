namespace PlotManager.Core.Scheduling.Rules;

/// <summary>Rules about where the run would go. When a directory is usable or has room again cannot be known.</summary>
internal static class DirectoryRules
{
    /// <summary>No when no temp directory, or no temp2, is usable; with <c>check_temp_space</c> one without room is not.</summary>
    public static Verdict Temp(in RuleInput input)
    {
        ref readonly var choice = ref input.Choice;
        var job = input.Job;
        if (choice.TempsInTurn == 0 && job.Temp.Length > 0)
        {
            return Verdict.No(Rule.Temp, 0, job.Temp.Length, Cause.NoTempUsable);
        }

        if (choice.Temps2InTurn == 0 && job.Temp2.Length > 0 && !job.Temp2DestinationSync)
        {
            return Verdict.No(Rule.Temp, 0, job.Temp2.Length, Cause.NoTemp2Usable);
        }

        return Verdict.Yes(Rule.Temp, choice.TempsInTurn, job.Temp.Length);
    }

    /// <summary>No when no destination is usable or, with <c>skip_full_destinations</c>, has room.</summary>
    public static Verdict Destination(in RuleInput input) => input.Choice.DestinationsInTurn == 0
        ? Verdict.No(Rule.Destination, 0, input.Job.Destination.Length)
        : Verdict.Yes(Rule.Destination, input.Choice.DestinationsInTurn, input.Job.Destination.Length);
}

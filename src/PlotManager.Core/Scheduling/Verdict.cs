namespace PlotManager.Core.Scheduling;

/// <summary>
/// One rule's answer for one job at one instant, with its figures. Small, so that a look costs no memory; its words come from
/// <see cref="Reasons"/>.
/// </summary>
public readonly record struct Verdict
{
    private readonly long _untilUtcTicks;

    private Verdict(Rule rule, bool allows, int have, int limit, Cause cause, long untilUtcTicks)
    {
        Rule = rule;
        Allows = allows;
        Have = have;
        Limit = limit;
        Cause = cause;
        _untilUtcTicks = untilUtcTicks;
    }

    public Rule Rule { get; }
    public bool Allows { get; }
    public Cause Cause { get; }

    /// <summary>What is counted: runs, plots, or usable directories.</summary>
    public int Have { get; }

    /// <summary>What it is compared with: the limit of the rule, or the directories of the list.</summary>
    public int Limit { get; }

    /// <summary>
    /// The first instant (UTC) at which this rule no longer forbids the start; null for a yes, and where it cannot be known.
    /// </summary>
    public DateTimeOffset? Until => _untilUtcTicks == 0 ? null : new DateTimeOffset(_untilUtcTicks, TimeSpan.Zero);

    internal static Verdict Yes(Rule rule, int have = 0, int limit = 0) => new(rule, true, have, limit, Cause.None, 0);

    internal static Verdict No(Rule rule, int have = 0, int limit = 0, Cause cause = Cause.None, DateTimeOffset? until = null) =>
        new(rule, false, have, limit, cause, until?.UtcTicks ?? 0);

    /// <summary>A limit that forbids once it is reached.</summary>
    internal static Verdict Below(Rule rule, int have, int limit) => have >= limit ? No(rule, have, limit) : Yes(rule, have, limit);
}

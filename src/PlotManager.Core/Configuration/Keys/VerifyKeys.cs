using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>The keys of the section <c>verify:</c>.</summary>
public static class VerifyKeys
{
    public static readonly Key<int> Challenges = new(
        "challenges", Types.Integer(1, 100_000), "How many challenges a plot is tried with; the more, the surer and the longer.")
    { Default = 30 };
    public static readonly Key<string> Checker = new(
        "checker", Types.Text("name of a checker"), "The program that checks plots: a built-in profile, or one under checkers.")
    { DefaultNote = "the first that is there and knows the plot's format" };
    public static readonly Key<string> CheckerLocation = new(
        "checker_location", Types.Executable(), "The checker's executable: its path, or a name found on PATH.")
    { DefaultNote = "a job's chia_location of the checker's name, else that name on PATH" };
    public static readonly Key<int> AtOnce = new(
        "at_once", Types.Integer(1, 100), "Most plots that are checked at the same time, and never two on one drive.")
    { Default = 1 };

    internal static readonly ImmutableArray<Binding<VerifySettings>> Bindings =
    [
        new(Challenges, verify => verify.Challenges, (verify, at) => verify with { Challenges = at.Value(Challenges) }),
        new(Checker, verify => verify.Checker, (verify, at) => verify with { Checker = at.Find(Checker)?.Value }),
        new(CheckerLocation, verify => verify.Location, (verify, at) => verify with { Location = at.Find(CheckerLocation)?.Value }),
        new(AtOnce, verify => verify.AtOnce, (verify, at) => verify with { AtOnce = at.Value(AtOnce) }),
    ];

    public static readonly SectionShape Shape = Bindings.Shape("How plots are checked for proofs.");
}

using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Checkers.Reading;

/// <summary>The keys of a checker profile: of an entry under <c>checkers:</c>, and of a built-in one.</summary>
public static class CheckerKeys
{
    public static class Line
    {
        public static readonly Key<ImmutableArray<Placed<string>>> Pattern = new(
            "line",
            Types.OneOrList(Types.Text("pattern")),
            "How the line looks: plain text with {proofs}, {failures}, {message} and {_} in it; what comes behind the pattern is ignored.")
        { Required = true };
        public static readonly Key<CheckSays> Says = new(
            "says",
            Types.Choice(
                ("figures", CheckSays.Figures),
                ("good", CheckSays.Good),
                ("bad", CheckSays.Bad),
                ("cannot_tell", CheckSays.CannotTell)),
            "What it means: its figures are to be judged, the plot is good, it is bad, or the checker could not judge it.")
        { Default = CheckSays.Figures };
        public static readonly Key<string> Words = new(
            "words", Types.Text(), "What people are told where the line has no {message}.")
        { DefaultNote = "the line" };
        public static readonly SectionShape Shape = new("A line of the output that means something.", [Pattern, Says, Words]);
    }

    public static readonly Key<string> Title = new("title", Types.Text(), "What people call the checker.") { DefaultNote = "its name" };
    public static readonly Key<string> LearntFrom =
        new("learnt_from", Types.Text(), "Where the knowledge in the profile comes from.") { DefaultNote = "not told" };
    public static readonly Key<ImmutableArray<Placed<string>>> Executables = new(
        "executables", Types.OneOrList(Types.Text("file name")), "Names of its program, without folders; the first is looked for on PATH.")
    { Required = true };
    public static readonly Key<string> Command = new(
        "command", Types.Text("arguments"), "Its arguments, with {plot} and {challenges} where those belong.")
    { Required = true };
    public static readonly Key<ImmutableArray<Placed<PlotFormat>>> Plots = new(
        "plots",
        Types.OneOrList(Types.Choice(("v1", PlotFormat.V1), ("v2", PlotFormat.V2), ("gplot", PlotFormat.GPlot))),
        "The formats of plots that it can check, as plotmanager plots names them.")
    { Required = true };
    public static readonly Key<int> FewestChallenges = new(
        "fewest_challenges", Types.Integer(1), "It is never given fewer challenges than these.")
    { Default = 1 };
    public static readonly Key<bool> OneProofAChallenge = new(
        "one_proof_a_challenge",
        Types.Boolean(),
        "Whether a good v1 or v2 plot gives about one proof a challenge. Then one with far fewer is bad; else only one with none.")
    { Default = false };
    public static readonly Key<bool> OnlyByName = new(
        "only_by_name", Types.Boolean(), "Whether it is used only where verify.checker or --checker names it.")
    { Default = false };
    public static readonly Key<int> LongestMinutes = new(
        "longest_minutes", Types.Integer(1, 100_000, "minutes"), "A check that takes longer is ended, and the plot is not judged.")
    { Default = 120 };
    public static readonly Key<ImmutableArray<Placed<string>>> Secret = new(
        "secret",
        Types.OneOrList(Types.Text()),
        "Texts by which lines with secrets are known: such a line is stored nowhere. What looks like a private key is masked anyway.")
    { DefaultNote = "none" };
    public static readonly Key<ImmutableArray<Placed<Section>>> Lines = new(
        "lines", Types.ListOf(Types.Section(Line.Shape)), "The lines of its output that tell the verdict. Of several that fit, the first "
            + "counts.")
    { Required = true };

    public static readonly SectionShape Shape = new("A checker: a program that looks for proofs in plots.",
    [
        Title, LearntFrom, Executables, Command, Plots, FewestChallenges, OneProofAChallenge, OnlyByName, LongestMinutes, Secret, Lines,
    ]);
}

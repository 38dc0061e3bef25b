using System.Collections.Immutable;
using PlotManager.Core.Keys;
using Numbers = System.Collections.Immutable.ImmutableArray<
    System.Collections.Generic.KeyValuePair<PlotManager.Core.Keys.Placed<string>, double>>;
using Texts = System.Collections.Immutable.ImmutableArray<PlotManager.Core.Keys.Placed<string>>;
using Words = System.Collections.Immutable.ImmutableArray<
    System.Collections.Generic.KeyValuePair<PlotManager.Core.Keys.Placed<string>, string>>;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>The keys of a profile: of an entry under <c>plotters:</c>, and of a built-in one.</summary>
public static class ProfileKeys
{
    public static class Phase
    {
        public static readonly Key<string> Name = new("name", Types.Text(), "What the plotter does in this phase.") { Required = true };
        public static readonly Key<double> Weight = new(
            "weight", Types.Number(0), "Share of the whole time it usually takes, on any scale.")
        { Required = true };
        public static readonly SectionShape Shape = new("A phase.", [Name, Weight]);
    }

    public static class Job
    {
        public static readonly Key<string> Threads = Number("threads");
        public static readonly Key<string> Buckets = Number("buckets");
        public static readonly Key<string> MemoryBuffer = Number("memory_buffer");
        public static readonly Key<string> Compression = Number("compression");
        public static readonly Key<bool> Bitfield = new(
            "bitfield",
            Types.Boolean(),
            "What holds where a job does not say; without this key the plotter has no such choice.")
        { DefaultNote = "no choice" };
        public static readonly Key<string> Temp = Use("temporary_directory", "required");
        public static readonly Key<string> Temp2 = Use("temporary2_directory", "optional");
        public static readonly Key<bool> Elsewhere = new(
            "elsewhere", Types.Boolean(), "Whether it sends plots to a destination @host, and takes @RAM for temp2.")
        { Default = false };
        public static readonly SectionShape Shape = new(
            "What a job must or may say for this plotter.",
            [Threads, Buckets, MemoryBuffer, Compression, Bitfield, Temp, Temp2, Elsewhere]);

        private static Key<string> Number(string name) =>
            new(name, Types.Text("required, optional, unused or a default, then a range such as 1..16"), $"How {name} of a job is taken.")
            {
                Default = "unused",
            };

        private static Key<string> Use(string name, string usual) =>
            new(name, Types.Text("required, optional or unused"), $"Whether a job needs {name}.") { Default = usual };
    }

    public static class Size
    {
        public static readonly Key<string> Formula =
            new("formula", Types.Text("arithmetic over k"), "Bytes of a plot, such as 2^k * (k + 1.46) / 8.");
        public static readonly Key<Numbers> Bytes = new("bytes", Types.MapOf(Types.Number(1)), "Bytes by k, where they are known exactly.");
        public static readonly Key<Numbers> CompressedShare =
            new("compressed_share", Types.MapOf(Types.Number(0, 1)), "Share of the uncompressed size by compression level.");
        public static readonly SectionShape Shape = new("How large a finished plot is.", [Formula, Bytes, CompressedShare]);
    }

    public static class Curve
    {
        public static readonly Key<Numbers> Peak = new(
            "peak_gib", Types.MapOf(Types.Number(0, unit: "GiB")), "The most it needs, by k; other k are scaled.")
        { Required = true };
        public static readonly Key<ImmutableArray<Placed<double>>> Shares = new(
            "shares",
            Types.ListOf(Types.Number(0, 1)),
            "Of that peak, what is still to come at the most in phase 1, 2, ... and while copying.");
        public static readonly SectionShape Shape = new("Temp space phase by phase.", [Peak, Shares]);
    }

    public static class TempSpaceKeys
    {
        public static readonly Key<Section> Alone = new("alone", Types.Section(Curve.Shape), "Temp without a temp2.");
        public static readonly Key<Section> Temp = new("temp", Types.Section(Curve.Shape), "Temp beside a temp2.");
        public static readonly Key<Section> Temp2 = new("temp2", Types.Section(Curve.Shape), "Temp2.");
        public static readonly SectionShape Shape = new("What a plot needs while it is made.", [Alone, Temp, Temp2]);
    }

    public static class Files
    {
        public static readonly Key<Texts> Final =
            new("final", Types.ListOf(Types.Text()), "Ends of the names of finished plots, such as .plot.");
        public static readonly Key<Texts> Growing =
            new("growing", Types.ListOf(Types.Text()), "Ends of the names of files that become the plot.");
        public static readonly Key<Texts> Temp =
            new("temp", Types.ListOf(Types.Text()), "Names of other temp files; * stands for anything.");
        public static readonly Key<ImmutableArray<KeyValuePair<Placed<string>, Texts>>> Phases =
            new("phases", Types.MapOf(Types.ListOf(Types.Text())), "Names of temp files that show the phase a plot is in, by phase.");
        public static readonly Key<bool> CarryPlotId = new(
            "temp_files_carry_plot_id",
            Types.Boolean(),
            "Whether temp files of two plots in one directory have different names.")
        { Default = true };
        public static readonly Key<Texts> Secret = new(
            "secret",
            Types.ListOf(Types.Text()),
            "Names of files with private keys: they are never shown or copied; * stands for anything.");
        public static readonly SectionShape Shape =
            new("Names of the plotter's files.", [Final, Growing, Temp, Phases, CarryPlotId, Secret]);
    }

    public static class Argument
    {
        public static readonly Key<string> Args = new(
            "args", Types.Text("arguments"), "Arguments, parted by spaces; a {name} stands for a value of the job.")
        { Required = true };
        public static readonly Key<string> If =
            new("if", Types.Text("condition"), "When they are passed: bitfield, not bitfield, k != 32.");
        public static readonly SectionShape Shape = new("Arguments that belong together; left out when a value is not there.", [Args, If]);
    }

    public static class Process
    {
        public static readonly Key<Texts> Executables = new(
            "executables",
            Types.OneOrList(Types.Text("file name")),
            "Names of the executable, without .exe; * stands for anything.")
        { Required = true };
        public static readonly Key<string> WordsKey = new("words", Types.Text(), "Words among the arguments, such as plots create.");
        public static readonly Key<string> Needs = new(
            "needs", Types.Text("flags"), "Flags of which one must be there, to tell the plotter from another with the same executable.");
        public static readonly Key<Words> Options = new(
            "options",
            Types.MapOf(Types.Text("flags, then = and a default")),
            "What the flags mean: k, plots, temp, temp2, destination, threads, buckets, memory_buffer, compression.");
        public static readonly Key<string> OtherValues = new("other_values", Types.Text("flags"), "Further flags that take a value.");
        public static readonly Key<string> Switches = new("switches", Types.Text("flags"), "Flags without a value.");
        public static readonly Key<string> PlotsNothing = new(
            "plots_nothing",
            Types.Text("flags and words"),
            "Flags, and words in the first place, of calls that plot nothing, beside --help, --version, help and version.");
        public static readonly Key<string> Positional =
            new("positional", Types.Text("temp, temp2 or destination"), "What the first argument without a flag is.");
        public static readonly Key<bool> Wrapper = new(
            "wrapper", Types.Boolean(), "It only starts the real plotter as its child.")
        { Default = false };
        public static readonly Key<bool> SeveralDestinations = new(
            "several_destinations", Types.Boolean(), "The flag of the destination may be given several times; plots go to any of them.")
        { Default = false };
        public static readonly Key<bool> KInName = new(
            "k_in_name", Types.Boolean(), "The executable's name ends in the plot size.")
        { Default = false };
        public static readonly SectionShape Shape = new(
            "One way in which the plotter's process looks.",
            [
                Executables, WordsKey, Needs, Options, OtherValues, Switches, PlotsNothing, Positional, SeveralDestinations, Wrapper,
                KInName,
            ]);
    }

    public static readonly Key<string> Title = new("title", Types.Text(), "What people call the plotter.");
    public static readonly Key<Texts> Aliases = new("aliases", Types.OneOrList(Types.Text()), "Other names for it in a config.");
    public static readonly Key<string> LearntFrom =
        new("learnt_from", Types.Text(), "Where the knowledge comes from: real logs, or documentation alone.");
    public static readonly Key<string> BasedOn =
        new("based_on", Types.Text("name of a profile"), "Another profile, from which everything is taken that this one does not say.");
    public static readonly Key<bool> StandIn = new(
        "stand_in",
        Types.Boolean(),
        "Only pretends to plot: its processes count for the manager that started them alone.")
    { Default = false };
    public static readonly Key<string> K = new("k", Types.Text("sizes such as 25, 32..50"), "The plot sizes it can make.");
    public static readonly Key<ImmutableArray<Placed<Section>>> Phases =
        new("phases", Types.ListOf(Types.Section(Phase.Shape)), "Its phases in order.");
    public static readonly Key<double> CopyWeight =
        new("copy_weight", Types.Number(0), "Share of copying to the destination, on the scale of the phases' weights.");
    public static readonly Key<Section> JobSection = new("job", Types.Section(Job.Shape), Job.Shape.Description);
    public static readonly Key<Section> SizeSection = new("size", Types.Section(Size.Shape), Size.Shape.Description);
    public static readonly Key<Section> TempSpace = new("temp_space", Types.Section(TempSpaceKeys.Shape), TempSpaceKeys.Shape.Description);
    public static readonly Key<Section> FilesSection = new("files", Types.Section(Files.Shape), Files.Shape.Description);
    public static readonly Key<ImmutableArray<Placed<Section>>> Command =
        new("command", Types.ListOf(Types.Section(Argument.Shape)), "Its arguments in order, behind the executable.");
    public static readonly Key<Words> ExecutableFor =
        new("executable_for", Types.MapOf(Types.Text("file name")), "Executables beside the usual one, by the plot sizes they are for.");
    public static readonly Key<ImmutableArray<Placed<Section>>> Processes =
        new("processes", Types.ListOf(Types.Section(Process.Shape)), "How its processes look.");
    public static readonly Key<Section> LogSection = new("log", Types.Section(LogKeys.Shape), LogKeys.Shape.Description);

    public static readonly SectionShape Shape = new("A plotter.",
    [
        Title, Aliases, LearntFrom, BasedOn, StandIn, K, Phases, CopyWeight, JobSection, SizeSection, TempSpace, FilesSection, Command,
        ExecutableFor,
        Processes, LogSection,
    ]);
}

using System.Collections.Immutable;
using System.IO.Enumeration;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters;

/// <summary>What an argument of a plotter's process tells.</summary>
public enum ProcessField
{
    K,
    Plots,
    Temp,
    Temp2,
    Destination,
    Threads,
    Buckets,
    MemoryBuffer,
    Compression,
}

/// <param name="Flags">Every spelling, such as <c>-t</c>, <c>--tmp_dir</c>.</param>
/// <param name="Default">
/// What holds when the flag is absent: a value, or the name of another field in braces such as <c>{temp}</c>; null: nothing.
/// </param>
public sealed record ProcessOption(ProcessField Field, ImmutableArray<string> Flags, string? Default);

/// <summary>One way in which a plotter's process looks from outside.</summary>
public sealed record ProcessForm
{
    /// <summary>File names without <c>.exe</c>, lower case; <c>*</c> stands for anything.</summary>
    public required ImmutableArray<string> Executables { get; init; }

    /// <summary>Words that must follow one another among the arguments, such as <c>plots create</c>.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Flags of which one must be there: what tells the plotter from another with the same executable.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
    public ImmutableArray<ProcessOption> Options { get; init; } = [];

    /// <summary>Further flags that take a value; it means nothing to the manager.</summary>
    public ImmutableArray<string> OtherValues { get; init; } = [];

    /// <summary>Flags without a value.</summary>
    public ImmutableArray<string> Switches { get; init; } = [];

    /// <summary>
    /// Flags, and words in the first place, of calls that plot nothing: help, version, a check of plots. As the value of an option they
    /// are none.
    /// </summary>
    public ImmutableArray<string> PlotsNothing { get; init; } = UsualQuestions;

    /// <summary>How nearly every program is asked what it is.</summary>
    public static ImmutableArray<string> UsualQuestions { get; } = ["--help", "--version", "help", "version"];

    /// <summary>Several destinations may be given: plots go to any of them.</summary>
    public bool SeveralDestinations { get; init; }

    /// <summary>What the first argument without a flag is, after <see cref="Words"/>.</summary>
    public ProcessField? Positional { get; init; }

    /// <summary>It only starts the real plotter as its child: the two are one run.</summary>
    public bool Wrapper { get; init; }

    /// <summary>The executable's name ends in the plot size, as in <c>cuda_plot_k32</c>.</summary>
    public bool KInName { get; init; }

    public bool IsExecutable(string path)
    {
        var name = ExecutableName(path);
        return Executables.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name));
    }

    /// <summary>The file name of a path of either system, without <c>.exe</c>, lower case.</summary>
    public static string ExecutableName(string path)
    {
        var name = Paths.NameOf(path).ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) ? name[..^4] : name;
    }
}

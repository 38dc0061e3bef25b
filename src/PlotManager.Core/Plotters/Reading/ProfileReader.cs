using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>Reads profiles, built-in ones and those under <c>plotters:</c> alike, and checks what must hold within one.</summary>
public static class ProfileReader
{
    /// <summary>The known profiles, with the given ones added or in their place; what is wrong is reported.</summary>
    /// <param name="entries">The value of the key <c>plotters</c>: name and section of each.</param>
    public static ProfileCatalog Read(ImmutableArray<KeyValuePair<Placed<string>, Section>> entries, ProfileCatalog known)
    {
        foreach (var (name, section) in entries)
        {
            known = known.With([Read(name.Value, section, known)]);
        }

        return known;
    }

    /// <summary>One profile; parts that are wrong are reported and left as they are in the profile it is based on.</summary>
    public static PlotterProfile Read(string name, Section section, ProfileCatalog known)
    {
        var based = Base(section, known);
        var profile = (based ?? new PlotterProfile { Name = name }) with
        {
            Name = name,
            Aliases = section.Values(ProfileKeys.Aliases),
            StandIn = section.Value(ProfileKeys.StandIn),
        };
        if (section.Find(ProfileKeys.Title) is { } title)
        {
            profile = profile with { Title = title.Value };
        }

        if (section.Find(ProfileKeys.LearntFrom) is { } learnt)
        {
            profile = profile with { LearntFrom = learnt.Value };
        }

        if (section.Find(ProfileKeys.K) is { } sizes)
        {
            profile = profile with { K = Sizes(sizes, section) ?? profile.K };
        }

        if (section.Find(ProfileKeys.Phases) is { } phases)
        {
            profile = profile with
            {
                Phases = [.. phases.Value.Select(phase => new PhaseShape(
                phase.Value.Value(ProfileKeys.Phase.Name), phase.Value.Value(ProfileKeys.Phase.Weight)))]
            };
        }

        if (section.Find(ProfileKeys.CopyWeight) is { } copy)
        {
            profile = profile with { CopyWeight = copy.Value };
        }

        if (section.Find(ProfileKeys.JobSection) is { } job)
        {
            profile = profile with { Keys = JobKeysReader.Read(job.Value) };
        }

        if (section.Find(ProfileKeys.SizeSection) is { } size)
        {
            profile = profile with { Sizes = SpaceReader.Sizes(size.Value) };
        }

        if (section.Find(ProfileKeys.TempSpace) is { } space)
        {
            profile = profile with { TempSpace = SpaceReader.Temp(space.Value) };
        }

        if (section.Find(ProfileKeys.FilesSection) is { } files)
        {
            profile = profile with { Files = SpaceReader.Files(files.Value) };
        }

        if (section.Find(ProfileKeys.Command) is { } command)
        {
            profile = profile with { Command = profile.Command with { Items = CommandReader.Items(command.Value) } };
        }

        if (section.Find(ProfileKeys.ExecutableFor) is { } executables)
        {
            profile = profile with
            {
                Command = profile.Command with { ExecutableFor = CommandReader.ExecutableFor(executables.Value, section.Reading) },
            };
        }

        if (section.Find(ProfileKeys.Processes) is { } processes)
        {
            profile = profile with { Processes = CommandReader.Processes(processes.Value) };
        }

        if (section.Find(ProfileKeys.LogSection) is { } log)
        {
            profile = profile with { Log = LogReader.Read(log.Value, profile.Log, profile.Phases.Length) };
        }

        if (based is not null || !section.IsGiven(ProfileKeys.BasedOn))
        {
            Check(profile, section);
        }

        return profile;
    }

    private static PlotterProfile? Base(Section section, ProfileCatalog known)
    {
        if (section.Find(ProfileKeys.BasedOn) is not { } name)
        {
            return null;
        }

        var based = known.Find(name.Value);
        if (based is null)
        {
            section.Error(
                ProfileKeys.BasedOn,
                $"there is no profile {name.Value} above it or built in; known are {string.Join(", ", known.All.Select(one => one.Name))}");
        }

        return based;
    }

    private static KSet? Sizes(Placed<string> text, Section section)
    {
        var sizes = KSet.Parse(text.Value);
        if (sizes is null)
        {
            section.Error(ProfileKeys.K, $"must be plot sizes within {KSet.Smallest}..{KSet.Largest}, such as 25, 32..50");
        }

        return sizes;
    }

    // What nothing else could make up for.
    private static void Check(PlotterProfile profile, Section section)
    {
        Require(profile.K.Ranges.Length > 0, ProfileKeys.K);
        Require(profile.Phases.Length > 0, ProfileKeys.Phases);
        Require(profile.Command.Items.Length > 0, ProfileKeys.Command);
        Require(profile.Processes.Length > 0, ProfileKeys.Processes);
        Require(profile.Files.FinalEnds.Length > 0, ProfileKeys.FilesSection, "must tell how the names of finished plots end (final)");
        Require(profile.Log.Lines.Length > 0, ProfileKeys.LogSection);
        Require(
            profile.K.Ranges.Length > 0 && profile.K.Ranges.All(range => Enumerable.Range(range.First, range.Last - range.First + 1)
                .All(k => profile.FinalBytes(k) > 0)),
            ProfileKeys.SizeSection,
            "must tell the bytes of a plot for every k that the plotter makes");

        void Require(bool isThere, Key key, string otherwise = "must not be empty")
        {
            if (!isThere && !section.IsGiven(key))
            {
                section.Error(key, "must be given, here or by based_on");
            }
            else if (!isThere && !section.Reading.Problems.HasErrors)
            {
                section.Error(key, otherwise);
            }
        }
    }

    /// <summary>A number as a key of a map, such as a k or a phase.</summary>
    internal static int? Key(Placed<string> name, Core.Keys.Reading reading, int least, int most)
    {
        if (int.TryParse(name.Value, out var number) && number >= least && number <= most)
        {
            return number;
        }

        reading.Problems.Error(name.Place, name.Path, $"must be a whole number {least}..{most}");
        return null;
    }

    internal static void Wrong(Placed<string> text, Core.Keys.Reading reading, string message) =>
        reading.Problems.Error(text.Place, text.Path, message);

    internal static Place PlaceOf(Section section) => section.Place;
}

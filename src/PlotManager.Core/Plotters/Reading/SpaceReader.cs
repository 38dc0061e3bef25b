using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>Reads sizes, temp space and file names.</summary>
internal static class SpaceReader
{
    private const int HighestLevel = 255;

    public static PlotSizes Sizes(Section section)
    {
        var formula = section.Find(ProfileKeys.Size.Formula) is { } text ? SizeFormula.Parse(text.Value) : null;
        if (formula is null && section.IsGiven(ProfileKeys.Size.Formula))
        {
            section.Error(ProfileKeys.Size.Formula, "must be arithmetic over k: numbers, k, + - * / ^ and brackets");
        }

        return new PlotSizes
        {
            Formula = formula,
            Bytes = ByNumber(section, ProfileKeys.Size.Bytes, KSet.Smallest, KSet.Largest).ToImmutableDictionary(
                pair => pair.Key, pair => (long)pair.Value),
            CompressedShare = ByNumber(section, ProfileKeys.Size.CompressedShare, 1, HighestLevel).ToImmutableDictionary(),
        };
    }

    public static TempSpace Temp(Section section) => new()
    {
        Alone = Curve(section, ProfileKeys.TempSpaceKeys.Alone),
        Temp = Curve(section, ProfileKeys.TempSpaceKeys.Temp),
        Temp2 = Curve(section, ProfileKeys.TempSpaceKeys.Temp2),
    };

    public static PlotFileNames Files(Section section)
    {
        var phases = ImmutableArray.CreateBuilder<(int, string)>();
        foreach (var (name, patterns) in section.Value(ProfileKeys.Files.Phases))
        {
            if (ProfileReader.Key(name, section.Reading, 1, 20) is { } phase)
            {
                foreach (var pattern in patterns)
                {
                    phases.Add((phase, pattern.Value));
                }
            }
        }
        return new PlotFileNames
        {
            FinalEnds = section.Values(ProfileKeys.Files.Final),
            GrowingEnds = section.Values(ProfileKeys.Files.Growing),
            TempPatterns = section.Values(ProfileKeys.Files.Temp),
            PhasePatterns = phases.ToImmutable(),
            SecretPatterns = section.Values(ProfileKeys.Files.Secret),
            TempFilesCarryPlotId = section.Value(ProfileKeys.Files.CarryPlotId),
        };
    }

    private static SpaceCurve Curve(Section section, Key<Section> key) =>
        section.Find(key) is not { } curve
            ? SpaceCurve.Nothing
            : new SpaceCurve(
                ByNumber(curve.Value, ProfileKeys.Curve.Peak, KSet.Smallest, KSet.Largest).ToImmutableDictionary(),
                curve.Value.Values(ProfileKeys.Curve.Shares));

    private static Dictionary<int, double> ByNumber(
        Section section, Key<ImmutableArray<KeyValuePair<Placed<string>, double>>> key, int least, int most)
    {
        var found = new Dictionary<int, double>();
        foreach (var (name, value) in section.Value(key))
        {
            if (ProfileReader.Key(name, section.Reading, least, most) is { } number)
            {
                found[number] = value;
            }
        }
        return found;
    }
}

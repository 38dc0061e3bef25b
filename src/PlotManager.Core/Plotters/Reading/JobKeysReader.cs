using System.Globalization;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>Reads <c>job:</c>: <c>required</c>, <c>optional</c>, <c>unused</c> or a default, and a range behind it.</summary>
internal static class JobKeysReader
{
    public static JobKeys Read(Section section) => new()
    {
        Threads = Number(section, ProfileKeys.Job.Threads),
        Buckets = Number(section, ProfileKeys.Job.Buckets),
        MemoryBuffer = Number(section, ProfileKeys.Job.MemoryBuffer),
        Compression = Number(section, ProfileKeys.Job.Compression),
        Bitfield = section.Find(ProfileKeys.Job.Bitfield)?.Value,
        Temp = Use(section, ProfileKeys.Job.Temp),
        Temp2 = Use(section, ProfileKeys.Job.Temp2),
        TakesElsewhere = section.Value(ProfileKeys.Job.Elsewhere),
    };

    private static NumberKey Number(Section section, Key<string> key)
    {
        var words = section.Value(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var word, .. var rest] && rest.Length <= 1 && Number(word) is { } number && Range(rest, out var least, out var most))
        {
            return number with { Least = least, Most = most };
        }

        section.Error(key, "must be required, optional, unused or a default such as 128, and may have a range behind it such as 16..128");
        return NumberKey.Unused;
    }

    private static NumberKey? Number(string word) => word switch
    {
        "required" => new NumberKey(KeyUse.Required),
        "optional" => new NumberKey(KeyUse.Optional),
        "unused" => NumberKey.Unused,
        _ when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => new NumberKey(KeyUse.Optional, value),
        _ => null,
    };

    private static bool Range(string[] words, out int? least, out int? most)
    {
        (least, most) = (null, null);
        if (words.Length == 0)
        {
            return true;
        }

        if (words[0].Split("..") is not [var first, var last]
            || !int.TryParse(first, out var from)
            || !int.TryParse(last, out var to)
            || to < from)
        {
            return false;
        }

        (least, most) = (from, to);
        return true;
    }

    private static KeyUse Use(Section section, Key<string> key)
    {
        switch (section.Value(key))
        {
            case "required": return KeyUse.Required;
            case "optional": return KeyUse.Optional;
            case "unused": return KeyUse.Unused;
            default:
                section.Error(key, "must be required, optional or unused");
                return KeyUse.Required;
        }
    }
}

namespace PlotManager.Platform;

/// <summary>The mount points that /etc/fstab promises (fstab(5)).</summary>
internal static class Fstab
{
    /// <summary>Mount points without trailing slash, in the order of the file; swap and the top folder left out.</summary>
    internal static IReadOnlyList<string> MountPoints(string text)
    {
        var points = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 3 || fields[0].StartsWith('#') || fields[2] == "swap")
            {
                continue;
            }

            var point = MountTable.Unescape(fields[1]);
            point = point.Length > 1 ? point.TrimEnd('/') : point;
            if (point.StartsWith('/') && point != "/")
            {
                points.Add(point);
            }
        }
        return points;
    }
}

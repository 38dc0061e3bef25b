using PlotManager.Core.Tests.PlotFiles;

namespace PlotManager.Tests.Plots;

/// <summary>Makes plot files that have a header and a length, and of the rest only holes.</summary>
internal static class PlotFolder
{
    public static string Sparse(string folder, string name, byte[] header, long length, DateTimeOffset? modifiedAt = null)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.Write(header.AsSpan(0, (int)Math.Min(header.Length, length)));
            file.SetLength(length);
        }

        File.SetLastWriteTimeUtc(path, (modifiedAt ?? new DateTimeOffset(2026, 11, 28, 10, 15, 0, TimeSpan.Zero)).UtcDateTime);
        return path;
    }

    public static string Real(string folder, RealHead real, long missing = 0, string? name = null) =>
        Sparse(folder, name ?? real.Name, real.Head, real.Size - missing);

    /// <summary>A group of one k18 plot whose 4096 chunks have 235 bytes each: an index of zeros says so, in 6 bits a chunk.</summary>
    public static string Group(string folder, string name, long missing = 0)
    {
        const int header = 51 + 112;
        const int chunks = 4096 * 235;
        return Sparse(
            folder, name, HandMade.Group(18, HandMade.ContractMemo, 1, header + chunks), header + chunks + 4096 * 6 / 8 - missing);
    }
}

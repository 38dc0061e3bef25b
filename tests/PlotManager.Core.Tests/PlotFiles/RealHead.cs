using System.Text.Json;

namespace PlotManager.Core.Tests.PlotFiles;

/// <summary>
/// The head of a real plot, its length and where its tables begin, from <c>heads.jsonl</c>. The secret key in its memo is zeroed.
/// </summary>
/// <param name="Head">The header alone.</param>
public sealed record RealHead(string Id, string Plotter, int K, int MemoBytes, long Size, byte[] Head, long[] Pointers)
{
    public static IReadOnlyList<RealHead> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "PlotFiles", "heads.jsonl")).Where(line => line.Length > 0).Select(Read),
    ];

    public string Name => $"plot-k{K}-2026-11-28-10-15-{Id}.plot";

    /// <summary>The head as a file of this length would begin, zeros behind the header.</summary>
    public byte[] HeadOf(long length) => HandMade.HeadOf(Head, length);

    private static RealHead Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new(
            root.GetProperty("id").GetString()!, root.GetProperty("plotter").GetString()!, root.GetProperty("k").GetInt32(),
            root.GetProperty("memo_bytes")
                .GetInt32(), root.GetProperty("size").GetInt64(), Convert.FromHexString(root.GetProperty("head").GetString()!),
            [.. root.GetProperty("pointers").EnumerateArray().Select(pointer => pointer.GetInt64())]);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Core.PlotFiles;
using PlotManager.Hosting;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Plots;

/// <summary>
/// What was read of plots earlier, so that no head is read twice. It is disposable: lost, damaged or made by another version of the
/// program, the heads are read again.
/// </summary>
internal sealed class PlotMemory
{
    // A file that changed so lately may change again within the same tick of its drive's clock.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly byte[] Header = Encoding.UTF8.GetBytes($"plotmanager-plots 1 {ProgramVersion.Text}");

    private readonly ConcurrentDictionary<string, RememberedPlot> _plots = [];
    private readonly ConcurrentDictionary<string, bool> _asked = [];
    private readonly ImmutableArray<string> _places;
    private volatile bool _hasChanged;

    private PlotMemory(ImmutableArray<string> places) => _places = places;

    /// <param name="places">Files where it may be, the preferred one first; none: nothing is kept.</param>
    public static PlotMemory Open(ImmutableArray<string> places)
    {
        var memory = new PlotMemory(places);
        foreach (var place in places.Where(place => FileKind.OtherThanFile(place) is null))
        {
            try
            {
                if (memory.ReadFrom(place))
                {
                    break;
                }
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                continue; // as good as none
            }
        }

        return memory;
    }

    /// <summary>What is known of a file that is as it was.</summary>
    /// <param name="deep">Whether its index must have been read.</param>
    public PlotFile? Find(FileFinding found, bool deep)
    {
        _asked[found.Path] = true;
        return _plots.TryGetValue(found.Path, out var known) && known.IsOf(found) && (known.Deep || !deep || known.File.Group is null)
            ? known.File
            : null;
    }

    /// <summary>What is remembered of a folder, or of one file, that is not looked at: it stays remembered.</summary>
    public IEnumerable<PlotOnDisk> In(string path)
    {
        foreach (var plot in _plots.Values.Where(plot => plot.Path == path || Path.GetDirectoryName(plot.Path) == path))
        {
            _asked[plot.Path] = true;
            yield return new PlotOnDisk(
                plot.Path, plot.File, new DateTimeOffset(plot.Changed, TimeSpan.Zero), Drive: null, plot.Identity);
        }
    }

    public void Put(FileFinding found, PlotFile file, bool deep, DateTimeOffset now)
    {
        if (now - found.Changed < Settled || file.Note is PlotFileNote.CannotBeRead or PlotFileNote.Shrank)
        {
            return;
        }

        _plots[found.Path] = new RememberedPlot(found.Path, found.Identity, found.Length, found.Changed.UtcTicks, deep, file);
        _hasChanged = true;
    }

    /// <summary>All that is remembered.</summary>
    public IReadOnlyList<RememberedPlot> All() => [.. _plots.Values];

    /// <summary>Writes down what is new. Where it cannot be written the heads are read again the next time.</summary>
    /// <param name="isWhole">Whether all plots were asked for, so that the others are gone.</param>
    public void Save(bool isWhole)
    {
        var kept = _plots.Values.Where(plot => !isWhole || _asked.ContainsKey(plot.Path)).ToList();
        if (!_hasChanged && kept.Count == _plots.Count)
        {
            return;
        }

        foreach (var place in _places)
        {
            if (NewIndex.Begin(place) is { } begun)
            {
                using (begun)
                {
                    begun.Write(Header);
                    foreach (var plot in kept)
                    {
                        begun.Write(SummedLine.Of(JsonSerializer.SerializeToUtf8Bytes(plot, PlotMemoryJson.Default.RememberedPlot)));
                    }

                    begun.Finish();
                }

                return;
            }
        }
    }

    private bool ReadFrom(string place)
    {
        using var file = SharedFile.OpenToRead(place);
        var lines = new IndexLines(file, 0);
        if (lines.Next() is not { } header || !header.AsSpan().SequenceEqual(Header))
        {
            return false;
        }

        while (lines.Next() is { } line)
        {
            if (Remembered(line) is { } plot)
            {
                _plots[plot.Path] = plot;
            }
        }

        return true;
    }

    private static RememberedPlot? Remembered(byte[] line)
    {
        try
        {
            return SummedLine.Json(line) is { IsEmpty: false } json
                ? JsonSerializer.Deserialize(json, PlotMemoryJson.Default.RememberedPlot)
                : null;
        }
        catch (JsonException)
        {
            return null; // of another version of the program
        }
    }
}

/// <param name="Changed">Ticks of UTC.</param>
/// <param name="Deep">Whether its index was read too.</param>
public sealed record RememberedPlot(string Path, string Identity, long Length, long Changed, bool Deep, PlotFile File)
{
    public bool IsOf(FileFinding found) => Identity == found.Identity && Length == found.Length && Changed == found.Changed.UtcTicks;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RememberedPlot))]
internal sealed partial class PlotMemoryJson : JsonSerializerContext;

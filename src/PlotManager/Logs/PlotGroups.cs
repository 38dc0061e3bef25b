using PlotManager.Core.History;

namespace PlotManager.Logs;

/// <summary>How plots of one group did. Seconds; null where no plot of the group tells.</summary>
/// <param name="Name">Null: not known.</param>
/// <param name="Phases">Of phase 1, 2, ...</param>
public sealed record PlotGroup(string? Name, int Plots, IReadOnlyList<Spread?> Phases, Spread? Copy, Spread? Total);

/// <summary>Finished plots by job, plotter, k or temp. Of each plot only its few durations are kept.</summary>
/// <param name="kind">"job", "plotter", "k" or "temp".</param>
public sealed class PlotGroups(string kind)
{
    private readonly Dictionary<string, Durations> _groups = [];

    public int Plots { get; private set; }

    public void Add(FinishedPlot plot)
    {
        var name = kind switch
        {
            "job" => plot.Job,
            "plotter" => plot.Plotter,
            "k" => plot.K?.ToString(),
            _ => plot.Temp,
        };
        if (!_groups.TryGetValue(name ?? "", out var group))
        {
            _groups[name ?? ""] = group = new Durations();
        }

        group.Add(plot);
        Plots++;
    }

    /// <summary>By name; numbers by their size.</summary>
    public IEnumerable<PlotGroup> Sorted() =>
        from pair in _groups
        orderby int.TryParse(pair.Key, out var number) ? number : int.MaxValue, pair.Key
        select pair.Value.Group(pair.Key.Length == 0 ? null : pair.Key);

    private sealed class Durations
    {
        private readonly List<List<double>> _phases = [];
        private readonly List<double> _copy = [];
        private readonly List<double> _total = [];
        private int _plots;

        public void Add(FinishedPlot plot)
        {
            _plots++;
            while (_phases.Count < plot.PhaseSeconds.Length)
            {
                _phases.Add([]);
            }

            for (var phase = 0; phase < plot.PhaseSeconds.Length; phase++)
            {
                if (plot.PhaseSeconds[phase] is { } seconds)
                {
                    _phases[phase].Add(seconds);
                }
            }
            if (plot.CopySeconds is { } copy)
            {
                _copy.Add(copy);
            }

            if (plot.TotalSeconds is { } total)
            {
                _total.Add(total);
            }
        }

        public PlotGroup Group(string? name) => new(name, _plots, [.. _phases.Select(Spread.Of)], Spread.Of(_copy), Spread.Of(_total));
    }
}
